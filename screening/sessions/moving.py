"""Move a review's log between a file and a database, byte for byte; or work on one from here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from screening.codec import from_json
from screening.errors import BadReview, CannotWrite, ReviewError, UsageError
from screening.events import StoredEvent, chain_faults
from screening.events.kinds import ProtocolAmended
from screening.protocol import parse_protocol
from screening.sessions.acting import reviewer_named
from screening.sessions.outputs import refuse_own
from screening.sessions.place import (
    DATABASE_FILE,
    DATABASE_FILES,
    LOCAL_FILE,
    Local,
    local_settings,
    place_of,
    write_local,
)
from screening.sessions.protocol_file import write_new
from screening.sessions.review import PROTOCOL_FILE, require, require_store
from screening.store import ReviewStore

FILE = "file"
_NEW = f"{DATABASE_FILE}.new"
_CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved where: the log's last digest is the same before and after."""

    events: int
    records: int
    digest: str
    source: str
    target: str
    kept: str = ""


def move(folder: Path, target: str, *, by: str = "") -> Moved:
    """Move the log, the records and the rejected entries to another place, and work there on.

    Nobody can write meanwhile. What was copied is read back and compared before the old place is
    closed; a closed place refuses every further event and says where the review has gone.

    Args:
        folder: the review's.
        target: the URL of a PostgreSQL database, or ``file`` for review.db in the folder.
        by: who moves it; see ``open_review``.

    Raises:
        UsageError: the review is there already, or is not this person's to move.
        CannotWrite: the new place is not empty or cannot be written, or the review was moved to
            another meanwhile.
        BadReview: the log does not hold, or the copy differs; the old place stays in force.
    """
    require(folder, PROTOCOL_FILE)
    require_store(folder)
    source = ReviewStore.open(place_of(folder))
    try:
        with source.writing() as closing:  # who is moving now may be no owner any more, or done
            _check_owner(folder, source, by)
            to_file = target.strip().casefold() == FILE
            source.refuse_if_moved(closing, folder.resolve() / DATABASE_FILE if to_file else target)
            new = _target(folder, source, target)
            made = _copied(source, new)
            if isinstance(new, Path):
                made = replace(made, target=str(folder.resolve() / DATABASE_FILE))
            source.close_for(closing, made.target)
    finally:
        source.close()
    return replace(made, kept=_switch(folder, made.target, to_file=isinstance(new, Path)))


def _check_owner(folder: Path, source: ReviewStore, by: str) -> None:
    """Let only an owner move a review; the roles last recorded count, not those just written."""
    protocol = parse_protocol(recorded_text(source))
    name = reviewer_named(by, protocol, local_settings(folder).reviewer)
    if not protocol.may_amend(name):
        raise UsageError(f"{name} may not move the review.", "It is the owner's, see [roles].")


def _target(folder: Path, source: ReviewStore, target: str) -> Path | str:
    if target.strip().casefold() != FILE:
        return target
    if not source.shared:
        raise UsageError(f"The review is in {source.where} already.", "Nothing has to be moved.")
    if (folder / DATABASE_FILE).exists():
        raise CannotWrite(
            f"{folder / DATABASE_FILE} is there already.", "Move that file out of the way first."
        )
    (folder / _NEW).unlink(missing_ok=True)
    return folder / _NEW


def _copied(source: ReviewStore, place: Path | str) -> Moved:
    """Copy everything in one transaction, and prove the copy."""
    faults = list(chain_faults(source.rows(), source.head()))
    if faults:
        raise BadReview(
            f"The log does not hold, so it is not moved: {faults[0]}",
            "Run 'tamis log verify', and restore the review from a backup.",
        )
    target = _copy(source, place)
    try:
        whole = not list(chain_faults(target.rows(), target.head()))
        if not whole or target.head() != source.head() or contents(target) != contents(source):
            raise BadReview(
                f"The copy at {target.where} differs from the review, which stays where it is.",
                "Empty that place, then try again.",
            )
        seq, digest = target.head()
        records = sum(1 for _ in target.record_bodies())
        return Moved(
            events=seq, records=records, digest=digest, source=source.where, target=target.where
        )
    finally:
        target.close()


