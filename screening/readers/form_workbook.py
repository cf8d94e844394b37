"""The cells of a workbook that people filled in, each with its address; a formula is no text."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput
from screening.readers.sheets import as_seen
from screening.readers.source import ZIP_MAGIC

# A form packs 5 to 30 times; what unpacks beyond both was made to fill the memory.
_UNPACKED_FREE = 1 << 28
_UNPACKED_RATIO = 100


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell as text; ``formula`` holds what would be computed, and the text is then empty."""

    text: str
    formula: str = ""

    @property
    def told(self) -> str:
        """The text, or the formula as it was typed."""
        return self.text or self.formula


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """A sheet: the rows that hold anything by their numbers from 1, each cell by its letter."""

    name: str
    rows: Mapping[int, Mapping[str, FilledCell]]


def is_workbook(path: Path) -> bool:
    """Whether the file is a ZIP archive, as workbooks are."""
    try:
        with path.open("rb") as file:
            return file.read(len(ZIP_MAGIC)) == ZIP_MAGIC
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's name and permissions."
        ) from error


def filled_sheets(path: Path) -> tuple[FilledSheet, ...]:
    """Every sheet of the workbook, hidden ones too, in their order.

    Raises:
        BadInput: it is no workbook, damaged, or locked by a password.
    """
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it drops; no cell is concerned.
        warnings.simplefilter("ignore")
        try:
            _check_unpacked_size(path)
            book = openpyxl.load_workbook(path, read_only=True, data_only=False)
            try:
                return tuple(_sheet(book[name], name) for name in book.sheetnames)
            finally:
                book.close()
        except BadInput:
            raise
        # It meets damage with whatever the damage breaks: OSError, zlib.error, KeyError ...
        except Exception as error:
            raise BadInput(
                f"{path} is no workbook that can be read: {error}.",
                "Open it in a spreadsheet program and save it again as .xlsx.",
            ) from error


def _check_unpacked_size(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > max(_UNPACKED_FREE, _UNPACKED_RATIO * path.stat().st_size):
        raise BadInput(f"{path} unpacks to {unpacked:,} bytes.", "No form packs so tightly.")


def _sheet(sheet: object, name: str) -> FilledSheet:
    if not hasattr(sheet, "iter_rows"):  # a chart sheet has no cells
        return FilledSheet(name=name, rows={})
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # some programs state a wrong extent
    rows: dict[int, dict[str, FilledCell]] = {}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        filled = {
            str(cell.column_letter): _cell(cell.value, str(cell.data_type))
            for cell in cells
            if cell.value is not None and str(cell.value).strip()
        }
        if filled:
            rows[number] = filled
    return FilledSheet(name=name, rows=rows)


def _cell(value: object, kind: str) -> FilledCell:
    if kind == "f":
        return FilledCell("", formula=str(value))
    return FilledCell(as_seen(value).replace("_x000D_", "").replace("\r\n", "\n").strip())
