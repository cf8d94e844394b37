"""Excel workbooks (.xlsx): the same columns as delimited text, values as people see them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from screening.errors import BadInput
from screening.readers.contract import NO_MATCH, Sniff
from screening.readers.sheets import as_seen
from screening.readers.source import ZIP_MAGIC, Head, Source
from screening.readers.workbook_reader import Book, WorkbookReader

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from openpyxl import Workbook

# Workbooks pack 5 to 30 times; what unpacks beyond both bounds was made to fill the memory.
_UNPACKED_FREE = 1 << 28
_UNPACKED_RATIO = 100


_EXTENSIONS = (".xlsx", ".xlsm")


def _known(head: Head) -> Sniff:
    if not head.raw.startswith(ZIP_MAGIC):
        return NO_MATCH
    if b"xl/" in head.raw:
        return Sniff(confidence=0.95, reason="a ZIP archive with the parts of a workbook")
    if b"[Content_Types].xml" in head.raw and head.name.casefold().endswith(_EXTENSIONS):
        return Sniff(confidence=0.6, reason="an Office file named like a workbook")
    return NO_MATCH


@contextmanager
def _opened(source: Source) -> Iterator[Book]:
    import zipfile

    import openpyxl

    with warnings.catch_warnings(), source.binary() as stream:
        # openpyxl warns of styles and print settings it drops; no cell is concerned.
        warnings.simplefilter("ignore")
        try:
            _check_unpacked_size(source, zipfile.ZipFile(stream).infolist())
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                yield Book(names=book.sheetnames, rows=lambda name: _rows(book, name))
            finally:
                book.close()
        except BadInput:
            raise
        # It meets damage with whatever the damage breaks: OSError, zlib.error, AttributeError ...
        except Exception as error:
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


READER = WorkbookReader(
    name="excel",
    label="Excel workbook (.xlsx) with a header row",
    extensions=_EXTENSIONS,
    known=_known,
    opened=_opened,
)
