"""CSV for ASReview: labels in ``included`` and ``asreview_label``, as its own exports have them.

A record is relevant if it is included or was let through an earlier stage, irrelevant if it is
excluded, and has no label while it waits or is in conflict. There is no byte order mark: ASReview
would take it for a part of the first header.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.events import Decision, Outcome
from screening.writers.contract import ExportedRecord
from screening.writers.csv_rows import Column, authors, csv_rows
from screening.writers.facts import relevance
from screening.writers.text import one_line


class _Asreview:
    name = "asreview"
    label = "CSV for ASReview, with its label columns"
    extension = ".asreview.csv"
    decision_in = "the columns 'included' and 'asreview_label' (1, 0 or empty)"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        return csv_rows(_COLUMNS, rows)


WRITER = _Asreview()


def _label(row: ExportedRecord) -> str:
    label = relevance(row)
    return "" if label is None else str(label)


def _deciding(row: ExportedRecord) -> tuple[Decision, ...]:
    """The decisions behind the label; none where there is none.

    Where the last stage has not said yet, the label is that of the stage which let the record
    through: what one reviewer has said since is not behind it.
    """
    if relevance(row) is None:
        return ()
    settled = row.outcome in (Outcome.INCLUDED, Outcome.EXCLUDED)
    at = row.stages[-1 if settled else -2]
    return (at.adjudication,) if at.adjudication else at.decisions


def _time(row: ExportedRecord) -> str:
    times = [made.at for made in _deciding(row)]
    return f"{max(times):%Y-%m-%d %H:%M:%S}" if times else ""


def _note(row: ExportedRecord) -> str:
    return "; ".join(one_line(made.note) for made in _deciding(row) if made.note)


def _name(row: ExportedRecord) -> str:
    """The reviewer, where there is but one: ASReview keeps one label and one name a record."""
    names = {made.by for made in _deciding(row)}
    return one_line(names.pop()) if len(names) == 1 else ""


_COLUMNS: tuple[Column, ...] = (
    ("record_id", lambda row: str(row.record.id)),
    ("title", lambda row: one_line(row.record.title)),
    ("abstract", lambda row: row.record.abstract),
    ("authors", lambda row: authors(row.record, "; ")),
    ("keywords", lambda row: "; ".join(map(one_line, row.record.keywords))),
    ("year", lambda row: str(row.record.year or "")),
    ("journal", lambda row: one_line(row.record.venue)),
    ("doi", lambda row: row.record.doi),
    ("pubmed_id", lambda row: row.record.pmid),
    ("url", lambda row: row.record.url),
    ("included", _label),
    ("asreview_label", _label),
    ("asreview_time", _time),
    ("asreview_note", _note),
    ("asreview_user_name", _name),
)
