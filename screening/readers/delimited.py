"""Cutting delimited text (RFC 4180 and its relatives) into logical rows, and finding the header."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screening.readers.columns import NOTHING_GIVEN, Given, has_title, recognised

DELIMITERS = (",", ";", "\t", "|")
MAX_ROW_LINES = 5_000
_FIELD_LIMIT = 1 << 30
_HEADER_ROWS = 20
_CLOSING = re.compile(r'[^"]*+(?:""[^"]*+)*+"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A logical row: its first line, its text and whether a quote in it is never closed."""

    line: int
    text: str
    broken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is written: delimiter, header, the header's line, rows seen before it."""

    delimiter: str
    header: tuple[str, ...]
    line: int
    before: tuple[str, ...] = ()


def rows(lines: Iterable[tuple[int, str]], delimiter: str) -> Iterator[Row]:
    """Physical lines joined to logical rows at quoted line ends; blank lines are left out.

    A quote that is never closed costs its own line only: reading goes on at the next one. Memory
    is bounded by ``MAX_ROW_LINES`` lines.
    """
    ahead = _Ahead(lines, delimiter)
    while first := ahead.take():
        taken = [first]
        if ends_open(first[1], delimiter, is_open=False):
            rest = ahead.until_closed(MAX_ROW_LINES - 1)
            if rest is None:
                yield Row(line=first[0], text=first[1], broken=True)
                continue
            taken += rest
        if any(text.strip(" \t\x0c\x1a\ufeff") for _, text in taken):
            yield Row(line=first[0], text="\n".join(text for _, text in taken))


class _Ahead:
    """Lines that were looked at in search of a closing quote, each once, and are still to be read.

    The first ``_kept_open`` of them leave a quote open that is open before them.
    """

    def __init__(self, lines: Iterable[tuple[int, str]], delimiter: str) -> None:
        self._waiting = iter(lines)
        self._delimiter = delimiter
        self._lines: deque[tuple[int, str]] = deque()
        self._kept_open = 0

    def take(self) -> tuple[int, str] | None:
        """The next line; None at the end."""
        self._kept_open = max(0, self._kept_open - 1)
        return self._lines.popleft() if self._lines else next(self._waiting, None)

    def until_closed(self, most: int) -> list[tuple[int, str]] | None:
        """The lines up to the one that closes the open quote; None if none of so many does."""
        while self._kept_open < most:
            if self._kept_open == len(self._lines):
                line = next(self._waiting, None)
                if line is None:
                    return None
                self._lines.append(line)
            self._kept_open += 1
            if not ends_open(self._lines[self._kept_open - 1][1], self._delimiter, is_open=True):
                taken = [self._lines.popleft() for _ in range(self._kept_open)]
                self._kept_open = 0
                return taken
        return None


def ends_open(line: str, delimiter: str, *, is_open: bool) -> bool:
    """Whether a quoted cell is still open at the end of a physical line."""
    position = 0
    while True:
        if not is_open:
            position = _next_quoted(line, delimiter, position)
            if position < 0:
                return False
        closing = _CLOSING.match(line, position)
        if closing is None:
            return True
        position = line.find(delimiter, closing.end())
        if position < 0:
            return False
        position, is_open = position + 1, False


def _next_quoted(line: str, delimiter: str, start: int) -> int:
    """Where the next quoted cell's content begins, counted from the start of a cell; -1 if none."""
    while (quote := line.find('"', start)) >= 0:
        cell = max(start, line.rfind(delimiter, start, quote) + 1)
        if not line[cell:quote].strip("\ufeff"):
            return quote + 1
        following = line.find(delimiter, quote)
        if following < 0:
            return -1
        start = following + 1
    return -1


def cells_of(row: Row, delimiter: str) -> list[str] | None:
    """The cells of a logical row; None if it is no single row after all."""
    csv.field_size_limit(_FIELD_LIMIT)
    text = row.text.lstrip("\ufeff")
    try:
        parsed = list(csv.reader([text], delimiter=delimiter))
    except csv.Error:
        return None
    return parsed[0] if len(parsed) == 1 else None


def layout_of(lines: Iterable[tuple[int, str]], given: Given = NOTHING_GIVEN) -> Layout | None:
    """Delimiter and header out of the first rows; None if they are no table.

    The delimiter is the one under which a row with a title column shows most known names;
    without a title column, the one that cuts the first rows into equally many cells.
    """
    head = list(lines)
    found = [layout for mark in DELIMITERS if (layout := _with_title(head, mark, given))]
    if found:
        return max(found, key=lambda layout: (recognised(layout.header, given), len(layout.header)))
    regular = [layout for mark in DELIMITERS if (layout := _regular(head, mark)) is not None]
    return max(regular, key=lambda layout: len(layout.header), default=None)


def _first_rows(head: list[tuple[int, str]], mark: str) -> list[tuple[Row, list[str]]]:
    table: list[tuple[Row, list[str]]] = []
    for row in rows(head, mark):
        cells = cells_of(row, mark)
        if cells is not None and not row.text.casefold().startswith("sep="):
            table.append((row, cells))
        if len(table) >= _HEADER_ROWS:
            break
    return table


def _with_title(head: list[tuple[int, str]], mark: str, given: Given) -> Layout | None:
    before: list[str] = []
    for row, cells in _first_rows(head, mark):
        # A lone word "Title" further down is a tag of another format, not a header.
        if has_title(cells, given) and (len(cells) > 1 or not before):
            return Layout(delimiter=mark, header=tuple(cells), line=row.line, before=tuple(before))
        before.append(row.text)
    return None


def _regular(head: list[tuple[int, str]], mark: str) -> Layout | None:
    table = [cells for _, cells in _first_rows(head, mark)]
    widths = [len(cells) for cells in table]
    if len(widths) < 2 or widths[0] < 2 or len(set(widths)) > 1:
        return None
    return Layout(delimiter=mark, header=tuple(table[0]), line=1)
