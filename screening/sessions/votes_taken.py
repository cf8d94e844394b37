"""What became of another tool's export, entry by entry and in sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening.console import counted
from screening.errors import BadInput

_SHOWN = 20
_NAMED = 3
_LED_BY_ID = re.compile(r"^R[0-9]{4,} ")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that was not taken over: where it stands, its title, and why."""

    place: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesTaken:
    """What became of an export: ``entries`` = ``taken`` + ``blank`` + ``left_out``.

    When only checking, all says what would be: ``records_added`` would be imported first, because
    ``records_to_add`` of the entries that say something are no record yet; ``refused`` says that
    nothing would be taken over without leave to leave entries out. Of the decisions, ``added`` are
    new, ``same`` were there already, and ``changed_since`` were there and have been changed here
    since, which stands. ``elsewhere`` votes were of stages not asked for. ``matched`` counts
    entries by what they were known by; ``reviewers`` says how many decisions each has in the
    export.
    """

    file: str
    tool: str
    entries: int
    taken: int
    blank: int
    left_out: tuple[LeftOut, ...] = ()
    added: int = 0
    same: int = 0
    changed_since: int = 0
    elsewhere: int = 0
    notes: int = 0
    tags: int = 0
    conflicts: int = 0
    matched: tuple[tuple[str, int], ...] = ()
    reviewers: tuple[tuple[str, int], ...] = ()
    records_added: int = 0
    records_to_add: int = 0
    refused: bool = False
    said: tuple[str, ...] = ()


def refusal(name: str, left_out: Sequence[LeftOut]) -> BadInput:
    """The error that names the entries which cannot be taken over."""
    many = counted(len(left_out), "entry", "entries")
    return BadInput(
        "\n".join([f"{many} of {name} cannot be taken over:", *left_out_lines(left_out)]),
        "Nothing was taken over. Mend what is said, go on without these entries with --leave-out,"
        " or import records that are missing with --add-records. --check --report FILE.csv lists"
        " all of them.",
    )


def left_out_lines(left_out: Sequence[LeftOut]) -> list[str]:
    """The entries left out, each reason once: those that share it are counted, the first named."""
    alike: dict[str, list[LeftOut]] = {}
    for at in left_out:
        alike.setdefault(_LED_BY_ID.sub("", at.why), []).append(at)
    lines = [line for found in list(alike.values())[:_SHOWN] for line in _told(found)]
    more = sum(map(len, list(alike.values())[_SHOWN:]))
    return [*lines, *([f"... and {more:,} more."] if more else [])]


def _told(found: Sequence[LeftOut]) -> Iterator[str]:
    if len(found) == 1:
        yield f"{_named(found[0])}: {found[0].why}"
        return
    yield f"{counted(len(found), 'entry', 'entries')} for the same reason: {found[0].why}"
    for at in found[:_NAMED]:
        record = _LED_BY_ID.match(at.why)
        yield f"  {_named(at)}" + (f" ({record[0].rstrip()})" if record else "")
    if len(found) > _NAMED:
        yield f"  ... and {len(found) - _NAMED:,} more."


def _named(at: LeftOut) -> str:
    return f"{at.place}, {at.title[:60]!r}"
