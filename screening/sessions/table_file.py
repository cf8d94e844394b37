"""Tables that people fill in, CSV or workbook: columns by name, each cell with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from screening.console import counted
from screening.errors import BadInput
from screening.readers.form_workbook import FilledSheet, filled_sheets, is_workbook
from screening.sessions.table_text import table_text

# A cell starting so is marked with an apostrophe in the tables written here; see ``safe_cell``.
_FORMULA_STARTS = ("=", "+", "-", "@")


_OTHERS = "The row is of "
FORM_SHEET, ABOUT_SHEET = "Decisions", "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns in small letters, its rows with their first line in the file.

    Of a workbook, ``sheet`` is the one that was read, ``letters`` are those of the columns,
    ``formulas`` the cells that hold one, by (line, column), and ``about`` what its hidden sheet
    says of it. ``read_as`` says that it was taken for Windows-1252, and is to be told.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[tuple[int, str], str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    read_as: str = ""

    def place(self, line: int, column: str = "") -> str:
        """Where a cell stands: "Line 3", or "Sheet 'Decisions', cell D3"."""
        if not self.sheet:
            return f"Line {line}"
        letter = self.letters.get(column, "")
        cell = f"cell {letter}{line}" if letter else f"row {line}"
        return f"Sheet {self.sheet!r}, {cell}"


def read_table(path: Path, *, windows: bool = False) -> Table:
    """Read a CSV file with a header (comma, semicolon or tab; UTF-8), or a workbook.

    With ``windows`` a CSV may be in Windows-1252; see ``table_text``.

    Cells are stripped, and freed of the mark that keeps a spreadsheet from running them. Of a
    workbook, the sheet ``Decisions`` is read, or else its first.

    Raises:
        BadInput: it is missing, no UTF-8 text, empty, names a column twice, or a row has more
            cells than the header.
    """
    if is_workbook(path):
        return _of_workbook(path, filled_sheets(path))
    told = table_text(path, windows=windows)
    lines = list(_lines(told.text, path))
    if not lines:
        raise BadInput(f"{path} is empty.", "The first line must name the columns.")
    header = tuple(cell.casefold() for cell in lines[0][1])
    _refuse_twins(path, header)
    for line, cells in lines[1:]:
        if any(cells[len(header) :]):
            raise BadInput(
                f"{path}, line {line}: more cells than the header has columns.",
                "Put cells that hold the delimiter into double quotes.",
            )
    rows = tuple((line, dict(zip(header, cells, strict=False))) for line, cells in lines[1:])
    return Table(columns=header, rows=rows, read_as=told.read_as)


def in_short(faults: Sequence[str]) -> list[str]:
    """The faults of rows, but those of somebody else's rows once, with how many they are."""
    alike: dict[str, list[str]] = {}
    for fault in faults:
        words = fault.partition(": ")[2]
        alike.setdefault(words if words.startswith(_OTHERS) else fault, []).append(fault)
    return [_once(found) for found in alike.values()]


def _once(faults: list[str]) -> str:
    place, _, words = faults[0].partition(": ")
    more = len(faults) - 1
    return f"{place} and {counted(more, 'more row')}: {words}" if more else faults[0]


def _refuse_twins(path: Path, header: tuple[str, ...]) -> None:
    if twice := [name for name in dict.fromkeys(header) if name and header.count(name) > 1]:
        raise BadInput(
            f"{path} has the column {twice[0]!r} twice.", "Keep one of them, or rename the other."
        )


def _of_workbook(path: Path, sheets: tuple[FilledSheet, ...]) -> Table:
    filled = [sheet for sheet in sheets if sheet.rows and sheet.name != ABOUT_SHEET]
    sheet = next((at for at in filled if at.name == FORM_SHEET), filled[0] if filled else None)
    if sheet is None:
        raise BadInput(f"{path} is empty.", "The first row must name the columns.")
    (top, heading), *below = sheet.rows.items()
    letters = {cell.text.casefold(): letter for letter, cell in heading.items() if cell.text}
    _refuse_twins(path, tuple(cell.text.casefold() for cell in heading.values()))
    rows = tuple(
        (line, {name: cells[at].told if at in cells else "" for name, at in letters.items()})
        for line, cells in below
    )
    formulas = {
        (line, name): cells[at].formula
        for line, cells in below
        for name, at in letters.items()
        if at in cells and cells[at].formula
    }
    return Table(
        columns=tuple(letters),
        rows=tuple((line, cells) for line, cells in rows if line > top),
        sheet=sheet.name,
        letters=letters,
        formulas=formulas,
        about=_about(sheets),
    )


def _about(sheets: tuple[FilledSheet, ...]) -> dict[str, str]:
    rows = next((sheet.rows.values() for sheet in sheets if sheet.name == ABOUT_SHEET), ())
    return {row["A"].text: row["B"].text for row in rows if "A" in row and "B" in row}


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
