"""The proof that known and changed records are what the log says: replayed from the rows on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from screening.codec import from_json
from screening.events import Event, Imported, ReviewState, fold, newest, unseal
from screening.events.kinds import ImportTakenBack, RecordChanged, SearchImported
from screening.records import Record, RecordId, record_number, to_record_id
from screening.sessions.import_reading import ACCEPTED
from screening.store import ReviewStore

_KINDS = {kind.__name__ for kind in (SearchImported, RecordChanged, ImportTakenBack)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A change with the number of its event and the changes that were in force before it."""

    seq: int
    body: RecordChanged
    before: tuple[RecordChanged, ...]


@dataclass(slots=True)
class _Log:
    """What the events up to here say of imports: the state, and all changes ever made."""

    state: ReviewState = field(default_factory=ReviewState)
    changes: dict[RecordId, list[_Change]] = field(default_factory=dict)
    changed_by: dict[str, int] = field(default_factory=dict)

    def take(self, event: Event) -> Iterator[str]:
        """Take in one event; every sentence that speaks against it."""
        match event.body:
            case SearchImported() as body:
                yield from _import_faults(self.state, body)
            case RecordChanged() as body:
                before = tuple(at.body for at in self.state.changes.get(body.record, ()))
                made = _Change(seq=event.seq, body=body, before=before)
                self.changes.setdefault(body.record, []).append(made)
                self.changed_by[body.search] = self.changed_by.get(body.search, 0) + 1
                if body.record in self.state.gone:
                    yield f"Event {event.seq}: {body.record} was gone, its import taken back."
            case ImportTakenBack(search=search):
                if all(done.body.search.id != search for done in self.state.imports):
                    yield f"Event {event.seq} takes back {search}, which is no import in force."
        fold([event], onto=self.state)


def known_faults(store: ReviewStore) -> Iterator[str]:
    """Every sentence that speaks against what imports said of known records."""
    log = _Log()
    for row in store.rows():
        if row.kind in _KINDS:
            yield from log.take(unseal(row))
    for done in log.state.every_import():
        if done.body.changed != log.changed_by.pop(done.body.search.id, 0):
            yield f"Search {done.body.search.id}: changes are missing from the log or too many."
    for unknown in sorted(log.changed_by):
        yield f"Changes name the search {unknown}, which is not in the log."
    yield from _change_faults(store, log)


def _import_faults(state: ReviewState, done: SearchImported) -> Iterator[str]:
    search, source = done.search.id, done.search.source.casefold()
    if done.known != sum(length for _at, _first, length in done.seen):
        yield f"Search {search}: the known records listed are not as many as counted."
    if done.found != done.imported + done.known + done.rejected and ACCEPTED not in done.note:
        yield f"Search {search}: found is not imported + known + rejected."
    for _at, first, length in done.seen:
        if not _all_of(state.imports, source, first, length):
            yield (
                f"Search {search}: records {to_record_id(first)} to"
                f" {to_record_id(first + length - 1)} were not all brought by its source."
            )


def _all_of(imports: Sequence[Imported], source: str, first: int, length: int) -> bool:
    """Whether a run of records is of earlier searches of one source."""
    wanted = range(first, first + length)
    there = sum(
        max(0, min(wanted.stop, done.own.stop) - max(wanted.start, done.own.start))
        + sum(number in wanted for number in done.adopted)
        for done in imports
        if done.body.search.source.casefold() == source
    )
    return there == length


def _change_faults(store: ReviewStore, log: _Log) -> Iterator[str]:
    numbers = [record_number(record) for record in log.changes]
    for number, _search, body in store.record_bodies(numbers):
        record = from_json(body, Record, f"Record {to_record_id(number)}")
        for at in log.changes.pop(record.id):
            said, change = newest(record, at.before), at.body
            if any(getattr(said, name) != getattr(change.old, name) for name in change.fields):
                yield f"Event {at.seq}: {record.id} did not say before what the change says it did."
    for missing in sorted(log.changes):
        yield f"A change names the record {missing}, which is not there."
