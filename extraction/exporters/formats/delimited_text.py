"""CSV: one file per table, UTF-8 with the mark Excel needs, RFC 4180 with LF, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from extraction.exporters.document import ThemesDocument
from extraction.exporters.tables import Cell, Table, tables
from screening.console import safe_cell


class DelimitedText:
    """One CSV file per table."""

    name = "csv"
    label = "one CSV file per table"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``themes.csv``, ``codings.csv``, ``matrix.csv`` and so on."""
        return {f"{table.name}.csv": _written(table) for table in tables(document)}


def _written(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe_cell(header) for header in table.headers])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(cell: Cell) -> str:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else safe_cell(cell)


EXPORTER = DelimitedText()
