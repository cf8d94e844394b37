"""Covidence's CSV: the columns its exports of lists have, with the reason in ``Notes``.

Covidence itself imports RIS, EndNote XML and PubMed files, a list at a time, and no CSV; this is
for whatever reads Covidence's exports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.records import record_number
from screening.writers.contract import ExportedRecord
from screening.writers.csv_rows import Column, authors, csv_rows, published
from screening.writers.facts import labels
from screening.writers.text import one_line


class _Covidence:
    name = "covidence"
    label = "CSV with the columns of Covidence's exports"
    extension = ".covidence.csv"
    decision_in = "the columns 'Notes' (exclusion reason) and 'Tags' (Tamis: included ...)"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        return csv_rows(_COLUMNS, rows)


WRITER = _Covidence()


def _study(row: ExportedRecord) -> str:
    """Covidence's name for a study: ``Roe 2011``."""
    people = row.record.authors
    first = one_line(people[0].family or people[0].name) if people else ""
    return f"{first} {row.record.year or ''}".strip()


def _notes(row: ExportedRecord) -> str:
    reason = (f"Exclusion reason: {one_line(row.reason)}; ",) if row.reason else ()
    return "".join((*reason, *(f"{one_line(by)}: {one_line(text)}; " for by, text in row.notes)))


def _accession(row: ExportedRecord) -> str:
    held = (text for label, text in row.record.other_ids if label == "accession")
    return next(held, row.record.pmid)


_COLUMNS: tuple[Column, ...] = (
    ("Title", lambda row: one_line(row.record.title)),
    ("Authors", lambda row: authors(row.record, "; ")),
    ("Abstract", lambda row: row.record.abstract),
    ("Published Year", lambda row: str(row.record.year or "")),
    ("Published Month", lambda row: published(row.record, 1)),
    ("Journal", lambda row: one_line(row.record.venue)),
    ("Volume", lambda row: row.record.volume),
    ("Issue", lambda row: row.record.issue),
    ("Pages", lambda row: row.record.pages),
    ("Accession Number", _accession),
    ("DOI", lambda row: row.record.doi),
    ("Ref", lambda row: str(row.record.id)),
    ("Covidence #", lambda row: f"#{record_number(row.record.id)}"),
    ("Study", _study),
    ("Notes", _notes),
    ("Tags", lambda row: "; ".join(map(one_line, labels(row)))),
)
