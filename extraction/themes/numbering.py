"""Ids of nodes: T0001 for themes, S0001 for subthemes, C0001 for codes; never used twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extraction.themes.proposals import Level
from screening.events import CodeId, Event
from screening.events.kinds import CodeApproved, CodeProposed, CodeSplit

_ID = re.compile(r"([TSC])(\d+)")


class Numbering:
    """Hands out the next free id of each level."""

    def __init__(self, used: Iterable[str]) -> None:
        self._last = dict.fromkeys((level.letter for level in Level), 0)
        for code in used:
            if found := _ID.fullmatch(code):
                letter, number = found[1], int(found[2])
                self._last[letter] = max(self._last[letter], number)

    def next(self, level: Level) -> CodeId:
        """The next free id."""
        self._last[level.letter] += 1
        return CodeId(f"{level.letter}{self._last[level.letter]:04d}")


def numbering(events: Iterable[Event]) -> Numbering:
    """Numbering after everything the log ever named, undone events among it."""
    return Numbering(_named(events))


def _named(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        match event.body:
            case CodeProposed(code=code) | CodeApproved(code=code) | CodeSplit(new=code):
                yield code
            case _:
                pass
