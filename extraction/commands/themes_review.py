"""``tamis themes review``: pending proposals one after the other, one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.console import give, say
from screening.errors import BadInput, ReviewError
from screening.keys import Keyboard, keyboard
from screening.options import HERE, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.walk import Walk


def review(folder: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Decide the pending proposals with one key each; every decision is saved at once.

    From a pipe each line is one key, and what follows it the answer: a, n NEW LABEL, m PLACE,
    g ID, r WHY, s, u, q.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.walk import Walk

    with open_coding(folder, by=by) as coding:
        walk = Walk(coding)
        if walk.current is None:
            say("No proposal waits. Next: tamis themes propose, or tamis themes show")
            return
        _run(walk, keyboard())
        give(f"{walk.done} decided, {walk.left} waiting.")
        more = "tamis themes review" if walk.left else "tamis themes show, tamis export themes"
        say(f"Next: {more}")


def _run(walk: Walk, keys: Keyboard) -> None:
    _help()
    _show(walk)
    while (key := keys.key()) not in (None, "q"):
        if key == "?":
            _help()
        elif key is not None:
            _press(walk, keys, key)
            if walk.current is None:
                return


def _press(walk: Walk, keys: Keyboard, key: str) -> None:
    from extraction.sessions.walk import KEYS

    asked = next((at for at in KEYS if at.key == key and at.asks), None)
    answer = keys.line(asked.asks, needed=asked.needs_answer) if asked else ""
    if answer is None:
        return
    try:
        give(walk.press(key, answer))
    except ReviewError as error:
        if keys.strict:
            raise BadInput(
                f"{keys.where()}{error.message}",
                f"{error.hint} Everything before this line is kept.".strip(),
            ) from error
        give(f"Not done: {error.message} {error.hint}".rstrip())
        return
    _show(walk)


def _help() -> None:
    from extraction.sessions.walk import KEYS

    say("Keys: " + ", ".join(f"{at.key} {at.does}" for at in KEYS))


def _show(walk: Walk) -> None:
    from screening.sessions.shown import safe_text

    give("")
    for line in walk.lines():
        indent = line[: len(line) - len(line.lstrip(" "))]
        give(f"{indent}{safe_text(line)}")
