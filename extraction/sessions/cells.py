"""Cells of the extraction table: fill, approve, reject, clear, sign, and look into their past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extraction.sessions.sheet import OpenSheet
from extraction.sessions.texts import place_in
from extraction.sheet import BadValue, Cell, CellProposal, ProposalStatus, read_value
from screening.errors import UsageError
from screening.events import Event, Place
from screening.events.kinds import (
    CellCleared,
    CellFilled,
    CellProposed,
    CellRejected,
    ExtractionUndone,
    StudySigned,
)
from screening.events.words import in_words
from screening.protocol import FormField
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value was read: a quote of a text, or words that say where."""

    quote: str = ""
    text: str = "abstract"
    origin: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvent:
    """Something that happened to a cell; ``undone`` events no longer count."""

    event: int
    at: datetime
    by: str
    what: str
    undone: bool


def checked(field: FormField, value: str) -> str:
    """A value as the field keeps it.

    Raises:
        UsageError: it does not fit the field.
    """
    try:
        return read_value(field, value)
    except BadValue as error:
        raise UsageError(
            f"{field.label}: {error}.", f"The field takes {field.type.example}."
        ) from None


def fill(
    opened: OpenSheet, record: str, name: str, value: str, source: Source | None = None
) -> Cell:
    """Put a value into a cell in the reviewer's name, over what stands there.

    Args:
        opened: the table.
        record: a report of the study.
        name: the field.
        value: as typed.
        source: where it was read; typed in if left out.

    Raises:
        UsageError: no such study or field, a value that does not fit, or a quote that is not there.
    """
    told = source or Source()
    known = opened.review.known(record)
    study = opened.study(record)
    field = opened.form.field(name)
    body = CellFilled(
        record=known,
        field=field.name,
        value=checked(field, value),
        place=_place(opened, known, told),
        origin=" ".join(told.origin.split()),
        note=" ".join(told.note.split()),
    )
    opened.write([body], seen=opened.last_seen)
    return _standing(opened, study, field.name)


def _place(opened: OpenSheet, record: RecordId, source: Source) -> Place | None:
    return place_in(opened.review, record, source.quote, source.text) if source.quote else None


def _standing(opened: OpenSheet, study: RecordId, name: str) -> Cell:
    cell = opened.sheet.cell(study, name)
    assert cell is not None  # noqa: S101 - it was written a moment ago
    return cell


def approve(opened: OpenSheet, number: int, *, value: str = "", note: str = "") -> Cell:
    """Put a proposed value into its cell, in other words if a value is given.

    Raises:
        UsageError: no such open proposal, the cell is filled, or the value does not fit.
    """
    return approve_all(opened, [number], value=value, note=note)[0]


def approve_all(
    opened: OpenSheet, numbers: Sequence[int], *, value: str = "", note: str = ""
) -> list[Cell]:
    """Put proposed values into their cells as one act; another value fits one proposal only.

    Raises:
        UsageError: no such open proposal, a cell is filled or named twice, or a value does not fit.
    """
    found = [open_proposal(opened, number) for number in dict.fromkeys(numbers)]
    cells = [(opened.sheet.study(at.record), at.field) for at in found]
    if value and len(found) != 1:
        raise UsageError("A value fits one proposal only.", "Approve the others apart.")
    if len(set(cells)) < len(cells):
        raise UsageError("Two of these are for the same cell.", "Approve one of them.")
    opened.write([_approval(opened, at, value, note) for at in found], seen=opened.last_seen)
    return [_standing(opened, *cell) for cell in cells]


def _approval(opened: OpenSheet, proposal: CellProposal, value: str, note: str) -> CellFilled:
    study = opened.sheet.study(proposal.record)
    if held := opened.sheet.cell(study, proposal.field):
        raise UsageError(
            f"{study}, {proposal.field} holds {held.value!r} by {held.by} already.",
            f"To put another value there: tamis extract fill {study} {proposal.field} VALUE",
        )
    field = opened.form.field(proposal.field)
    return CellFilled(
        record=proposal.record,
        field=field.name,
        value=checked(field, value or proposal.value),
        place=proposal.place,
        note=" ".join(note.split()),
        proposal=proposal.seq,
    )


