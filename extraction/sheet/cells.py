"""The extraction table as the log tells it: pure, and computed anew whenever it is asked for.

A row is a study; its reports share it. What was undone is left out first. Nothing is in a cell that
a person did not put there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from screening.events import Event, Maker, Place
from screening.events.kinds import (
    CellCleared,
    CellFilled,
    CellProposed,
    CellRejected,
    ExtractionUndone,
    StudySigned,
)
from screening.records import RecordId

SHEET_KINDS = (
    CellProposed,
    CellFilled,
    CellRejected,
    CellCleared,
    StudySigned,
    ExtractionUndone,
)
"""The kinds of event that the table is made of."""

Address = tuple[RecordId, str]


class ProposalStatus(StrEnum):
    """What became of a proposed value; ``edited`` was approved in other words."""

    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProposal:
    """A value that a method proposes, known by the number of its event."""

    seq: int
    record: RecordId
    field: str
    value: str
    place: Place
    maker: Maker
    score: float
    why: str
    status: ProposalStatus = ProposalStatus.PENDING
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value that a person put into the table.

    ``record`` is the report it was read in; without a place it was typed in, from ``origin``.
    ``proposal`` is the proposal's number, 0 if there was none.
    """

    seq: int
    record: RecordId
    field: str
    value: str
    by: str
    at: datetime
    place: Place | None = None
    origin: str = ""
    note: str = ""
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed a row with which values; it holds for as long as the row says the same."""

    by: str
    at: datetime
    values: Mapping[str, str]
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Row:
    """One study's cells by field, and everybody's latest signature."""

    study: RecordId
    cells: dict[str, Cell] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """Field -> value of the filled cells."""
        return {name: cell.value for name, cell in sorted(self.cells.items())}

    @property
    def signed(self) -> tuple[Signature, ...]:
        """The signatures that hold: nothing was changed since."""
        return tuple(sign for sign in self.signatures.values() if sign.values == self.values)


@dataclass(slots=True, kw_only=True)
class Sheet:
    """All rows and proposals; built by ``fold_sheet`` and read-only to others."""

    study_of: Mapping[RecordId, RecordId] = field(default_factory=dict)
    rows: dict[RecordId, Row] = field(default_factory=dict)
    proposals: dict[int, CellProposal] = field(default_factory=dict)

    def study(self, record: RecordId) -> RecordId:
        """The first report of the study that a report belongs to."""
        return self.study_of.get(record, record)

    def row(self, record: RecordId) -> Row:
        """The row of a report's study; an empty one where nothing is filled."""
        study = self.study(record)
        return self.rows.get(study) or Row(study=study)

    def cell(self, record: RecordId, name: str) -> Cell | None:
        """What stands in a cell."""
        return self.row(record).cells.get(name)

    def of_cell(self, record: RecordId, name: str) -> Iterator[CellProposal]:
        """All proposals ever made for a cell, in the order of the log."""
        study = self.study(record)
        for proposal in self.proposals.values():
            if proposal.field == name and self.study(proposal.record) == study:
                yield proposal

    def pending(self) -> dict[Address, list[CellProposal]]:
        """(study, field) -> open proposals, best first; filled cells ask nothing any more."""
        waiting: dict[Address, list[CellProposal]] = {}
        for proposal in self.proposals.values():
            if proposal.status is ProposalStatus.PENDING:
                study = self.study(proposal.record)
                if proposal.field not in self.row(study).cells:
                    waiting.setdefault((study, proposal.field), []).append(proposal)
        for found in waiting.values():
            found.sort(key=lambda at: (-at.score, at.seq))
        return waiting


def standing_cells(events: Iterable[Event]) -> list[Event]:
    """The table's events that were not undone; the undoing itself is left out too."""
    kept = [event for event in events if isinstance(event.body, SHEET_KINDS)]
    undone = {
        seq
        for event in kept
        if isinstance(event.body, ExtractionUndone)
        for seq in event.body.events
    }
    return [
        event
        for event in kept
        if event.seq not in undone and not isinstance(event.body, ExtractionUndone)
    ]


def fold_sheet(events: Iterable[Event], study_of: Mapping[RecordId, RecordId]) -> Sheet:
    """Replay the table.

    Args:
        events: the log, or its events of the table, in order.
        study_of: report -> first report of its study, for reports that were grouped.
    """
    sheet = Sheet(study_of=study_of)
    for event in standing_cells(events):
        match event.body:
            case CellProposed() as body:
                sheet.proposals[event.seq] = _proposal(body, event)
            case CellFilled() as body:
                _fill(sheet, body, event)
            case CellRejected() as body:
                _decide(sheet, body.proposal, ProposalStatus.REJECTED, event.by)
            case CellCleared() as body:
                _row(sheet, body.record).cells.pop(body.field, None)
            case StudySigned() as body:
                _row(sheet, body.record).signatures[event.by] = Signature(
                    by=event.by, at=event.at, values=dict(body.values), note=body.note
                )
            case _:
                pass
    return sheet


def _row(sheet: Sheet, record: RecordId) -> Row:
    study = sheet.study(record)
    return sheet.rows.setdefault(study, Row(study=study))


def _proposal(body: CellProposed, event: Event) -> CellProposal:
    return CellProposal(
        seq=event.seq,
        record=body.record,
        field=body.field,
        value=body.value,
        place=body.place,
        maker=body.maker,
        score=body.score,
        why=body.why,
    )


def _fill(sheet: Sheet, body: CellFilled, event: Event) -> None:
    if old := sheet.proposals.get(body.proposal):
        as_it_was = old.value == body.value
        status = ProposalStatus.APPROVED if as_it_was else ProposalStatus.EDITED
        _decide(sheet, body.proposal, status, event.by)
    _row(sheet, body.record).cells[body.field] = Cell(
        seq=event.seq,
        record=body.record,
        field=body.field,
        value=body.value,
        by=event.by,
        at=event.at,
        place=body.place,
        origin=body.origin,
        note=body.note,
        proposal=body.proposal,
    )


def _decide(sheet: Sheet, seq: int, status: ProposalStatus, by: str) -> None:
    if old := sheet.proposals.get(seq):
        sheet.proposals[seq] = replace(old, status=status, decided_by=by)
