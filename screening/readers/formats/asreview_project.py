"""ASReview project files (.asreview): a ZIP archive with the records and labels in SQLite.

Read are projects of ASReview 3 (``project_file_version`` 3): ``results.db`` with the tables
``record`` and ``results``. Labels, notes and times go to ``extra`` under the names that ASReview's
own CSV export gives them.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from screening.errors import BadInput
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft, author_from
from screening.readers.source import ZIP_MAGIC, Head, Source

PROJECT = "project.json"
_RESULTS = "results.db"
_LARGEST = 1 << 31
_RATIO = 100
_FREE = 1 << 28
_TEXTS = ("title", "abstract", "year", "doi", "url")
_LABELS = {
    "label": "asreview_label",
    "note": "asreview_note",
    "tags": "asreview_tags",
    "user_id": "asreview_user",
}
_SQL = (
    "SELECT record.*, {columns} FROM record LEFT JOIN results USING (record_id)"
    " ORDER BY dataset_row"
)
_REMEDY = (
    "Projects of ASReview before version 3: open them once in ASReview 3, or export CSV from"
    " ASReview and give that."
)


class _AsreviewProject:
    name = "asreview"
    label = "ASReview project file (.asreview) with its labels"
    extensions = (".asreview",)

    def sniff(self, head: Head) -> Sniff:
        has_parts = PROJECT.encode() in head.raw and (
            _RESULTS.encode() in head.raw or b"feature_matrices/" in head.raw
        )
        if head.raw.startswith(ZIP_MAGIC) and has_parts:
            return Sniff(confidence=0.97, reason="a ZIP archive with the parts of a project")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        with _opened(source) as link:
            for position, row in enumerate(link.execute(_query(link)), start=1):
                yield _entry(position, dict(row))

    def count(self, source: Source) -> int:
        with _opened(source) as link:
            return int(link.execute("SELECT count(*) FROM record").fetchone()[0])


READER = _AsreviewProject()

# What the standard library says of damaged, locked or foreign archives and databases.
_DAMAGED = (
    *(KeyError, EOFError, OSError, RuntimeError, ValueError),
    *(sqlite3.Error, zipfile.BadZipFile, zlib.error),
)


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    """The project's database, unpacked for as long as it is read."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = _unpacked(source, Path(folder))
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as link:
                link.row_factory = sqlite3.Row
                _check_tables(link)
                yield link
    except _DAMAGED as error:
        raise BadInput(f"{source.path} is no project of ASReview 3: {error}.", _REMEDY) from error


def _check_tables(link: sqlite3.Connection) -> None:
    """Refuse views: they could be made to run without end."""
    kinds = link.execute("SELECT name, type FROM sqlite_master")
    held = {str(row["name"]): str(row["type"]) for row in kinds}
    for name in ("record", "results"):
        if held.get(name) != "table":
            raise ValueError(f"it has no table {name!r}")


def _unpacked(source: Source, folder: Path) -> Path:
    """The database alone, held to the size that its entry states."""
    with source.binary() as stream, zipfile.ZipFile(stream) as archive:
        size = archive.getinfo(_RESULTS).file_size
        if size > min(_LARGEST, max(_FREE, _RATIO * source.size)):
            raise BadInput(f"{source.path} unpacks to {size:,} bytes.", "Is it a project?")
        return Path(archive.extract(_RESULTS, folder))


def _query(link: sqlite3.Connection) -> str:
    """Labels are read as far as this version of the project has columns for them."""
    held = {str(row["name"]) for row in link.execute("PRAGMA table_info(results)")}
    wanted = [name for name in (*_LABELS, "time") if name in held]
    columns = ", ".join(f"results.{name} AS given_{name}" for name in wanted) or "NULL"
    return _SQL.format(columns=columns)


def _entry(position: int, row: Mapping[str, object]) -> Entry:
    draft = Draft(position=position, line=None, raw=json.dumps(row, default=str))
    for name in _TEXTS:
        draft.put(name, name, _text(row.get(name)), lines=name == "abstract")
    draft.authors.extend(author_from(name) for name in _listed(row.get("authors")))
    draft.keywords.extend(_listed(row.get("keywords")))
    draft.keep("dataset_row", _text(row.get("dataset_row")))
    if row.get("included") in (0, 1):
        draft.keep("asreview_included", _text(row["included"]))
    for name, tag in _LABELS.items():
        value = row.get(f"given_{name}")
        draft.keep(tag, _tags(value) if name == "tags" else _text(value))
    draft.keep("asreview_time", _time(row.get("given_time")))
    return draft.finish()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _listed(value: object) -> list[str]:
    """A list of names as JSON; blanks around them, which ASReview leaves, go."""
    try:
        held = json.loads(str(value)) if value else []
    except ValueError:
        return [str(value)]
    names = held if isinstance(held, list) else [held]
    return [text for name in names if (text := str(name).strip())]


def _tags(value: object) -> str:
    """The tags that are set, as ``group: tag``."""
    try:
        held = json.loads(str(value)) if value else []
    except ValueError:
        return str(value)
    return ", ".join(_chosen(held)) if isinstance(held, list) else json.dumps(held)


def _chosen(groups: list[object]) -> Iterator[str]:
    for group in groups:
        values = group.get("values", []) if isinstance(group, dict) else []
        for value in values if isinstance(values, list) else []:
            if isinstance(value, dict) and value.get("checked"):
                name = str(group.get("name") or group.get("id")) if isinstance(group, dict) else ""
                yield f"{name}: {value.get('name') or value.get('id')}"


def _time(value: object) -> str:
    """Seconds since 1970 as ASReview's export writes them: ``2026-11-22 07:29:24`` in UTC."""
    if not isinstance(value, int | float):
        return ""
    try:
        return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M:%S}"
    except (OverflowError, OSError, ValueError):
        return ""