def open_proposal(opened: OpenSheet, number: int) -> CellProposal:
    """A proposal that waits, by its number.

    Raises:
        UsageError: there is none, or it was decided.
    """
    proposal = opened.sheet.proposals.get(number)
    if proposal is None:
        raise UsageError(
            f"There is no proposal {number}.", "'tamis extract list --proposals' lists them."
        )
    if proposal.status is not ProposalStatus.PENDING:
        raise UsageError(
            f"Proposal {number} was {proposal.status} by {proposal.decided_by}.",
            "Nothing was changed.",
        )
    return proposal


def reject(opened: OpenSheet, numbers: Sequence[int], *, why: str = "") -> list[CellProposal]:
    """Reject proposals as one act; they stay in the log and are not made again.

    Raises:
        UsageError: one of them does not wait.
    """
    found = [open_proposal(opened, number) for number in dict.fromkeys(numbers)]
    opened.write(
        [
            CellRejected(
                record=at.record, field=at.field, proposal=at.seq, why=" ".join(why.split())
            )
            for at in found
        ],
        seen=opened.last_seen,
    )
    return found


def clear(opened: OpenSheet, record: str, name: str, *, why: str = "") -> Cell:
    """Empty a cell; what was proposed for it and not decided is asked again.

    Raises:
        UsageError: no such study or field, or the cell is empty.
    """
    study, field = opened.study(record), opened.form.field(name)
    cell = opened.sheet.cell(study, field.name)
    if cell is None:
        raise UsageError(f"{study}, {field.label}: the cell is empty.", "Nothing was changed.")
    body = CellCleared(record=study, field=field.name, why=" ".join(why.split()))
    opened.write([body], seen=opened.last_seen)
    return cell


def sign(opened: OpenSheet, records: Sequence[str], *, note: str = "") -> list[RecordId]:
    """Sign the rows of studies as complete, as one act.

    Raises:
        UsageError: a required cell is empty, or the reviewer signed this already.
    """
    found = list(dict.fromkeys(opened.study(record) for record in records))
    sheet = opened.sheet
    for study in found:
        row = sheet.row(study)
        missing = [at.name for at in opened.form.fields if at.required and at.name not in row.cells]
        if missing:
            raise UsageError(
                f"{study} cannot be signed: empty are {', '.join(missing)}.",
                "These fields are required. Nothing was signed.",
            )
        if opened.by in {signature.by for signature in row.signed}:
            raise UsageError(
                f"{study} was signed by {opened.by} already, and nothing changed since.",
                "Nothing was signed.",
            )
    opened.write(
        [
            StudySigned(
                record=study,
                values=tuple(sheet.row(study).values.items()),
                note=" ".join(note.split()),
            )
            for study in found
        ],
        seen=opened.last_seen,
    )
    return found


def history(opened: OpenSheet, record: str, name: str = "") -> list[PastEvent]:
    """Everything that happened to a cell, or to a row, in the order of the log.

    Raises:
        UsageError: no such study or field.
    """
    study = opened.study(record)
    wanted = opened.form.field(name).name if name else ""
    undone = {
        seq
        for event in opened.events
        if isinstance(event.body, ExtractionUndone)
        for seq in event.body.events
    }
    return [
        PastEvent(
            event=event.seq,
            at=event.at,
            by=event.by,
            what=in_words(event.body),
            undone=event.seq in undone,
        )
        for event in opened.events
        if _concerns(opened, event, study, wanted)
    ]


def _concerns(opened: OpenSheet, event: Event, study: RecordId, name: str) -> bool:
    match event.body:
        case CellProposed() | CellFilled() | CellRejected() | CellCleared() as body:
            return opened.sheet.study(body.record) == study and name in ("", body.field)
        case StudySigned() as body:
            return opened.sheet.study(body.record) == study and not name
        case _:
            return False
