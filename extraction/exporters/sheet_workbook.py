"""The extraction table as an Excel workbook to fill in: lists to choose from, text as text."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from extraction.exporters.formats.workbook import cell_text
from extraction.exporters.tables import Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_LIST = 255
_LONGEST_TITLE = 32
_NARROW, _ROOM, _WIDE = 12, 30, 50
# The box of a comment in pixels; some 40 characters fit into its width.
_NOTE_WIDTH, _NOTE_LINE, _NOTE_COLUMNS = 300, 18, 40
_TO_FILL = "FFF2CC"
"""The ground of the headers of columns to fill in: a light yellow, light grey in print."""


def fillable_workbook(
    tables: Sequence[Table],
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    notes: Mapping[str, str] | None = None,
    sentences: Collection[str] = (),
) -> bytes:
    """A workbook with a sheet per table; the first one is to be filled in.

    Args:
        tables: the sheets.
        choices: column of the first sheet -> the values offered there; a list too long for the
            format is left out.
        notes: columns of the first sheet that are to be filled in -> what the comment on the
            header says.
        sentences: columns of the first sheet that are wide from the start, to write in.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _fill(book.create_sheet(table.name[:31]), table)
    first = book.worksheets[0]
    _offer(first, tables[0], choices or {})
    _explain(first, tables[0], notes or {})
    _mark(first, tables[0], notes or {}, sentences)
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
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _offer(sheet: Worksheet, table: Table, choices: Mapping[str, Sequence[str]]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, header in enumerate(table.headers, start=1):
        listed = cell_text(",".join(choices.get(header, ())))
        commas = any("," in choice or '"' in choice for choice in choices.get(header, ()))
        if not listed or commas or len(listed) > _LONGEST_LIST:
            continue
        # Other words are only warned of: the import names every cell that does not fit.
        offered = DataValidation(
            type="list",
            formula1=f'"{listed}"',
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=header[:_LONGEST_TITLE],
            error="This is none of the choices; the import will refuse it.",
        )
        letter = get_column_letter(column)
        offered.add(f"{letter}2:{letter}{max(2, len(table.rows) + 1)}")
        sheet.add_data_validation(offered)


def _explain(sheet: Worksheet, table: Table, notes: Mapping[str, str]) -> None:
    from openpyxl.comments import Comment

    for column, header in enumerate(table.headers, start=1):
        if note := notes.get(header):
            lines = sum(1 + len(line) // _NOTE_COLUMNS for line in note.splitlines())
            sheet.cell(row=1, column=column).comment = Comment(
                cell_text(note), "Tamis", height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH
            )


def _mark(
    sheet: Worksheet, table: Table, notes: Mapping[str, str], sentences: Collection[str]
) -> None:
    """Show which columns are to be filled in; the others are there to read."""
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    ground = PatternFill("solid", start_color=_TO_FILL)
    for column, header in enumerate(table.headers, start=1):
        if header in notes:
            sheet.cell(row=1, column=column).fill = ground
        if header in sentences:
            dimensions = sheet.column_dimensions[get_column_letter(column)]
            dimensions.width = max(_ROOM, dimensions.width)
