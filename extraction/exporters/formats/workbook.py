"""XLSX: one sheet per table, real numbers, frozen headers; text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from extraction.exporters.archives import timeless
from extraction.exporters.document import ThemesDocument
from extraction.exporters.exchange import clean
from extraction.exporters.tables import Cell, Table, tables

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NARROWEST, _WIDEST = 8, 60
_ROWS_MEASURED = 200
_LONGEST_CELL = 32_767
_CUT = " […]"


class Workbook:
    """One workbook with a sheet per table."""

    name = "xlsx"
    label = "one Excel workbook with a sheet per table"

    def files(self, document: ThemesDocument) -> Mapping[str, bytes]:
        """``themes.xlsx``."""
        from openpyxl import Workbook as Book

        book = Book(write_only=False)
        book.remove(book.active)
        for table in tables(document):
            _fill(book.create_sheet(table.name.replace("_", " ")), table)
        book.properties.title = cell_text(document.review)
        book.properties.creator = f"Tamis {document.tamis}"
        made = datetime.fromisoformat(document.as_of).replace(tzinfo=None)
        book.properties.created = made
        target = io.BytesIO()
        book.save(target)
        return {"themes.xlsx": timeless(target.getvalue(), made)}


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    for column, header in enumerate(table.headers, start=1):
        _put(sheet, 1, column, header)
        sheet.cell(row=1, column=column).font = bold
    for number, row in enumerate(table.rows, start=2):
        for column, cell in enumerate(row, start=1):
            _put(sheet, number, column, cell)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for column in range(1, len(table.headers) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(table, column - 1)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if value is None or value == "":
        return
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        # The type says text, so that a text starting with = stays one.
        cell.value = cell_text(value)
        cell.data_type = "s"
    else:
        cell.value = value


def cell_text(text: str) -> str:
    """A text as a cell can hold it: XML's characters only, cut visibly at the format's limit."""
    plain = clean(text)
    units = plain.encode("utf-16-le")  # the format's limit counts these, two bytes each
    if len(units) <= 2 * _LONGEST_CELL:
        return plain
    return units[: 2 * (_LONGEST_CELL - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _width(table: Table, column: int) -> int:
    shown = [table.headers[column], *(row[column] for row in table.rows[:_ROWS_MEASURED])]
    longest = max(len(str(cell)) for cell in shown if cell is not None)
    if table.name.startswith("matrix") and column >= len(("record", "reference", "included")):
        return _NARROWEST
    return max(_NARROWEST, min(_WIDEST, longest + 2))


EXPORTER = Workbook()
