"""Rayyan's CSV: its columns, and everybody's verdict in the notes as Rayyan's own exports have it.

Written are the decisions at the last stage at which any stand. Columns and notes are those of
Rayyan's help centre, "Understanding Your Rayyan Export Files".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.protocol import Verdict
from screening.writers.contract import ExportedRecord, StageFacts
from screening.writers.csv_rows import Column, authors, csv_rows, pmc, published
from screening.writers.text import one_line

_WORDS = {Verdict.INCLUDE: "Included", Verdict.EXCLUDE: "Excluded", Verdict.UNSURE: "Maybe"}


class _Rayyan:
    name = "rayyan"
    label = "CSV for Rayyan, with everybody's decisions in the notes"
    extension = ".rayyan.csv"
    decision_in = "the column 'notes' (RAYYAN-INCLUSION, RAYYAN-EXCLUSION-REASONS, USER-NOTES)"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        return csv_rows(_COLUMNS, rows)


WRITER = _Rayyan()


def _notes(row: ExportedRecord) -> str:
    decided = [at for at in row.stages if at.decisions]
    parts = list(_said(decided[-1])) if decided else []
    if row.notes:
        people = dict.fromkeys(by for by, _ in row.notes)
        told = {by: [_text(text) for who, text in row.notes if who == by] for by in people}
        lists = ", ".join(f"{_text(by)}=>[{', '.join(texts)}]" for by, texts in told.items())
        parts.append(f"USER-NOTES: {{{lists}}}")
    return " | ".join(parts)


def _said(at: StageFacts) -> Iterator[str]:
    pairs = ", ".join(f'{_text(made.by)}=>"{_WORDS[made.verdict]}"' for made in at.decisions)
    yield f"RAYYAN-INCLUSION: {{{pairs}}}"
    reasons = dict.fromkeys(one_line(made.reason) for made in at.decisions if made.reason)
    if reasons:
        yield f"RAYYAN-EXCLUSION-REASONS: {','.join(reasons)}"


def _text(text: str) -> str:
    """A text in quotation marks, as Ruby prints it."""
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_COLUMNS: tuple[Column, ...] = (
    ("key", lambda row: str(row.record.id)),
    ("title", lambda row: one_line(row.record.title)),
    ("year", lambda row: str(row.record.year or "")),
    ("month", lambda row: published(row.record, 1)),
    ("day", lambda row: published(row.record, 2)),
    ("journal", lambda row: one_line(row.record.venue)),
    ("issn", lambda row: ", ".join(row.record.issn)),
    ("volume", lambda row: row.record.volume),
    ("issue", lambda row: row.record.issue),
    ("pages", lambda row: row.record.pages),
    ("authors", lambda row: authors(row.record, " and ")),
    ("url", lambda row: row.record.url),
    ("language", lambda row: row.record.language),
    ("publisher", lambda row: row.record.publisher),
    ("location", lambda _row: ""),
    ("abstract", lambda row: row.record.abstract),
    ("notes", _notes),
    ("doi", lambda row: row.record.doi),
    ("keywords", lambda row: ", ".join(map(one_line, row.record.keywords))),
    ("pubmed_id", lambda row: row.record.pmid),
    ("pmc_id", lambda row: pmc(row.record)),
)
