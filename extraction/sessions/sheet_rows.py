"""The extraction table as rows, for listing and for export, every quote checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from extraction.sessions.sheet import OpenSheet
from extraction.sessions.texts import quotes
from extraction.sheet import Cell, CellProposal, Row
from screening.errors import UsageError
from screening.protocol import FieldType
from screening.records import Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """A study with its values by field; ``signed_by`` are those whose signatures hold.

    ``waiting`` counts the cells with open proposals; ``missing`` names required empty fields.
    """

    study: RecordId
    reports: tuple[RecordId, ...]
    title: str
    authors: str
    year: int | None
    values: Mapping[str, str]
    missing: tuple[str, ...]
    waiting: int
    signed_by: tuple[str, ...]
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """A filled cell with where it was read and who said so."""

    study: RecordId
    field: str
    value: str
    unit: str
    record: RecordId
    source: str
    quote: str
    start: int | None
    end: int | None
    origin: str
    note: str
    by: str
    at: datetime
    proposed: str
    proposed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A proposal that waits, with its quote; ``context`` is the quote with the words around it."""

    proposal: int
    study: RecordId
    field: str
    value: str
    score: float
    source: str
    quote: str
    context: str
    why: str
    by: str


def study_rows(opened: OpenSheet) -> tuple[StudyRow, ...]:
    """One row per included study, in the order of import."""
    sheet, pending = opened.sheet, opened.sheet.pending()
    waiting: dict[RecordId, int] = {}
    for study, _field in pending:
        waiting[study] = waiting.get(study, 0) + 1
    records = opened.review.records(opened.studies)
    return tuple(
        _study_row(opened, record, sheet.row(record.id), waiting.get(record.id, 0))
        for record in records
    )


def _study_row(opened: OpenSheet, record: Record, row: Row, waiting: int) -> StudyRow:
    signed = row.signed
    return StudyRow(
        study=record.id,
        reports=opened.reports(record.id),
        title=record.title,
        authors="; ".join(author.name for author in record.authors),
        year=record.year,
        values=row.values,
        missing=tuple(
            at.name for at in opened.form.fields if at.required and at.name not in row.cells
        ),
        waiting=waiting,
        signed_by=tuple(at.by for at in signed),
        signed_at=max((at.at for at in signed), default=None),
    )


def cell_rows(opened: OpenSheet, study: RecordId | None = None) -> Iterator[CellRow]:
    """The filled cells of included studies, or of one, in the order of form and studies.

    Raises:
        BadReview: a quote is not what its text says.
    """
    quoted = quotes(opened.review)
    for one in (study,) if study else opened.studies:
        row = opened.sheet.row(one)
        for field in opened.form.fields:
            if cell := row.cells.get(field.name):
                quote = quoted.at(cell.record, cell.place)
                yield _cell_row(opened, one, cell, quote, field.unit)


def _cell_row(opened: OpenSheet, study: RecordId, cell: Cell, quote: str, unit: str) -> CellRow:
    place, proposal = cell.place, opened.sheet.proposals.get(cell.proposal)
    return CellRow(
        study=study,
        field=cell.field,
        value=cell.value,
        unit=unit,
        record=cell.record,
        source=place.source if place else "typed in",
        quote=quote,
        start=place.start if place else None,
        end=place.end if place else None,
        origin=cell.origin,
        note=cell.note,
        by=cell.by,
        at=cell.at,
        proposed=proposal.value if proposal else "",
        proposed_by=_maker(proposal) if proposal else "",
    )


def _maker(proposal: CellProposal) -> str:
    return f"{proposal.maker.name} {proposal.maker.version}"


def proposal_rows(opened: OpenSheet, study: RecordId | None = None) -> Iterator[ProposalRow]:
    """The open proposals, cell by cell in the order of studies and form, best first.

    Raises:
        BadReview: a quote is not what its text says.
    """
    quoted, pending = quotes(opened.review), opened.sheet.pending()
    for one in (study,) if study else opened.studies:
        for field in opened.form.fields:
            for at in pending.get((one, field.name), ()):
                yield ProposalRow(
                    proposal=at.seq,
                    study=one,
                    field=at.field,
                    value=at.value,
                    score=at.score,
                    source=at.place.source,
                    quote=quoted.at(at.record, at.place),
                    context=quoted.in_context(at.record, at.place),
                    why=at.why,
                    by=_maker(at),
                )


def approved_counts(opened: OpenSheet, name: str) -> Iterator[tuple[RecordId, str, str]]:
    """(study, its name, value) of every filled cell of an events/total field.

    Raises:
        UsageError: no such field, or one of another type.
    """
    field = opened.form.field(name)
    if field.type is not FieldType.EVENTS_TOTAL:
        named = [at.name for at in opened.form.fields if at.type is FieldType.EVENTS_TOTAL]
        raise UsageError(
            f"The field {field.name} is of type {field.type}, not {FieldType.EVENTS_TOTAL}.",
            f"Such fields: {', '.join(named)}."
            if named
            else 'Define one in review.toml: [[extraction]] with type = "events_total".',
        )
    for row in study_rows(opened):
        if value := row.values.get(field.name):
            authors = row.authors.split(";")[0].split(",")[0].strip() or row.study
            yield row.study, f"{authors} {row.year or ''}".strip(), value
