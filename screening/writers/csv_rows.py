"""CSV tables with the exact columns of other tools: a column's name and how a record fills it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from screening.console import safe_cell
from screening.records import Record
from screening.writers.contract import ExportedRecord
from screening.writers.text import one_line, plain

Column = tuple[str, Callable[[ExportedRecord], str]]


def csv_rows(columns: Sequence[Column], rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
    """The header, then one row a record; UTF-8 without a byte order mark, harmless cells."""
    yield _line([name for name, _ in columns])
    for row in rows:
        yield _line([safe_cell(plain(fill(row))) for _, fill in columns])


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def authors(record: Record, between: str) -> str:
    """The authors' names in one cell."""
    return between.join(one_line(author.name) for author in record.authors)


def published(record: Record, part: int) -> str:
    """A part of the date of publication: 1 the month, 2 the day; empty if it is not known."""
    parts = dict(record.dates).get("published", "").split("-")
    return parts[part].lstrip("0") if len(parts) > part else ""


def pmc(record: Record) -> str:
    """The number in PubMed Central, empty if there is none."""
    return next((value for label, value in record.other_ids if label == "pmc"), "")
