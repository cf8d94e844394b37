"""CSV tables that people fill in: columns by name, rows with their lines, faults told by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput

# A cell starting so is marked with an apostrophe in the tables written here; see ``safe_cell``.
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV file: its columns in small letters, its rows with their first line in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_table(path: Path) -> Table:
    """Read a CSV file with a header (comma, semicolon or tab; UTF-8).

    Cells are stripped, and freed of the mark that keeps a spreadsheet from running them.

    Raises:
        BadInput: it is missing, no UTF-8 text, empty, names a column twice, or a row has more
            cells than the header.
    """
    lines = list(_lines(_text(path), path))
    if not lines:
        raise BadInput(f"{path} is empty.", "The first line must name the columns.")
    header = tuple(cell.casefold() for cell in lines[0][1])
    if twice := [name for name in dict.fromkeys(header) if name and header.count(name) > 1]:
        raise BadInput(
            f"{path} has the column {twice[0]!r} twice.", "Keep one of them, or rename the other."
        )
    for line, cells in lines[1:]:
        if any(cells[len(header) :]):
            raise BadInput(
                f"{path}, line {line}: more cells than the header has columns.",
                "Put cells that hold the delimiter into double quotes.",
            )
    rows = tuple((line, dict(zip(header, cells, strict=False))) for line, cells in lines[1:])
    return Table(columns=header, rows=rows)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not a UTF-8 text.", "Save it as 'CSV UTF-8'.") from None
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's name and permissions."
        ) from error


def _lines(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that holds anything."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [_plain(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            f"{path}, line {line}: {error}.", "Check the double quotes of this row."
        ) from error


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