def _copy(source: ReviewStore, place: Path | str) -> ReviewStore:
    """A store with everything of the source; one that has all of it, by a move cut short, counts.

    Raises:
        CannotWrite: there is something else.
    """
    try:
        target = ReviewStore.create(place)
    except CannotWrite:
        if not _is_copy(source, place):
            raise
        return ReviewStore.open(place)
    with target.writing() as copy:
        for rows in parts(source.rows()):
            copy.copy_events(rows)
        for bodies in parts(source.record_bodies()):
            copy.add_records(bodies)
        for entries in parts(source.rejected()):
            copy.add_rejected(entries)
    return target


def _is_copy(source: ReviewStore, place: Path | str) -> bool:
    try:
        there = ReviewStore.open(place)
    except ReviewError:
        return False
    try:
        return there.head() == source.head() and contents(there) == contents(source)
    finally:
        there.close()


def parts(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows some hundred at a time, as they are copied."""
    rows = iter(rows)
    while part := list(islice(rows, _CHUNK)):
        yield part


def contents(store: ReviewStore) -> str:
    """SHA-256 over every cell of a store, in order: equal for equal logs and records only."""
    sha = hashlib.sha256()
    for row in _cells(store):
        for cell in row:
            data = str(cell).encode("utf-8", "surrogatepass")
            sha.update(b"%d:" % len(data))
            sha.update(data)
    return sha.hexdigest()


def _cells(store: ReviewStore) -> Iterator[tuple[object, ...]]:
    for row in store.rows():
        yield tuple(getattr(row, name) for name in StoredEvent.__dataclass_fields__)
    yield from store.record_bodies()
    for entry in store.rejected():
        yield entry.search, entry.position, entry.body


def _switch(folder: Path, target: str, *, to_file: bool) -> str:
    """Let the folder name its new place; the name under which an old file is kept, if any."""
    if to_file:
        (folder / _NEW).replace(folder / DATABASE_FILE)
        write_local(folder, replace(local_settings(folder), store=""))
        return ""
    write_local(folder, replace(local_settings(folder), store=target))
    return _set_aside(folder)


def _set_aside(folder: Path) -> str:
    """Rename the old file with all that belongs to it; it is closed, and kept as a backup."""
    if not (folder / DATABASE_FILE).exists():
        return ""
    number = 1
    while (folder / f"review.moved-{number}.db").exists():
        number += 1
    kept = f"review.moved-{number}.db"
    for name in DATABASE_FILES:
        if (folder / name).exists():
            (folder / name).replace(folder / name.replace(DATABASE_FILE, kept))
    return kept


def join(address: str, folder: Path) -> str:
    """Make a folder to work in on a review in a database. Returns the review's address.

    Raises:
        BadReview: there is no review, or it has not begun.
        CannotWrite: the folder holds a review, or cannot be written.
    """
    refuse_own(folder, folder)
    for name in (PROTOCOL_FILE, LOCAL_FILE, DATABASE_FILE):
        if (folder / name).exists():
            raise CannotWrite(
                f"{folder} holds a review already ({name} is there).", "Choose another folder."
            )
    store = ReviewStore.open(address)
    try:
        text = recorded_text(store)
        where = store.where
    finally:
        store.close()
    write_new(folder / PROTOCOL_FILE, text)
    write_local(folder, Local(store=where))
    return where


def recorded_text(store: ReviewStore) -> str:
    """The text of the protocol last recorded in a log.

    Raises:
        BadReview: none is.
    """
    last = ""
    for row in store.rows():
        if row.kind == ProtocolAmended.__name__:
            last = from_json(row.body, ProtocolAmended, f"Event {row.seq}").text
    if not last:
        raise BadReview(f"No protocol is recorded at {store.where}.", "Ask who started the review.")
    return last
