"""A workbook to be filled in: drop-down lists in the open cells, everything else locked.

Texts are typed as texts, so that none is ever a formula. The sheets ``about`` and ``lists`` are
hidden: they say what the form belongs to, and hold the choices of the drop-down lists.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.writers.formats.workbook import cell_text
from screening.writers.text import plain

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

ABOUT_SHEET, LISTS_SHEET, GUIDE_SHEET = "about", "lists", "guide"
_GUIDE_WIDTH = 100
_PALE = "FFF7E6"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column: open cells may be filled in, by one of the choices if there are any."""

    name: str
    width: int
    is_open: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands in the workbook: the rows' cells in the order of the columns.

    ``needed``: (column, its value, column that must then be filled), marked while it is not.
    ``guide`` are the lines of a sheet that explains; ``about`` says what the form belongs to.
    """

    sheet: str
    columns: tuple[FormColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    needed: tuple[str, str, str] | None = None
    guide: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()


def form_text(text: str) -> str:
    """A text as a cell of a form holds it."""
    return cell_text(plain(text))


def form_workbook(form: Form) -> bytes:
    """The form as the bytes of an ``.xlsx`` file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = form.sheet
    _fill(sheet, form)
    _lay_out(sheet, form)
    lists = book.create_sheet(LISTS_SHEET)
    for number, column in enumerate(form.columns, start=1):
        if column.choices:
            _offer(sheet, lists, form, number)
    _add_guide(book, form)
    about = book.create_sheet(ABOUT_SHEET)
    for row, pair in enumerate(form.about, start=1):
        for place, text in enumerate(pair, start=1):
            _put(about.cell(row, place), text)
    for hidden in (lists, about):
        hidden.sheet_state = "hidden"
        hidden.protection.sheet = True
    book.properties.creator = "Tamis"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _put(cell: Cell, text: str) -> None:
    """Write a text; the type says so, and a leading = stays one."""
    if text:
        cell.value = form_text(text)
        cell.data_type = "s"
        cell.number_format = "@"


def _fill(sheet: Worksheet, form: Form) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection

    bold, top = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    pale, unlocked = PatternFill("solid", fgColor=_PALE), Protection(locked=False)
    for number, column in enumerate(form.columns, start=1):
        heading = sheet.cell(1, number)
        _put(heading, column.name)
        heading.font = bold
        for row, values in enumerate(form.rows, start=2):
            cell = sheet.cell(row, number)
            _put(cell, values[number - 1])
            cell.alignment = top
            if column.is_open:
                cell.fill, cell.protection = pale, unlocked
                cell.number_format = "@"


def _lay_out(sheet: Worksheet, form: Form) -> None:
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(form.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    last = get_column_letter(len(form.columns))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{last}{len(form.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    guard = sheet.protection
    guard.sheet = True
    # False allows: widths, heights and filters may be changed, the order of rows may not.
    guard.formatColumns = guard.formatRows = guard.autoFilter = False
    if form.needed:
        _mark_needed(sheet, form, form.needed)


def _letter(form: Form, name: str) -> str:
    from openpyxl.utils import get_column_letter

    names = [column.name for column in form.columns]
    return str(get_column_letter(names.index(name) + 1))


def _mark_needed(sheet: Worksheet, form: Form, needed: tuple[str, str, str]) -> None:
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    asking, value, wanted = needed
    here, there = _letter(form, wanted), _letter(form, asking)
    red = PatternFill("solid", bgColor="F4B6B6")
    rule = FormulaRule(formula=[f'AND(${there}2="{value}",${here}2="")'], fill=red)
    sheet.conditional_formatting.add(f"{here}2:{here}{len(form.rows) + 1}", rule)


def _offer(sheet: Worksheet, lists: Worksheet, form: Form, number: int) -> None:
    """A drop-down list for a column, its choices in the same column of the hidden sheet."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    column, letter = form.columns[number - 1], get_column_letter(number)
    for row, choice in enumerate(column.choices, start=1):
        _put(lists.cell(row, number), choice)
    area = f"{LISTS_SHEET}!${letter}$1:${letter}${len(column.choices)}"
    offered = DataValidation(type="list", formula1=area, allow_blank=True)
    offered.error = f"Choose one of the list, or leave the cell empty. {column.hint}"[:220]
    offered.errorTitle, offered.showErrorMessage = column.name, True
    if column.hint:
        offered.prompt, offered.promptTitle = column.hint[:250], column.name
        offered.showInputMessage = True
    offered.add(f"{letter}2:{letter}{len(form.rows) + 1}")
    sheet.add_data_validation(offered)


def _add_guide(book: Workbook, form: Form) -> None:
    from openpyxl.styles import Alignment

    guide = book.create_sheet(GUIDE_SHEET, 1)
    guide.column_dimensions["A"].width = _GUIDE_WIDTH
    for row, line in enumerate(form.guide, start=1):
        _put(guide.cell(row, 1), line)
        guide.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    guide.protection.sheet = True
