"""Rows of an Excel workbook that a person filled in, as text, with their numbers."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.errors import BadInput

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = tuple[tuple[int, tuple[str, ...]], ...]


def sheet_with(path: Path, columns: Collection[str]) -> Rows:
    """The rows of the first sheet whose first filled row names all these columns.

    Each row comes with its number in the sheet; empty rows are left out, cells are stripped.
    A formula counts as the value last computed for it.

    Raises:
        BadInput: no workbook that can be read, or no such sheet.
    """
    seen: list[str] = []
    for name, rows in _sheets(path):
        header = {cell.casefold() for cell in rows[0][1]} if rows else set()
        if set(columns) <= header:
            return rows
        named = ", ".join(cell for cell in rows[0][1] if cell) if rows else "nothing"
        seen.append(f"{name!r} starts with {named}")
    raise BadInput(
        f"{path} has no sheet with the columns {', '.join(columns)}: {'; '.join(seen)}.",
        "Name the columns so in the sheet's first row.",
    )


def _sheets(path: Path) -> list[tuple[str, Rows]]:
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings(), path.open("rb") as stream:
            # openpyxl warns of styles and print settings it drops; no cell is concerned.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            return [(sheet.title, tuple(_rows(sheet))) for sheet in book.worksheets]
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise BadInput(
            f"{path} is no Excel workbook that can be read.",
            "Open it in a spreadsheet program and save it as .xlsx or as 'CSV UTF-8'.",
        ) from error
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's name and permissions."
        ) from error


def _rows(sheet: Worksheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = tuple(_as_seen(cell) for cell in cells)
        if any(texts):
            yield number, texts


def _as_seen(value: Any) -> str:
    """A cell as people see it: whole numbers without ``.0``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
