"""What can happen to the extraction table: a cell is one field of one study."""

from __future__ import annotations

from dataclasses import dataclass

from screening.events.coding_kinds import Place
from screening.events.screening_kinds import Maker
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProposed:
    """A method thinks that a report says this; ``value`` is written as the field's type asks."""

    record: RecordId
    field: str
    value: str
    place: Place
    maker: Maker
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFilled:
    """A person says what a study reports: a proposal, as it was or edited, or an own reading.

    ``proposal`` is the number of the proposal's event, 0 if there was none. Without a place the
    value is typed in, and ``origin`` may say from where.
    """

    record: RecordId
    field: str
    value: str
    place: Place | None = None
    origin: str = ""
    note: str = ""
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRejected:
    """A person rejects the proposal with this event number."""

    record: RecordId
    field: str
    proposal: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCleared:
    """A person empties a cell."""

    record: RecordId
    field: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySigned:
    """A person signs that the row of a study is complete.

    ``values`` are the cells as signed, (field, value): a later change breaks the signature.
    """

    record: RecordId
    values: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionUndone:
    """Undo: the events with these numbers, of the extraction table, no longer count."""

    events: tuple[int, ...]
