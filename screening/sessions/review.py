"""A review as a folder: ``review.toml`` beside ``review.db``; open it, read it, append to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from screening.codec import from_json
from screening.errors import BadReview, UsageError
from screening.events import Body, Event, ReviewState, fold, newest, unseal
from screening.protocol import Protocol
from screening.records import Record, RecordId, record_number, to_record_id
from screening.sessions.acting import name_of, reviewer_named
from screening.sessions.bundle_rules import check_bundle, refuse_in_bundle
from screening.sessions.gone import as_it_stands, named_in, refuse_gone
from screening.sessions.outcomes import LastOutcomes, Outcomes
from screening.sessions.place import DATABASE_FILE, local_settings, place_of
from screening.sessions.protocol_in_force import (
    amendment_of,
    check_protocol,
    load_protocol,
    refuse_amendment,
)
from screening.sessions.typed_text import refuse_controls
from screening.store import ReviewStore, Writing

PROTOCOL_FILE = "review.toml"
ORIGINALS_FOLDER = "originals"
CACHE_FOLDER = "cache"

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Writer:
    """An open change to a review: append events, see the state they lead to."""

    def __init__(self, review: Review, transaction: Writing) -> None:
        self._review = review
        self.transaction = transaction

    @property
    def state(self) -> ReviewState:
        """The state with everything appended so far."""
        return self._review.state

    def append(self, body: Body) -> Event:
        """Append one event in the reviewer's name, at the current time."""
        return self.append_all([body])[0]

    def append_all(self, bodies: Sequence[Body]) -> list[Event]:
        """Append events together, all at the current time.

        Raises:
            UsageError: this is a bundle, which takes only a reviewer's own steps; or a record
                named in them is gone, since its import was taken back.
            BadInput: what was typed holds a control character.
        """
        refuse_in_bundle(self.state, bodies)
        refuse_gone(self.state, (name for body in bodies for name in named_in(body)))
        refuse_controls(self._review.by, bodies)
        at, by, first = self._review.clock(), self._review.by, self.transaction.seq + 1
        together = [
            Event(seq=seq, at=at, by=by, body=body) for seq, body in enumerate(bodies, start=first)
        ]
        self.transaction.append_all(together)
        fold(together, onto=self.state)
        return together


