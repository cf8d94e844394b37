"""A filled-in extraction table back into the review: all of it or nothing, every bad cell named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extraction.sessions.cells import checked
from extraction.sessions.sheet import OpenSheet
from extraction.sessions.sheet_files import LEAD, TAIL
from extraction.sheet import Sheet
from screening.errors import BadInput, UsageError
from screening.events.kinds import CellCleared, CellFilled
from screening.protocol import FormField
from screening.records import RecordId
from screening.sessions import table_file
from screening.sessions.typed_text import without_controls

_SHOWN = 40
_WORKBOOKS = {".xlsx", ".xlsm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCells:
    """What a file brought: cells = filled + same; empty cells change nothing unless asked."""

    rows: int
    cells: int
    filled: int
    same: int
    cleared: int
    unread: tuple[str, ...]


def import_sheet(opened: OpenSheet, path: Path, *, clear_empty: bool = False) -> ImportedCells:
    """Take the values of a filled-in table in the reviewer's name, as one act: all or none.

    Args:
        opened: the table.
        path: CSV or Excel with the column ``study`` and columns named as the form's fields.
        clear_empty: empty the cells that are empty in the file; else these change nothing.

    Raises:
        BadInput: bad cells, all of them named; cells that somebody else filled since the file was
            written among them. Nothing is imported.
    """
    table = _read(path)
    names = {field.name for field in opened.form.fields}
    if "study" not in table.columns or not names & set(table.columns):
        raise BadInput(
            f"{path} has the columns {', '.join(filter(None, table.columns))}.",
            f"Needed are 'study' and some of the form's fields: {', '.join(sorted(names))}.",
        )
    reading = _Reading(opened, path, clear_empty)
    for line, cells in table.rows:
        reading.row(line, cells)
    reading.check()
    if reading.bodies:
        opened.write(reading.bodies, seen=opened.last_seen)
    known = names | set(LEAD) | set(TAIL)
    return ImportedCells(
        rows=len(table.rows),
        cells=reading.filled + reading.same,
        filled=reading.filled,
        same=reading.same,
        cleared=len(reading.bodies) - reading.filled,
        unread=tuple(name for name in table.columns if name and name not in known),
    )


def _read(path: Path) -> table_file.Table:
    if path.suffix.casefold() not in _WORKBOOKS:
        return table_file.read_table(path)
    from extraction.exporters.workbook_rows import sheet_with

    (_line, header), *rows = sheet_with(path, ("study",))
    columns = tuple(cell.casefold() for cell in header)
    if twice := [name for name in columns if name and columns.count(name) > 1]:
        raise BadInput(
            f"{path} has the column {twice[0]!r} twice.", "Keep one of them, or rename the other."
        )
    return table_file.Table(
        columns=columns,
        rows=tuple((line, dict(zip(columns, cells, strict=False))) for line, cells in rows),
    )


class _Reading:
    """The cells of a file: what they change, and what is wrong with them."""

    def __init__(self, opened: OpenSheet, path: Path, clear_empty: bool) -> None:  # noqa: FBT001
        self._opened = opened
        self._sheet: Sheet = opened.sheet
        self._path = path
        self._clear_empty = clear_empty
        self._seen: dict[RecordId, int] = {}
        self._faults: list[str] = []
        self.bodies: list[CellFilled | CellCleared] = []
        self.filled = self.same = 0

    def row(self, line: int, cells: Mapping[str, str]) -> None:
        """Take in a row."""
        try:
            study = self._opened.study(cells.get("study", ""))
        except UsageError as error:
            self._faults.append(f"line {line}, column study: {error.message}")
            return
        if study in self._seen:
            self._faults.append(
                f"line {line}, column study: {study} stands in line {self._seen[study]} already."
            )
            return
        self._seen[study] = line
        for field in self._opened.form.fields:
            if field.name in cells:
                self._cell(f"line {line}, column {field.name}", study, field, cells)

    def _cell(
        self, where: str, study: RecordId, field: FormField, cells: Mapping[str, str]
    ) -> None:
        text = without_controls(cells[field.name]).strip()
        held = self._sheet.cell(study, field.name)
        if not text:
            if held and self._clear_empty:
                self._change(where, cells, CellCleared(record=study, field=field.name))
            return
        try:
            value = checked(field, text)
        except UsageError as error:
            self._faults.append(f"{where}: {error.message} {error.hint}")
            return
        if held and held.value == value:
            self.same += 1
            return
        self.filled += 1
        body = CellFilled(
            record=study,
            field=field.name,
            value=value,
            origin=f"file {without_controls(self._path.name)}",
        )
        self._change(where, cells, body)

    def _change(self, where: str, cells: Mapping[str, str], body: CellFilled | CellCleared) -> None:
        held, as_of = self._sheet.cell(body.record, body.field), cells.get("as_of", "")
        if held and as_of.isdigit() and held.seq > int(as_of) and held.by != self._opened.by:
            self._faults.append(
                f"{where}: {held.by} filled in {held.value!r} after the file was written."
            )
            return
        self.bodies.append(body)

    def check(self) -> None:
        """Refuse the file if anything is wrong with it.

        Raises:
            BadInput: with every bad cell.
        """
        if not self._faults:
            return
        shown = self._faults[:_SHOWN]
        more = len(self._faults) - len(shown)
        told = [f"  {fault}" for fault in shown] + ([f"  and {more} more"] if more else [])
        raise BadInput(
            f"{self._path} has {len(self._faults)} cells that cannot be taken, so none was:\n"
            + "\n".join(told),
            "Correct them, or export the table again and fill in what is missing.",
        )
