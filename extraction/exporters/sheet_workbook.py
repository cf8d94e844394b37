"""The extraction table as an Excel workbook to fill in: lists to choose from, text as text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from extraction.exporters.formats.workbook import cell_text
from extraction.exporters.tables import Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_LIST = 255
_NARROW, _WIDE = 12, 50


def fillable_workbook(
    tables: Sequence[Table],
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook with a sheet per table; the first one is to be filled in.

    Args:
        tables: the sheets.
        choices: column of the first sheet -> the values offered there; a list too long for the
            format is left out.
        notes: column of the first sheet -> what the comment on its header says.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _fill(book.create_sheet(table.name[:31]), table)
    first = book.worksheets[0]
    _offer(first, tables[0], choices or {})
    _explain(first, tables[0], notes or {})
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, header in enumerate(table.headers, start=1):
        sheet.cell(row=1, column=column, value=header).font = Font(bold=True)
        shown = [header, *(str(row[column - 1] or "") for row in table.rows[:200])]
        width = max(len(text) for text in shown) + 2
        sheet.column_dimensions[get_column_letter(column)].width = max(_NARROW, min(_WIDE, width))
    for number, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            # Text stays text: 12/40 typed into a general cell would become a date.
            cell.number_format = "@" if not isinstance(value, int | float) else "General"
            if isinstance(value, str) and value:
                cell.value = cell_text(value)
                cell.data_type = "s"
            elif value not in (None, ""):
                cell.value = value
    sheet.freeze_panes = "B2"


def _offer(sheet: Worksheet, table: Table, choices: Mapping[str, Sequence[str]]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, header in enumerate(table.headers, start=1):
        listed = ",".join(choices.get(header, ()))
        commas = any("," in choice or '"' in choice for choice in choices.get(header, ()))
        if not listed or commas or len(listed) > _LONGEST_LIST:
            continue
        # Other words are only warned of: the import names every cell that does not fit.
        offered = DataValidation(
            type="list", formula1=f'"{listed}"', allow_blank=True, errorStyle="warning"
        )
        letter = get_column_letter(column)
        offered.add(f"{letter}2:{letter}{max(2, len(table.rows) + 1)}")
        sheet.add_data_validation(offered)


def _explain(sheet: Worksheet, table: Table, notes: Mapping[str, str]) -> None:
    from openpyxl.comments import Comment

    for column, header in enumerate(table.headers, start=1):
        if note := notes.get(header):
            sheet.cell(row=1, column=column).comment = Comment(note, "Tamis")
