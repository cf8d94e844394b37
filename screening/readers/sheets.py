"""What workbooks share, old and new: which sheet is read, and cells as people see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice

from screening.readers.columns import Given, has_title
from screening.readers.contract import Entry
from screening.readers.rows import no_title_column
from screening.records import Problem, RecordContent

_HEADER_ROWS = 20

Rows = Iterable[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The sheet that is read: its name, its header, the header's row and the sheets left out."""

    name: str
    header: tuple[str, ...]
    row: int
    left_out: tuple[str, ...]


def sheet_of(where: str, names: Sequence[str], rows: Callable[[str], Rows], given: Given) -> Sheet:
    """The first sheet with a title column within its first rows.

    Args:
        where: the workbook as errors name it.
        names: its sheets in order.
        rows: gives the rows of a sheet that hold anything, with their numbers from 1.
        given: columns whose field the user has named.

    Raises:
        BadInput: no sheet has a title column.
    """
    seen: tuple[str, ...] = ()
    for name in names:
        for row, cells in islice(rows(name), _HEADER_ROWS):
            seen = seen or tuple(cells)
            if has_title(cells, given):
                left_out = tuple(other for other in names if other != name)
                return Sheet(name=name, header=tuple(cells), row=row, left_out=left_out)
    raise no_title_column(where, seen)


def body(rows: Rows, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header; one that ends early has empty cells, not missing ones."""
    width = len(sheet.header)
    for number, cells in rows:
        if number > sheet.row:
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


def with_sheets_left_out(entry: Entry, sheet: Sheet) -> Entry:
    """The entry with a problem that names the sheets that are not read."""
    if not sheet.left_out or not isinstance(entry, RecordContent):
        return entry
    names = ", ".join(repr(name) for name in sheet.left_out)
    problem = Problem(
        message=f"Only sheet {sheet.name!r} of the workbook was read, not {names}.",
        remedy="Save other sheets with records as files of their own and import them as well.",
    )
    return replace(entry, problems=(*entry.problems, problem))
