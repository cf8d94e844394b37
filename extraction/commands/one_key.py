"""Deciding one thing after another in lines: a key each, from a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from screening.console import give, give_wrapped, say
from screening.errors import BadInput, ReviewError
from screening.keys import Keyboard


class Asking(Protocol):
    """A row of a table of keys: the question it asks, empty if none."""

    @property
    def key(self) -> str:
        """The key."""

    @property
    def asks(self) -> str:
        """The question."""

    @property
    def needs_answer(self) -> bool:
        """Whether an empty answer takes the key back."""


class Walking(Protocol):
    """Something to decide, then the next; ``current`` is false after the last."""

    @property
    def current(self) -> object:
        """What is to be decided."""

    def lines(self) -> Iterable[str]:
        """It in lines."""

    def press(self, key: str, answer: str = "") -> str:
        """Do what the key means, and say what was done."""


def decide(walk: Walking, keys: Keyboard, table: Iterable[Asking], names: Iterable[str]) -> None:
    """Until nothing is left, ``q`` or the end of the input.

    Raises:
        BadInput: a line of a pipe cannot be followed; what was decided before it is kept.
    """
    questions = {row.key: row for row in table if row.asks}
    told = "Keys: " + ", ".join(names)
    say(told)
    _show(walk)
    while (key := keys.key()) not in (None, "q"):
        if key == "?":
            say(told)
        elif key is not None:
            _press(walk, keys, key, questions.get(key))
            if not walk.current:
                return


def _press(walk: Walking, keys: Keyboard, key: str, asked: Asking | None) -> None:
    """Do what a key means; whatever comes of it, the next key meets what was shown last."""
    from screening.sessions.shown import safe_text

    answer = keys.line(asked.asks, needed=asked.needs_answer) if asked else ""
    if answer is None:
        give("Nothing was changed.")
        return
    shown = walk.current
    try:
        _tell(safe_text(walk.press(key, answer)))
    except ReviewError as error:
        if keys.strict:
            raise BadInput(
                f"{keys.where()}{error.message}",
                f"{error.hint} Everything before this line is kept.".strip(),
            ) from error
        _tell(f"Not done: {error.message} {error.hint}".rstrip())
        if walk.current == shown:
            return
    _show(walk)


def _show(walk: Walking) -> None:
    from screening.sessions.shown import safe_text

    give("")
    for line in walk.lines():
        indent = line[: len(line) - len(line.lstrip(" "))]
        _tell(f"{indent}{safe_text(line)}")


def _tell(text: str) -> None:
    """Say something, its lines broken between words where a terminal has no room."""
    for line in text.split("\n"):
        give_wrapped(line)
