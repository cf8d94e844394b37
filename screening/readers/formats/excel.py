"""Excel workbooks (.xlsx): the same columns as delimited text, values as people see them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from screening.errors import BadInput
from screening.readers.columns import columns_of, has_title
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.rows import no_title_column, record_of
from screening.readers.source import ZIP_MAGIC, Head, Source
from screening.records import Problem, RecordContent

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from openpyxl import Workbook

_HEADER_ROWS = 20
# Workbooks pack 5 to 30 times; what unpacks beyond both bounds was made to fill the memory.
_UNPACKED_FREE = 1 << 28
_UNPACKED_RATIO = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """The sheet that is read: its name, its header, the header's row and the sheets left out."""

    name: str
    header: tuple[str, ...]
    row: int
    left_out: tuple[str, ...]


class _Excel:
    name = "excel"
    label = "Excel workbook (.xlsx) with a header row"
    extensions = (".xlsx", ".xlsm")

    def sniff(self, head: Head) -> Sniff:
        if not head.raw.startswith(ZIP_MAGIC):
            return NO_MATCH
        if b"xl/" in head.raw:
            return Sniff(confidence=0.95, reason="a ZIP archive with the parts of a workbook")
        if b"[Content_Types].xml" in head.raw and head.name.casefold().endswith(self.extensions):
            return Sniff(confidence=0.6, reason="an Office file named like a workbook")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        with _workbook(source) as book:
            sheet = _sheet(book, source)
            columns = columns_of(sheet.header)
            for position, (row, cells) in enumerate(_body(book, sheet), start=1):
                entry = record_of(position, row, columns, cells, "\t".join(cells))
                yield _with_sheets_left_out(entry, sheet) if position == 1 else entry

    def count(self, source: Source) -> int:
        with _workbook(source) as book:
            return sum(1 for _ in _body(book, _sheet(book, source)))


READER = _Excel()


@contextmanager
def _workbook(source: Source) -> Iterator[Workbook]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings(), source.binary() as stream:
        # openpyxl warns of styles and print settings it drops; no cell is concerned.
        warnings.simplefilter("ignore")
        try:
            _check_unpacked_size(source, zipfile.ZipFile(stream).infolist())
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
        except (
            zipfile.BadZipFile,
            InvalidFileException,
            KeyError,
            ValueError,
            SyntaxError,
        ) as error:
            raise BadInput(
                f"{source.path} is a damaged Excel workbook: {error}.",
                "Open it in a spreadsheet program and save it again, or export CSV.",
            ) from error


def _check_unpacked_size(source: Source, parts: Iterable[ZipInfo]) -> None:
    """Refuse a small workbook that unpacks without end, before any part of it is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    if unpacked > max(_UNPACKED_FREE, _UNPACKED_RATIO * source.size):
        raise BadInput(
            f"{source.path} has {source.size:,} bytes but unpacks to {unpacked:,}.",
            "No export packs so tightly. If it is one, save it as CSV.",
        )


def _sheet(book: Workbook, source: Source) -> _Sheet:
    """The first sheet with a title column within its first rows."""
    seen: tuple[str, ...] = ()
    for name in book.sheetnames:
        for row, cells in islice(_rows(book, name), _HEADER_ROWS):
            seen = seen or tuple(cells)
            if has_title(cells):
                left_out = tuple(other for other in book.sheetnames if other != name)
                return _Sheet(name=name, header=tuple(cells), row=row, left_out=left_out)
    raise no_title_column(str(source.path), seen)


def _rows(book: Workbook, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their number from 1 and without empty cells at their end."""
    sheet: Any = book[name]
    if not hasattr(sheet, "iter_rows"):  # a chart sheet has no cells
        return
    if hasattr(sheet, "reset_dimensions"):
        # Some programs state a wrong extent, which would cut the table.
        sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [as_seen(value) for value in values]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _body(book: Workbook, sheet: _Sheet) -> Iterator[tuple[int, list[str]]]:
    width = len(sheet.header)
    for number, cells in _rows(book, sheet.name):
        if number > sheet.row:
            # A row that ends early in a workbook has empty cells, not missing ones.
            yield number, cells + [""] * (width - len(cells))


def as_seen(value: object) -> str:
    """A cell as people see it: whole numbers without ``.0``, dates as ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _with_sheets_left_out(entry: Entry, sheet: _Sheet) -> Entry:
    if not sheet.left_out or not isinstance(entry, RecordContent):
        return entry
    names = ", ".join(repr(name) for name in sheet.left_out)
    problem = Problem(
        message=f"Only sheet {sheet.name!r} of the workbook was read, not {names}.",
        remedy="Save other sheets with records as files of their own and import them as well.",
    )
    return replace(entry, problems=(*entry.problems, problem))
