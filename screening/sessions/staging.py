"""Read an export to its end before anything is written, so that nobody waits for a long import.

What came out waits in temporary files beside the review, which the system removes even when the
process is killed; memory does not grow with the export.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import IO

from screening.codec import to_json
from screening.console import Progress, cannot_write
from screening.events.kinds import RecordChanged
from screening.readers import Reader, Source
from screening.records import (
    Record,
    RecordContent,
    RecordId,
    Rejected,
    Search,
    SearchId,
    record_number,
    to_record_id,
)
from screening.sessions.changed_values import Renewed, change_of, renewed
from screening.sessions.import_report import Tally, count_changed, count_entry
from screening.sessions.known_records import Matcher
from screening.store import RowsDigest

_CHUNK = 500
_CONTENT_FIELDS = tuple(at.name for at in fields(RecordContent))

Row = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An entry with the known record that it is, if it is one, and what it changes in it."""

    entry: RecordContent | Rejected
    record: Record | None = None
    made: Renewed | None = None


Watcher = Callable[[Compared], None]


class Spool:
    """Numbered rows of JSON, written once and read back in order."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, number: int, body: str) -> None:
        """Add a row; canonical JSON has no line ends of its own."""
        self._file.write(b"%d\t%s\n" % (number, body.encode("utf-8")))

    def chunks(self) -> Iterator[list[Row]]:
        """The rows in the order they were added, some hundred at a time."""
        self._file.seek(0)
        while lines := list(islice(self._file, _CHUNK)):
            parts = (line.rstrip(b"\n").split(b"\t", 1) for line in lines)
            yield [(int(number), body.decode("utf-8")) for number, body in parts]


class Stage(AbstractContextManager["Stage"]):
    """The rows that an import will write: records, rejected entries and changes."""

    def __init__(self, folder: Path) -> None:
        self._files = ExitStack()
        try:
            made = [self._open(folder) for _ in range(3)]
        except OSError as error:
            self._files.close()
            raise cannot_write(folder, error) from error
        self.records, self.rejects, self.changes = (Spool(file) for file in made)
        self.records_digest, self.rejected_digest = RowsDigest(), RowsDigest()

    def _open(self, folder: Path) -> IO[bytes]:
        return self._files.enter_context(tempfile.TemporaryFile(dir=folder))

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, number: int, record: Record) -> None:
        """A new record."""
        body = to_json(record)
        self.records_digest.add(number, body)
        self.records.add(number, body)

    def reject(self, entry: Rejected) -> None:
        """An entry that cannot become a record."""
        body = to_json(entry)
        self.rejected_digest.add(entry.position, body)
        self.rejects.add(entry.position, body)

    def change(self, position: int, change: RecordChanged) -> None:
        """A known record of which the entry says something else."""
        self.changes.add(position, to_json(change))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is read, and as what.

    ``first`` is the number that its first new record will have; ``whole`` says that the entries
    count as they are, since the same file was read before in another way.
    """

    source: Source
    reader: Reader
    search: Search
    found: int
    first: int
    matcher: Matcher
    whole: bool = False


@dataclass(slots=True)
class Runs:
    """Which entry is which known record, in runs of consecutive ones."""

    runs: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, position: int, number: int) -> None:
        """Take in one known entry."""
        if self.runs:
            at, first, length = self.runs[-1]
            if (position, number) == (at + length, first + length):
                self.runs[-1] = (at, first, length + 1)
                return
        self.runs.append((position, number, 1))


def compare(reading: Reading) -> Iterator[Compared]:
    """Every entry of the file, in order, compared with what is known."""
    entries = reading.reader.read(reading.source)
    while chunk := list(islice(entries, _CHUNK)):
        read = [entry for entry in chunk if isinstance(entry, RecordContent)]
        matches = iter(reading.matcher.match(read))
        for entry in chunk:
            record = None if isinstance(entry, Rejected) else next(matches)
            if record is None or isinstance(entry, Rejected):
                yield Compared(entry=entry)
            else:
                made = renewed(record, entry, whole=reading.whole)
                yield Compared(entry=entry, record=record, made=made)


def watch(reading: Reading, tally: Tally, watcher: Watcher | None = None) -> None:
    """Count what an import would do, and show each entry to a watcher."""
    for at in compare(reading):
        _count(tally, at)
        if watcher:
            watcher(at)


def stage(reading: Reading, rows: Stage, tally: Tally, progress: Progress | None = None) -> Runs:
    """Read the file to its end: its rows then wait in ``rows``, its counts are in ``tally``.

    Returns:
        Which entries are known records.
    """
    runs = Runs()
    for done, at in enumerate(compare(reading), start=1):
        _count(tally, at)
        if isinstance(at.entry, Rejected):
            rows.reject(at.entry)
        elif at.record is None or at.made is None:
            number = reading.first + tally.imported - 1
            rows.add(number, _record(at.entry, to_record_id(number), reading.search.id))
        else:
            runs.add(at.entry.position, record_number(at.record.id))
            if at.made.fields:
                rows.change(at.entry.position, change_of(at.record, reading.search.id, at.made))
        if progress and done % _CHUNK == 0:
            progress(done, reading.found)
    if progress:
        progress(tally.found, reading.found)
    return runs


def _count(tally: Tally, at: Compared) -> None:
    count_entry(tally, at.entry, is_known=at.record is not None)
    if at.made and at.made.fields:
        count_changed(tally, at.made.fields)


def _record(content: RecordContent, record: RecordId, search: SearchId) -> Record:
    values = {name: getattr(content, name) for name in _CONTENT_FIELDS}
    return Record(id=record, search=search, **values)