class Review:
    """An open review. Close it, or use it in a ``with`` block."""

    def __init__(
        self, folder: Path, protocol: Protocol, store: ReviewStore, by: str, clock: Clock
    ) -> None:
        self.folder = folder
        self.protocol = protocol
        self.store = store
        self.by = by
        self.clock = clock
        self.state = fold(self.events())
        self._amends = self.state.protocol_sha256
        self._last = LastOutcomes()

    def __enter__(self) -> Review:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @property
    def protocol_changed(self) -> bool:
        """Whether review.toml differs from the protocol last recorded in the log."""
        return self.state.protocol_sha256 != self.protocol.sha256

    @property
    def outcomes(self) -> Outcomes:
        """The ``stage_outcomes`` of the log as it stands; computed once however often asked for."""
        return self._last.of(self.state, self.protocol)

    @property
    def originals(self) -> Path:
        """Where the imported files are kept, named by their SHA-256."""
        return self.folder / ORIGINALS_FOLDER

    @property
    def cache(self) -> Path:
        """Where things are kept that can be dropped and made again."""
        return self.folder / CACHE_FOLDER

    @property
    def vectors(self) -> Path:
        """Where sentence vectors are kept, for ranking and themes alike."""
        return self.cache / "vectors"

    def events(self, after: int = 0) -> Iterator[Event]:
        """The log's events after a number, in order."""
        return (unseal(row) for row in self.store.rows(after))

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One change: everything appended inside is kept, or nothing is.

        What other processes have written meanwhile is taken in first, and a protocol edited
        since it was last recorded is recorded as an amendment.

        Raises:
            BadReview: another process has meanwhile recorded a protocol that differs from the
                one this review was opened with.
        """
        known = self.state.last_seq
        try:
            with self.store.writing() as transaction:
                fold(
                    (unseal(row) for row in transaction.rows(self.state.last_seq)),
                    onto=self.state,
                )
                known = self.state.last_seq
                writer = Writer(self, transaction)
                self._amend(writer)
                yield writer
        except BaseException:
            if self.state.last_seq != known:  # what was appended is not kept
                self.state = fold(self.events())
            raise

    def _amend(self, writer: Writer) -> None:
        """Record an edited protocol, but never an older one over what others have recorded."""
        if not (self.protocol_changed and self.state.last_seq):
            return
        if self.state.protocol_sha256 != self._amends:
            raise BadReview(
                f"{PROTOCOL_FILE} was changed and recorded by another command since this one"
                " started; this step was not kept.",
                "Quit and start again: the new protocol is then in force here too.",
            )
        refuse_amendment(self.state, self.by)
        writer.append(amendment_of(self.protocol))

    def refresh(self) -> None:
        """Take in what other processes have written."""
        fold(self.events(self.state.last_seq), onto=self.state)

    def records(self, wanted: Iterable[RecordId] | None = None) -> Iterator[Record]:
        """The records asked for, all if None, in the order of import, with their newest values."""
        for record in self._as_imported(wanted):
            changes = self.state.changes.get(record.id, ())
            yield newest(record, (change.body for change in changes))

    def _as_imported(self, wanted: Iterable[RecordId] | None) -> Iterator[Record]:
        numbers = None if wanted is None else [record_number(record) for record in wanted]
        for number, _search, body in self.store.record_bodies(numbers):
            if (name := to_record_id(number)) not in self.state.gone:
                yield as_it_stands(from_json(body, Record, f"Record {name}"), self.state)

    def versions(self, record: RecordId) -> list[Record]:
        """A record as imported, then as it was after each change."""
        made = [next(self._as_imported([record]))]
        for change in self.state.changes.get(record, ()):
            made.append(newest(made[-1], [change.body]))
        return made

    def record(self, record: RecordId) -> Record:
        """One record.

        Raises:
            UsageError: there is none of that id.
        """
        return next(self.records([self.known(record)]))

    def known(self, text: str) -> RecordId:
        """Read a record id as people type it (R0017, r17, 17) and make sure that it exists.

        Raises:
            UsageError: no record id, or no such record.
        """
        there = self.state.records()
        extent = f"The records are {there[0]} to {there[-1]}." if there else "None is imported."
        try:
            record = to_record_id(record_number(text))
        except ValueError:
            raise UsageError(f"{text!r} is not a record.", extent) from None
        refuse_gone(self.state, [record])
        if not self.state.has_record(record):
            raise UsageError(f"There is no record {record} in this review.", extent)
        return record


def open_review(folder: Path, *, by: str = "", clock: Clock = now) -> Review:
    """Open a review in a reviewer's name.

    Args:
        folder: the folder that holds review.toml and review.db.
        by: the reviewer; else the environment's, the protocol's only one, or the account's name.
        clock: tells the time of new events.

    Raises:
        BadReview: no review there, a broken protocol or database.
        UsageError: the protocol names reviewers, and this one is not among them.
    """
    protocol = _protocol_in(folder)
    usual = local_settings(folder).reviewer
    return _opened(folder, protocol, reviewer_named(by, protocol, usual), clock)


def twin(review: Review) -> Review:
    """The same review, protocol and reviewer with a store of its own, for another thread."""
    return _opened(review.folder, review.protocol, review.by, review.clock)


def look_into(folder: Path, *, by: str = "", clock: Clock = now) -> Review:
    """Open a review to look at it: anybody may; who is named must be a reviewer.

    Raises: as ``open_review``, which opens it for whoever is named.
    """
    if by:
        return open_review(folder, by=by, clock=clock)
    protocol = _protocol_in(folder)
    return _opened(folder, protocol, name_of("", protocol, local_settings(folder).reviewer), clock)


def _protocol_in(folder: Path) -> Protocol:
    require(folder, PROTOCOL_FILE)
    require_store(folder)
    return load_protocol(folder / PROTOCOL_FILE)


def _opened(folder: Path, protocol: Protocol, by: str, clock: Clock) -> Review:
    store = ReviewStore.open(place_of(folder))
    try:
        opened = Review(folder, protocol, store, by, clock)
        check_bundle(opened.state, by)
        check_protocol(opened.state, protocol, by, shared=store.shared)
    except BaseException:
        store.close()
        raise
    return opened


def require_store(folder: Path) -> None:
    """Make sure that a folder holds a log, or says where it is.

    Raises:
        BadReview: it does not.
    """
    if not local_settings(folder).store:
        require(folder, DATABASE_FILE)


def require(folder: Path, *names: str) -> None:
    """Make sure that a folder holds a review.

    Raises:
        BadReview: one of the files is missing.
    """
    for name in names:
        if not (folder / name).is_file():
            raise BadReview(
                f"There is no review in {folder.resolve()}: {name} is missing.",
                "Go to the folder of your review (or name it with --review), or start one with"
                " 'tamis init'.",
            )
