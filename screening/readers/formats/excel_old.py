"""Old Excel workbooks (.xls), as Web of Science wrote them: the same columns as delimited text.

The format ends at 65,536 rows, so a sheet is read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import TYPE_CHECKING

from screening.errors import BadInput
from screening.readers.columns import Column, Given, columns_of
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.rows import record_of
from screening.readers.sheets import Sheet, as_seen, body, sheet_of, with_sheets_left_out
from screening.readers.source import OLE_MAGIC, Head, Source

if TYPE_CHECKING:
    from xlrd import Book  # type: ignore[import-untyped]
    from xlrd.sheet import Cell  # type: ignore[import-untyped]

# The directory of the container names its streams in UTF-16.
_BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _OldExcel:
    name: str = "excel_old"
    label: str = "old Excel workbook (.xls) with a header row"
    extensions: tuple[str, ...] = (".xls",)
    given: Given = field(default_factory=dict)

    def sniff(self, head: Head) -> Sniff:
        if not head.raw.startswith(OLE_MAGIC):
            return NO_MATCH
        # The directory with the names may stand at the end of the file.
        if any(name in head.raw for name in _BOOK_STREAMS):
            return Sniff(confidence=0.95, reason="an Office container with a workbook in it")
        if head.name.casefold().endswith(self.extensions):
            return Sniff(confidence=0.6, reason="an old Office file named like a workbook")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        with _workbook(source) as book:
            sheet = self._sheet(book, source)
            columns = columns_of(sheet.header, self.given)
            found = body(_rows(book, sheet.name), sheet)
            for position, (row, cells) in enumerate(found, start=1):
                entry = record_of(position, row, columns, cells, "\t".join(cells))
                yield with_sheets_left_out(entry, sheet) if position == 1 else entry

    def count(self, source: Source) -> int:
        with _workbook(source) as book:
            sheet = self._sheet(book, source)
            return sum(1 for _ in body(_rows(book, sheet.name), sheet))

    def columns(self, source: Source) -> tuple[Column, ...]:
        with _workbook(source) as book:
            return columns_of(self._sheet(book, source).header, self.given)

    def with_columns(self, given: Given) -> _OldExcel:
        return replace(self, given=given)

    def _sheet(self, book: Book, source: Source) -> Sheet:
        return sheet_of(
            str(source.path), book.sheet_names(), lambda name: _rows(book, name), self.given
        )


READER = _OldExcel()


@contextmanager
def _workbook(source: Source) -> Iterator[Book]:
    book = _opened(source)
    try:
        yield book
    finally:
        book.release_resources()


def _opened(source: Source) -> Book:
    import xlrd

    with source.binary() as stream:
        content = stream.read()
    try:
        # The library talks of oddities it overcomes; no cell is concerned.
        return xlrd.open_workbook(file_contents=content, logfile=StringIO())
    # It meets damage with whatever the damage breaks: struct.error, IndexError, AssertionError ...
    except Exception as error:
        raise BadInput(
            f"{source.path} is a damaged or protected old Excel workbook: {error}.",
            "Open it in a spreadsheet program and save it as .xlsx or CSV.",
        ) from error


def _value(book: Book, cell: Cell) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        with suppress(ValueError, OverflowError):  # a number formatted as a date need not be one
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "")
    return cell.value


def _rows(book: Book, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their number from 1 and without empty cells at their end."""
    sheet = book.sheet_by_name(name)
    for number in range(sheet.nrows):
        cells = [as_seen(_value(book, cell)) for cell in sheet.row(number)]
        while cells and not cells[-1]:
            cells.pop()
        if any(cell.strip() for cell in cells):
            yield number + 1, cells
