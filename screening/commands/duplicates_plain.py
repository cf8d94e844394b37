"""The line mode of ``tamis duplicates review``: two records side by side, one key an answer."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from screening.console import give, width
from screening.errors import BadInput, ReviewError
from screening.keys import Keyboard
from screening.sessions.desk_actions import (
    DESK_ACTIONS,
    DESK_KEYS_TOLD,
    MARK_HELP,
    DeskAct,
    desk_action,
)
from screening.sessions.duplicate_desk import DuplicateDesk, Question

_LABEL = 10
_LONGEST = 1200


def run(desk: DuplicateDesk, keyboard: Keyboard) -> None:
    """Ask until the queue is empty, the input ends or the reviewer quits.

    Raises:
        BadInput: a piped line that means nothing; what came before it is kept.
    """
    give(f"{desk.left:,} to judge, reviewer {desk.review.by}. Keys: {DESK_KEYS_TOLD}")
    _show(desk)
    while (pressed := keyboard.key()) is not None:
        try:
            if (act := _act_of(pressed)) is DeskAct.QUIT:
                break
            give(_help() if act is DeskAct.HELP else desk.do(act))
        except ReviewError as error:
            if keyboard.strict:
                raise BadInput(
                    f"{keyboard.where()}{error.message}",
                    f"{error.hint}\nEverything before this line is kept.".strip(),
                ) from error
            give(f"Not done: {error.message} {error.hint}".rstrip())
        _show(desk)
    give(f"Saved. {desk.answered:,} answered, {desk.left:,} left.")


def _act_of(pressed: str) -> DeskAct:
    action = desk_action(pressed)
    if action is None:
        raise BadInput(f"The key {pressed!r} means nothing here.", f"The keys: {DESK_KEYS_TOLD}.")
    return action.act


def _help() -> str:
    keys = [f"{action.key}: {action.help}" for action in DESK_ACTIONS]
    return "\n".join([*keys, *(f"{mark!r}: {means}" for mark, means in MARK_HELP)])


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
    """The question as lines: the evidence, then mark (! differs, = same), field, both values."""
    yield f"{question.total:,} left. Why this is asked: {question.why}."
    yield from (f"For: {sentence}" for sentence in question.evidence.in_favour)
    yield from (f"Against: {sentence}" for sentence in question.evidence.against)
    yield from (question.evidence.unknown,) if question.evidence.unknown else ()
    size = (columns - _LABEL - 4) // 2
    heads = (
        f"{question.kept} ({question.sources[0]}), kept if d",
        f"{question.record} ({question.sources[1]})",
    )
    yield from _row(" ", "", *heads, size)
    for side in question.sides:
        yield from _row(side.mark, side.label, side.one, side.two, size)
    if any(len(text) > _LONGEST for side in question.sides for text in (side.one, side.two)):
        both = f"tamis show {question.kept} and tamis show {question.record}"
        yield f"Texts end with … after {_LONGEST:,} characters. All of them: {both}"


def _row(mark: str, label: str, one: str, two: str, size: int) -> Iterator[str]:
    left, right = _wrapped(one, size), _wrapped(two, size)
    first = f"{mark} {label:<{_LABEL}}"
    for number, (a, b) in enumerate(zip_longest(left, right, fillvalue="")):
        start = " " * len(first) if number else first
        yield f"{start}{a}{' ' * (size - width(a) + 2)}{b}".rstrip()


def _wrapped(text: str, size: int) -> list[str]:
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return textwrap.wrap(short, size) or ["-"]
