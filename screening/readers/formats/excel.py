"""Excel workbooks (.xlsx): the same columns as delimited text, values as people see them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from screening.errors import BadInput
from screening.readers.columns import Column, Given, columns_of
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.rows import record_of
from screening.readers.sheets import Sheet, as_seen, body, sheet_of, with_sheets_left_out
from screening.readers.source import ZIP_MAGIC, Head, Source

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from openpyxl import Workbook

# Workbooks pack 5 to 30 times; what unpacks beyond both bounds was made to fill the memory.
_UNPACKED_FREE = 1 << 28
_UNPACKED_RATIO = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Excel:
    name: str = "excel"
    label: str = "Excel workbook (.xlsx) with a header row"
    extensions: tuple[str, ...] = (".xlsx", ".xlsm")
    given: Given = field(default_factory=dict)

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

    def with_columns(self, given: Given) -> _Excel:
        return replace(self, given=given)

    def _sheet(self, book: Workbook, source: Source) -> Sheet:
        return sheet_of(
            str(source.path), book.sheetnames, lambda name: _rows(book, name), self.given
        )


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
