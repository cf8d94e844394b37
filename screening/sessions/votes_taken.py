"""What became of another tool's export, entry by entry and in sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.console import counted
from screening.errors import BadInput

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that was not taken over: where it stands, its title, and why."""

    place: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesTaken:
    """What became of an export: ``entries`` = ``taken`` + ``blank`` + ``left_out``.

    When only checking, ``records_to_add`` come on top: they would be imported first. Of the
    decisions, ``added`` are new, ``same`` were there already, and ``changed_since`` were there and
    have been changed here since, which stands. ``elsewhere`` votes were of stages not asked for.
    ``matched`` counts entries by what they were known by; ``reviewers`` says how many decisions
    each has in the export.
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
    said: tuple[str, ...] = ()


def refusal(name: str, left_out: Sequence[LeftOut]) -> BadInput:
    """The error that names the entries which cannot be taken over."""
    shown = [f"{at.place}, {at.title[:60]!r}: {at.why}" for at in left_out[:_SHOWN]]
    more = [f"... and {len(left_out) - _SHOWN} more."] if len(left_out) > _SHOWN else []
    many = counted(len(left_out), "entry", "entries")
    return BadInput(
        "\n".join([f"{many} of {name} cannot be taken over:", *shown, *more]),
        "Nothing was taken over. Mend what is said, go on without these entries with --leave-out,"
        " or import records that are missing with --add-records. --check --report FILE.csv lists"
        " all of them.",
    )
