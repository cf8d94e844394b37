"""Old Excel workbooks (.xls), as Web of Science wrote them: the same columns as delimited text.

The format ends at 65,536 rows, so a sheet is read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from typing import TYPE_CHECKING

from screening.errors import BadInput
from screening.readers.contract import NO_MATCH, Sniff
from screening.readers.sheets import as_seen
from screening.readers.source import OLE_MAGIC, Head, Source
from screening.readers.workbook_reader import Book, WorkbookReader

if TYPE_CHECKING:
    import xlrd  # type: ignore[import-untyped]
    from xlrd.sheet import Cell  # type: ignore[import-untyped]

# The directory of the container names its streams in UTF-16.
_BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


_EXTENSIONS = (".xls",)


def _known(head: Head) -> Sniff:
    if not head.raw.startswith(OLE_MAGIC):
        return NO_MATCH
    # The directory with the names may stand at the end of the file.
    if any(name in head.raw for name in _BOOK_STREAMS):
        return Sniff(confidence=0.95, reason="an Office container with a workbook in it")
    if head.name.casefold().endswith(_EXTENSIONS):
        return Sniff(confidence=0.6, reason="an old Office file named like a workbook")
    return NO_MATCH


@contextmanager
def _opened(source: Source) -> Iterator[Book]:
    book = _loaded(source)
    try:
        yield Book(names=book.sheet_names(), rows=lambda name: _rows(book, name))
    finally:
        book.release_resources()


def _loaded(source: Source) -> xlrd.Book:
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


def _value(book: xlrd.Book, cell: Cell) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        with suppress(ValueError, OverflowError):  # a number formatted as a date need not be one
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "")
    return cell.value


def _rows(book: xlrd.Book, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their number from 1 and without empty cells at their end."""
    sheet = book.sheet_by_name(name)
    for number in range(sheet.nrows):
        cells = [as_seen(_value(book, cell)) for cell in sheet.row(number)]
        while cells and not cells[-1]:
            cells.pop()
        if any(cell.strip() for cell in cells):
            yield number + 1, cells


READER = WorkbookReader(
    name="excel_old",
    label="old Excel workbook (.xls) with a header row",
    extensions=_EXTENSIONS,
    known=_known,
    opened=_opened,
)
