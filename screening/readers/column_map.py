"""What a user says the columns of a table hold: a TOML file, checked against the table's header.

[columns]
"Titel der Arbeit" = "title"
"Kurzfassung" = "abstract"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput, UsageError
from screening.readers.columns import FIELDS, Column, fold
from screening.readers.contract import Reader, TableReader
from screening.readers.registry import reader_named
from screening.readers.source import OLE_MAGIC, ZIP_MAGIC, Source

_LABELLED = re.compile(r"(?:id|date):[a-z][a-z0-9_-]{0,30}")
_UNMAPPED = "extra"
_EXAMPLE = 'For instance:\n[columns]\n"Titel der Arbeit" = "title"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A map as it was read: where from, and (column as written, field) in its order."""

    path: Path
    fields: tuple[tuple[str, str], ...]

    @property
    def note(self) -> str:
        """The map in a line, for the log."""
        return "columns: " + "; ".join(f"{column!r} = {field}" for column, field in self.fields)

    @property
    def id_labels(self) -> tuple[str, ...]:
        """The labels of the numbers that columns hold: ``eric`` for ``id:eric``."""
        return tuple(name[3:] for _, name in self.fields if name.startswith("id:"))


def read_column_map(path: Path) -> ColumnMap:
    """Read and check a map.

    Raises:
        BadInput: it cannot be read, is no TOML, or names what is no field.
    """
    try:
        values: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"The column map {path} cannot be read: {reason}.", _EXAMPLE) from error
    columns = values.pop("columns", None)
    if not isinstance(columns, dict) or not columns:
        raise BadInput(f"The column map {path} has no table [columns].", _EXAMPLE)
    if values:
        others = ", ".join(repr(name) for name in values)
        raise BadInput(
            f"The column map {path} holds {others} beside [columns].",
            "Only [columns] is understood; take the rest out.",
        )
    fields = tuple((column, _field(path, column, value)) for column, value in columns.items())
    _check_once(path, fields)
    return ColumnMap(path=path, fields=fields)


def _field(path: Path, column: str, value: object) -> str:
    name = value.strip().casefold() if isinstance(value, str) else ""
    if name in FIELDS or name == _UNMAPPED or _LABELLED.fullmatch(name):
        return name
    raise BadInput(
        f"The column map {path} maps {column!r} to {value!r}, which is no field.",
        f"Fields: {', '.join(FIELDS)}, id:NAME, date:NAME, and {_UNMAPPED} for what has none.",
    )


def _check_once(path: Path, fields: tuple[tuple[str, str], ...]) -> None:
    seen: dict[str, str] = {}
    for column, _ in fields:
        other = seen.setdefault(fold(column), column)
        if other != column:
            raise BadInput(
                f"The column map {path} names one column twice: {other!r} and {column!r}.",
                "Case, blanks and punctuation do not count in column names; keep one of them.",
            )


def table_reader(source: Source, format_name: str, columns: ColumnMap) -> TableReader:
    """The reader for a table, told what its columns hold; a map means that the file is a table.

    Raises:
        UsageError: the format asked for is no table.
        BadInput: a column of the map is not in the file.
    """
    reader: Reader = reader_named(format_name or _container(source))
    if not isinstance(reader, TableReader):
        raise UsageError(
            f"A column map says nothing for the format {reader.name!r}, which is no table.",
            "Leave --map out, or choose csv, excel or excel_old.",
        )
    given = {fold(column): "" if f == _UNMAPPED else f for column, f in columns.fields}
    told = reader.with_columns(given)
    _check_present(source, columns, told.columns(source))
    return told


def columns_told(source: Source, format_name: str, columns: ColumnMap) -> list[str]:
    """What each column of a table is read as and who says so, one line each.

    Raises:
        UsageError, BadInput: as ``table_reader``.
    """
    mapped = {fold(column) for column, _ in columns.fields}
    return [
        f"{column.header!r} -> {column.field or _UNMAPPED} ({_why(column, mapped)})"
        for column in table_reader(source, format_name, columns).columns(source)
    ]


def columns_kept(source: Source, format_name: str) -> tuple[str, ...]:
    """The columns of a table that fill no field; nothing for formats that are no tables."""
    reader: Reader = reader_named(format_name)
    columns = reader.columns(source) if isinstance(reader, TableReader) else ()
    return tuple(column.header for column in columns if not column.field and column.header)


def _why(column: Column, mapped: set[str]) -> str:
    if fold(column.header) in mapped:
        return "by the map"
    return "by its name" if column.field else "kept as it stands"


def _container(source: Source) -> str:
    if source.head.raw.startswith(ZIP_MAGIC):
        return "excel"
    return "excel_old" if source.head.raw.startswith(OLE_MAGIC) else "csv"


def _check_present(source: Source, columns: ColumnMap, found: tuple[Column, ...]) -> None:
    present = {fold(column.header) for column in found}
    missing = [column for column, _ in columns.fields if fold(column) not in present]
    if missing:
        header = ", ".join(repr(column.header) for column in found)
        raise BadInput(
            f"{source.path} has no column {', '.join(repr(name) for name in missing)}, which"
            f" {columns.path} maps.",
            f"Its header reads: {header}.",
        )
