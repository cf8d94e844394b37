"""A record as one row of a table; shared by delimited text and workbooks.

Column names are those that Rayyan, ASReview and Tamis itself read; the header is the same for
every review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from screening.protocol import Stage
from screening.records.links import printed_link
from screening.records.notices import is_retracted
from screening.writers.contract import ExportedRecord, StageFacts
from screening.writers.facts import decision_words, is_included
from screening.writers.text import one_line, plain

Cell = str | int | None
Column = tuple[str, Callable[[ExportedRecord], Cell]]


def header() -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(name for name, _ in _COLUMNS)


def cells(row: ExportedRecord) -> Iterator[Cell]:
    """The cells of one record, in the order of the header; numbers are numbers."""
    for _, value in _COLUMNS:
        cell = value(row)
        yield plain(cell) if isinstance(cell, str) else cell


def _authors(row: ExportedRecord) -> str:
    return "; ".join(one_line(author.name) for author in row.record.authors)


def _affiliations(row: ExportedRecord) -> str:
    return "\n".join(
        f"{one_line(author.name)}: {one_line(place)}"
        for author in row.record.authors
        for place in author.affiliations
    )


def _orcids(row: ExportedRecord) -> str:
    people = row.record.authors
    return "\n".join(
        f"{one_line(author.name)}: {author.orcid}" for author in people if author.orcid
    )


def _keywords(row: ExportedRecord) -> str:
    return "; ".join(map(one_line, row.record.keywords))


def _pmc(row: ExportedRecord) -> str:
    return next((value for label, value in row.record.other_ids if label == "pmc"), "")


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{one_line(name)}: {one_line(value)}" for name, value in pairs)


def _ids(row: ExportedRecord) -> str:
    first = ("pmc", _pmc(row))
    return _pairs(tuple(pair for pair in row.record.other_ids if pair != first))


def _local_texts(row: ExportedRecord) -> str:
    return "\n".join(
        f"{one_line(at.field)} ({one_line(at.locale)}): {one_line(at.text)}"
        for at in row.record.local_texts
    )


def _links(row: ExportedRecord) -> str:
    return "\n".join(one_line(printed_link(link)) for link in row.record.links)


def _retracted(row: ExportedRecord) -> str:
    return "yes" if is_retracted(row.record) else ""


def _notes(row: ExportedRecord) -> str:
    return _pairs(row.notes)


def _tags(row: ExportedRecord) -> str:
    return _pairs(row.tags)


def _not_retrieved(row: ExportedRecord) -> str:
    return "" if row.not_retrieved is None else row.not_retrieved or "yes"


def _at(row: ExportedRecord, stage: Stage) -> StageFacts | None:
    return next((at for at in row.stages if at.stage is stage), None)


def _stage_columns(stage: Stage) -> Iterator[Column]:
    def outcome(row: ExportedRecord) -> str:
        at = _at(row, stage)
        return at.outcome.value if at else ""

    def reason(row: ExportedRecord) -> str:
        at = _at(row, stage)
        return at.reason if at else ""

    def decisions(row: ExportedRecord) -> str:
        at = _at(row, stage)
        return "\n".join(decision_words(at)) if at else ""

    yield f"{stage.value}_outcome", outcome
    yield f"{stage.value}_reason", reason
    yield f"{stage.value}_decisions", decisions


_BIBLIOGRAPHIC: tuple[Column, ...] = (
    ("key", lambda row: str(row.record.id)),
    ("title", lambda row: row.record.title),
    ("authors", _authors),
    ("year", lambda row: row.record.year),
    ("journal", lambda row: row.record.venue),
    ("volume", lambda row: row.record.volume),
    ("issue", lambda row: row.record.issue),
    ("pages", lambda row: row.record.pages),
    ("doi", lambda row: row.record.doi),
    ("pubmed_id", lambda row: row.record.pmid),
    ("pmc_id", _pmc),
    ("issn", lambda row: "; ".join(row.record.issn)),
    ("url", lambda row: row.record.url),
    ("language", lambda row: row.record.language),
    ("type", lambda row: row.record.type),
    ("publisher", lambda row: row.record.publisher),
    ("keywords", _keywords),
    ("abstract", lambda row: row.record.abstract),
)
_STANDING: tuple[Column, ...] = (
    ("outcome", lambda row: row.outcome),
    ("included", is_included),
    ("stage", lambda row: row.stage),
    ("reason", lambda row: row.reason),
    ("duplicate_of", lambda row: str(row.duplicate_of or "")),
    *(column for stage in Stage for column in _stage_columns(stage)),
    ("not_retrieved", _not_retrieved),
    ("notes", _notes),
    ("tags", _tags),
)
_PROVENANCE: tuple[Column, ...] = (
    ("database", lambda row: row.search.source),
    ("platform", lambda row: row.search.platform),
    ("search", lambda row: str(row.search.id)),
    ("file", lambda row: row.search.file_name),
    ("entry", lambda row: row.record.position),
    ("line", lambda row: row.record.line),
    ("affiliations", _affiliations),
    ("orcids", _orcids),
    ("dates", lambda row: _pairs(row.record.dates)),
    ("other_ids", _ids),
    ("other_languages", _local_texts),
    ("links", _links),
    ("retracted", _retracted),
    ("unmapped", lambda row: _pairs(row.record.extra)),
)
_COLUMNS = (*_BIBLIOGRAPHIC, *_STANDING, *_PROVENANCE)
