"""The proof that known and changed records are what the log says: replayed from the rows on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from screening.codec import from_json
from screening.events import StoredEvent, newest
from screening.events.kinds import RecordChanged, SearchImported
from screening.records import Record, RecordId, record_number, to_record_id
from screening.sessions.import_reading import ACCEPTED
from screening.store import ReviewStore

Change = tuple[int, RecordChanged]


@dataclass(slots=True)
class _Log:
    """The events of a log that bear on known records, in its order."""

    imports: list[SearchImported] = field(default_factory=list)
    changes: dict[RecordId, list[Change]] = field(default_factory=dict)
    changed_by: dict[str, int] = field(default_factory=dict)

    def take(self, row: StoredEvent) -> None:
        """Take in one row of the log."""
        where = f"Event {row.seq}"
        if row.kind == SearchImported.__name__:
            self.imports.append(from_json(row.body, SearchImported, where))
        elif row.kind == RecordChanged.__name__:
            body = from_json(row.body, RecordChanged, where)
            self.changes.setdefault(body.record, []).append((row.seq, body))
            self.changed_by[body.search] = self.changed_by.get(body.search, 0) + 1


def known_faults(store: ReviewStore) -> Iterator[str]:
    """Every sentence that speaks against what imports said of known records."""
    log = _Log()
    for row in store.rows():
        log.take(row)
    yield from _import_faults(log)
    yield from _change_faults(store, log)


def _import_faults(log: _Log) -> Iterator[str]:
    sources: list[tuple[range, str]] = []
    for done in log.imports:
        search, source = done.search.id, done.search.source.casefold()
        if done.known != sum(length for _at, _first, length in done.seen):
            yield f"Search {search}: the known records listed are not as many as counted."
        if done.found != done.imported + done.known + done.rejected and ACCEPTED not in done.note:
            yield f"Search {search}: found is not imported + known + rejected."
        if done.changed != log.changed_by.pop(search, 0):
            yield f"Search {search}: changes are missing from the log or too many."
        for _at, first, length in done.seen:
            if not _all_of(sources, source, first, length):
                yield (
                    f"Search {search}: records {to_record_id(first)} to"
                    f" {to_record_id(first + length - 1)} were not all brought by its source."
                )
        sources.append((range(done.first, done.first + done.imported), source))
    for unknown in sorted(log.changed_by):
        yield f"Changes name the search {unknown}, which is not in the log."


def _all_of(sources: Sequence[tuple[range, str]], source: str, first: int, length: int) -> bool:
    """Whether a run of records came with earlier searches of one source."""
    wanted = range(first, first + length)
    there = sum(
        max(0, min(wanted.stop, brought.stop) - max(wanted.start, brought.start))
        for brought, name in sources
        if name == source
    )
    return there == length


def _change_faults(store: ReviewStore, log: _Log) -> Iterator[str]:
    numbers = [record_number(record) for record in log.changes]
    for number, _search, body in store.record_bodies(numbers):
        record = from_json(body, Record, f"Record {to_record_id(number)}")
        for seq, change in log.changes.pop(record.id):
            if any(getattr(record, name) != getattr(change.old, name) for name in change.fields):
                yield f"Event {seq}: {record.id} did not say before what the change says it did."
            record = newest(record, [change])
    for missing in sorted(log.changes):
        yield f"A change names the record {missing}, which is not there."
