"""What readers of workbooks share: everything but how a file is known and opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from screening.readers.columns import Column, Given, columns_of
from screening.readers.contract import Entry, Sniff
from screening.readers.rows import record_of
from screening.readers.sheets import Rows, Sheet, body, sheet_of, with_sheets_left_out
from screening.readers.source import Head, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An open workbook: its sheets in order, and the rows of a sheet that hold anything."""

    names: Sequence[str]
    rows: Callable[[str], Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookReader:
    """A reader of workbooks. ``known`` judges a file by its head, ``opened`` opens it.

    ``given`` are columns whose field the user has named.
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    known: Callable[[Head], Sniff]
    opened: Callable[[Source], AbstractContextManager[Book]]
    given: Given = field(default_factory=dict)

    def sniff(self, head: Head) -> Sniff:
        """Judge by content whether the file is such a workbook."""
        return self.known(head)

    def read(self, source: Source) -> Iterator[Entry]:
        """One entry per row of the first sheet with a title column."""
        with self.opened(source) as book:
            sheet = self._sheet(book, source)
            columns = columns_of(sheet.header, self.given)
            found = body(book.rows(sheet.name), sheet)
            for position, (row, cells) in enumerate(found, start=1):
                entry = record_of(position, row, columns, cells, "\t".join(cells))
                yield with_sheets_left_out(entry, sheet) if position == 1 else entry

    def count(self, source: Source) -> int:
        """Rows below the header."""
        with self.opened(source) as book:
            sheet = self._sheet(book, source)
            return sum(1 for _ in body(book.rows(sheet.name), sheet))

    def columns(self, source: Source) -> tuple[Column, ...]:
        """What each column of the sheet is read as."""
        with self.opened(source) as book:
            return columns_of(self._sheet(book, source).header, self.given)

    def sheet_read(self, source: Source) -> Sheet:
        """The sheet that holds the records, and where its header stands."""
        with self.opened(source) as book:
            return self._sheet(book, source)

    def with_columns(self, given: Given) -> WorkbookReader:
        """The same reader, told what some columns hold."""
        return replace(self, given=given)

    def _sheet(self, book: Book, source: Source) -> Sheet:
        return sheet_of(str(source.path), book.names, book.rows, self.given)
