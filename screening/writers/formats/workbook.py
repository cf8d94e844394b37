"""XLSX: one record a row, real numbers, a frozen header; text is never a formula."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from screening.errors import UsageError
from screening.writers.contract import ExportedRecord
from screening.writers.table import Cell, cells, header

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_RECORDS = 1_048_575
_LONGEST_CELL = 32_767
_CUT = " […]"
_BLOCK = 1 << 20
_IN_MEMORY = 1 << 24
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_WRITTEN_AT = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_WIDTHS = {"title": 60, "abstract": 60, "authors": 30, "journal": 30, "doi": 24}
_WIDTH = 14


class _Workbook:
    name = "xlsx"
    label = "Excel workbook: one record a row"
    extension = ".xlsx"
    decision_in = "the columns 'outcome', 'reason' and those of each stage"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        with (
            tempfile.SpooledTemporaryFile(_IN_MEMORY) as made,
            tempfile.SpooledTemporaryFile(_IN_MEMORY) as timeless,
        ):
            _save(rows, made)
            made.seek(0)
            _without_times(made, timeless)
            timeless.seek(0)
            while block := timeless.read(_BLOCK):
                yield block


WRITER = _Workbook()


def _save(rows: Iterable[ExportedRecord], target: IO[bytes]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    _lay_out(sheet)
    try:
        written = _append(sheet, rows)
    except BaseException:
        sheet.close()  # a half-written sheet left open complains when it is collected
        raise
    sheet.auto_filter.ref = f"A1:{_letter(len(header()))}{written + 1}"
    book.properties.creator = "Tamis"
    _save_quickly(book, target)


def _save_quickly(book: Workbook, target: IO[bytes]) -> None:
    """Like ``book.save``, hardly pressed: the archive is packed again without its times."""
    from openpyxl.writer.excel import ExcelWriter

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        ExcelWriter(book, archive).save()


def _append(sheet: WriteOnlyWorksheet, rows: Iterable[ExportedRecord]) -> int:
    """Write the rows; returns how many they were."""
    written = 0
    for written, row in enumerate(rows, start=1):
        if written > MOST_RECORDS:
            raise UsageError(
                f"An Excel sheet holds {MOST_RECORDS:,} records, and there are more.",
                "Write CSV (--format csv), or fewer records (--where).",
            )
        sheet.append([_cell(sheet, value) for value in cells(row)])
    return written


def _lay_out(sheet: WriteOnlyWorksheet) -> None:
    from openpyxl.styles import Font

    sheet.freeze_panes = "C2"
    for column, name in enumerate(header(), start=1):
        sheet.column_dimensions[_letter(column)].width = _WIDTHS.get(name, _WIDTH)
    top = [_cell(sheet, name) for name in header()]
    for cell in top:
        if cell is not None:
            cell.font = Font(bold=True)
    sheet.append(top)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, cell_text(value))
    # The type says text, so that a text starting with = stays one.
    cell.data_type = "s"
    return cell


def cell_text(text: str) -> str:
    """A text as a cell can hold it: cut visibly at the format's limit."""
    # The limit counts UTF-16 units, of which a rare character takes two.
    units = len(text.encode("utf-16-le")) // 2
    if units <= _LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (_LONGEST_CELL - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT


def _without_times(made: IO[bytes], target: IO[bytes]) -> None:
    """The same archive without the time of writing: equal exports are equal bytes."""
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as rewritten,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with source.open(name) as part, rewritten.open(entry, "w", force_zip64=True) as copy:
                if name == "docProps/core.xml":
                    copy.write(_WRITTEN_AT.sub(b"", part.read()))
                    continue
                while block := part.read(_BLOCK):
                    copy.write(block)
