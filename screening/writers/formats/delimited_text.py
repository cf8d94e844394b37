"""CSV: one record a row, RFC 4180, UTF-8 with a byte order mark, harmless to spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from screening.console import safe_cell
from screening.writers.contract import ExportedRecord
from screening.writers.table import Cell, cells, header


class _DelimitedText:
    name = "csv"
    label = "CSV for Excel, R, Rayyan, ASReview: one record a row"
    extension = ".csv"
    decision_in = "the columns 'outcome', 'reason' and those of each stage"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        # Without the mark, Excel takes UTF-8 for Windows-1252.
        yield codecs.BOM_UTF8 + _line(header())
        for row in rows:
            yield _line(cells(row))


WRITER = _DelimitedText()


def _line(values: Iterable[Cell]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([safe_cell(value) for value in values])
    return text.getvalue().encode()
