"""The review's store: read the log and the records, and append to them in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Select, Table, insert, select, update

from screening.errors import BadReview
from screening.events import ZERO, Event, StoredEvent, seal
from screening.store.backend import Backend
from screening.store.moved import moved_error
from screening.store.schema import events, head, records, rejected
from screening.store.sqlite import SqliteFile

_CHUNK = 500
_ONLY_ROW = 1
_HEAD = select(head.c.seq, head.c.digest).where(head.c.one == _ONLY_ROW)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A rejected entry as stored: search id, position in the file, canonical JSON."""

    search: str
    position: int
    body: str


class RowsDigest:
    """SHA-256 over stored rows in order, each with its number and length."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()

    def add(self, number: int, body: str) -> None:
        """Take one row in."""
        data = body.encode("utf-8", "surrogatepass")
        self._sha.update(b"%d:%d:" % (number, len(data)))
        self._sha.update(data)

    def hex(self) -> str:
        """The digest so far."""
        return self._sha.hexdigest()


class Writing:
    """An open writing transaction; nothing is kept unless the block around it ends well."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        row = connection.execute(_HEAD).one_or_none()
        self.seq: int = row.seq if row else 0
        self._digest: str = row.digest if row else ZERO
        if row is None:
            connection.execute(insert(head).values(one=_ONLY_ROW, seq=0, digest=ZERO))

    def rows(self, after: int) -> list[StoredEvent]:
        """The log's rows after a number, as this transaction sees them."""
        return [_stored(row) for row in self.connection.execute(_after(after))]

    def append(self, event: Event) -> StoredEvent:
        """Add an event; its number must be the next one."""
        return self.append_all([event])[-1]

    def append_all(self, together: Sequence[Event]) -> list[StoredEvent]:
        """Add events at once; their numbers must be the next ones."""
        rows: list[StoredEvent] = []
        seq, last = self.seq, self._digest
        for event in together:
            if event.seq != seq + 1:
                raise ValueError(f"event {event.seq} cannot follow event {seq}")
            rows.append(seal(event, last))
            seq, last = event.seq, rows[-1].digest
        if rows:
            self.connection.execute(insert(events), [_values(row) for row in rows])
            self.connection.execute(update(head).values(seq=seq, digest=last))
            self.seq, self._digest = seq, last
        return rows

    def add_records(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Add (number, search id, canonical JSON) rows."""
        if rows:
            values = [{"number": n, "search": search, "body": body} for n, search, body in rows]
            self.connection.execute(insert(records), values)

    def copy_events(self, rows: Sequence[StoredEvent]) -> None:
        """Add rows of another database's log as they are; they must follow what is here."""
        self.connection.execute(insert(events), [_values(row) for row in rows])
        self.seq, self._digest = rows[-1].seq, rows[-1].digest
        self.connection.execute(update(head).values(seq=self.seq, digest=self._digest))

    def add_rejected(self, rows: Sequence[RejectedRow]) -> None:
        """Add rejected entries."""
        if rows:
            values = [
                {"search": row.search, "position": row.position, "body": row.body} for row in rows
            ]
            self.connection.execute(insert(rejected), values)


class ReviewStore:
    """The database of one review. Open it with ``create`` or ``open``, and close it."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._engine = backend.engine
        self._pinned: Connection | None = None

    @classmethod
    def create(cls, place: Path | str) -> ReviewStore:
        """Make a new database: a file, or tables at the URL of a PostgreSQL database.

        Raises:
            CannotWrite: something is there already, or it cannot be written.
        """
        store = cls(backend_of(place))
        with store._closed_on_failure():
            store._backend.create()
        return store

    @classmethod
    def open(cls, place: Path | str) -> ReviewStore:
        """Open a database and bring its schema up to date.

        Raises:
            BadReview: it is no review, damaged, or written by a newer version.
            CannotWrite: its server cannot be reached.
        """
        store = cls(backend_of(place))
        with store._closed_on_failure():
            store._backend.check_version()
        return store

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    @property
    def where(self) -> str:
        """The place as it may be printed, without any password."""
        return self._backend.where

    @property
    def shared(self) -> bool:
        """Whether several machines work on this database."""
        return self._backend.shared

    def close(self) -> None:
        """Close all connections; the write-ahead log is folded into the file."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A writing transaction: all of it is kept, or nothing."""
        with self._backend.sentences():
            connection = self._engine.connect().execution_options(writes=True)
            with connection, connection.begin():
                yield Writing(connection)

    def close_for(self, writing: Writing, new_place: str) -> None:
        """Refuse every event after this transaction: the review has moved to ``new_place``."""
        self._backend.close_for(writing.connection, new_place)

    def refuse_if_moved(self, writing: Writing, place: Path | str) -> None:
        """Let a closed review go nowhere but to the place for which it was closed.

        Raises:
            CannotWrite: it was closed for another.
        """
        there = self._backend.moved_to(writing.connection)
        if there and there != backend_of(place).where:
            raise moved_error(there)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment, whatever other processes write meanwhile."""
        with self._backend.sentences(), self._engine.connect() as opened:
            connection = opened.execution_options(**self._backend.snapshot)
            self._pinned = connection
            try:
                yield
            finally:
                self._pinned = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._pinned is not None:
            with self._backend.sentences():
                yield self._pinned
            return
        with self._backend.sentences(), self._engine.connect() as connection:
            yield connection

    def rows(self, after: int = 0) -> Iterator[StoredEvent]:
        """The log after a number, in order."""
        with self._reading() as connection:
            result = connection.execution_options(yield_per=_CHUNK).execute(_after(after))
            for row in result:
                yield _stored(row)

    def head(self) -> tuple[int, str]:
        """Number and digest of the last event, as kept beside the log."""
        with self._reading() as connection:
            row = connection.execute(_HEAD).one_or_none()
        return (row.seq, row.digest) if row else (0, ZERO)

    def record_bodies(self, numbers: Sequence[int] | None = None) -> Iterator[tuple[int, str, str]]:
        """(number, search id, canonical JSON) of the records asked for, all if None, in order."""
        query = select(records).order_by(records.c.number)
        with self._reading() as connection:
            if numbers is None:
                result = connection.execution_options(yield_per=_CHUNK).execute(query)
                yield from (_record(row) for row in result)
                return
            wanted = sorted(set(numbers))
            for start in range(0, len(wanted), _CHUNK):
                part = query.where(records.c.number.in_(wanted[start : start + _CHUNK]))
                rows = connection.execute(part)
                yield from (_record(row) for row in rows)

    def rejected(self) -> Iterator[RejectedRow]:
        """All rejected entries, by search and position."""
        query = select(rejected).order_by(rejected.c.search, rejected.c.position)
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=_CHUNK).execute(query):
                values = _as_written(row, rejected)
                yield RejectedRow(values["search"], values["position"], values["body"])

    def damage(self) -> list[str]:
        """Sentences about a damaged file or a removed guard; empty for a sound one."""
        with self._reading() as connection:
            return list(self._backend.damage(connection))


def backend_of(place: Path | str) -> Backend:
    """The database of a place: a file's path, or a URL such as postgresql://host/name.

    Raises:
        UsageError: a URL of no database that is known.
    """
    if isinstance(place, Path):
        return SqliteFile(place)
    from screening.store.postgres import PostgresSchema  # only where its library is needed

    return PostgresSchema(place)


def has_password(place: str) -> bool:
    """Whether a URL carries a password, which is kept nowhere."""
    return bool("://" in place and urlsplit(place).password)


def _after(seq: int) -> Select[tuple[Any, ...]]:
    return select(events).where(events.c.seq > seq).order_by(events.c.seq)


def _stored(row: Row[tuple[Any, ...]]) -> StoredEvent:
    return StoredEvent(**_as_written(row, events))


def _record(row: Row[tuple[Any, ...]]) -> tuple[int, str, str]:
    values = _as_written(row, records)
    return values["number"], values["search"], values["body"]


def _as_written(row: Row[tuple[Any, ...]], table: Table) -> dict[str, Any]:
    """The cells by their names; SQLite lets any cell hold bytes, which this program never wrote."""
    names, kinds = _columns(table)
    if not all(map(isinstance, row, kinds)):
        cells = zip(names, row, kinds, strict=True)
        wrong = next(name for name, cell, kind in cells if not isinstance(cell, kind))
        raise BadReview(
            f"The table {table.name} holds something that Tamis did not write, in its column"
            f" {wrong}.",
            "Restore the review from a backup; 'tamis log verify' checks it.",
        )
    return dict(zip(names, row, strict=True))


@cache
def _columns(table: Table) -> tuple[tuple[str, ...], tuple[type, ...]]:
    """The names of a table's columns and what their cells hold, looked up once for all rows."""
    columns = list(table.columns)
    return tuple(at.name for at in columns), tuple(at.type.python_type for at in columns)


def _values(row: StoredEvent) -> dict[str, object]:
    return {name: getattr(row, name) for name in StoredEvent.__dataclass_fields__}
