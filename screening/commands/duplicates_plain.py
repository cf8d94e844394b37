"""The line mode of ``tamis duplicates review``: two records side by side, one key an answer."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from screening.console import give, width
from screening.errors import BadInput, ReviewError
from screening.keys import Keyboard
from screening.sessions.duplicate_desk import Answer, DuplicateDesk, Question, Side
from screening.sessions.shown import safe_text

KEYS = {"d": Answer.DUPLICATE, "k": Answer.KEEP_BOTH, "s": Answer.SKIP}
_KEYS_TOLD = "d duplicate, k keep both, s skip, u undo, q quit"
_LABEL = 10
_LONGEST = 1200


def run(desk: DuplicateDesk, keyboard: Keyboard) -> None:
    """Ask until the queue is empty, the input ends or the reviewer quits.

    Raises:
        BadInput: a piped line that means nothing; what came before it is kept.
    """
    give(f"{desk.left} to judge, reviewer {desk.review.by}. Keys: {_KEYS_TOLD}")
    _show(desk)
    while (pressed := keyboard.key()) is not None and pressed != "q":
        try:
            give(_act(desk, pressed))
        except ReviewError as error:
            if keyboard.strict:
                raise BadInput(
                    f"{keyboard.where()}{error.message}",
                    f"{error.hint} Everything before this line is kept.".strip(),
                ) from error
            give(f"Not done: {error.message} {error.hint}".rstrip())
        _show(desk)
    give(f"Saved. {desk.answered} answered, {desk.left} left.")


def _act(desk: DuplicateDesk, pressed: str) -> str:
    if pressed == "u":
        return desk.undo()
    if pressed not in KEYS:
        raise BadInput(f"The key {pressed!r} means nothing here.", f"The keys: {_KEYS_TOLD}.")
    return desk.answer(KEYS[pressed])


def _show(desk: DuplicateDesk) -> None:
    question = desk.question()
    give("")
    if question is None:
        give("No question is open.")
        return
    columns = max(60, min(shutil.get_terminal_size().columns, 160))
    for line in lines_of(question, columns):
        give(line)


def lines_of(question: Question, columns: int) -> Iterator[str]:
    """The question as lines: a mark (! differs, = same), the field, and both values."""
    yield f"{question.total} left. {question.rule.capitalize()}: {question.evidence}"
    size = (columns - _LABEL - 4) // 2
    heads = (
        f"{question.kept} ({question.sources[0]}), kept if d",
        f"{question.record} ({question.sources[1]})",
    )
    yield from _row(" ", "", *heads, size)
    for side in question.sides:
        yield from _row(_mark(side), side.label, side.one, side.two, size)


def _mark(side: Side) -> str:
    return " " if side.differs is None else "!" if side.differs else "="


def _row(mark: str, label: str, one: str, two: str, size: int) -> Iterator[str]:
    left, right = _wrapped(one, size), _wrapped(two, size)
    first = f"{mark} {label:<{_LABEL}}"
    for number, (a, b) in enumerate(zip_longest(left, right, fillvalue="")):
        start = " " * len(first) if number else first
        yield f"{start}{a}{' ' * (size - width(a) + 2)}{b}".rstrip()


def _wrapped(text: str, size: int) -> list[str]:
    safe = safe_text(text)
    short = safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
    return textwrap.wrap(short, size) or ["-"]
