"""The log as people read it, and the proof that it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from screening.codec import from_json
from screening.errors import ReviewError
from screening.events import StoredEvent, chain_faults, unseal
from screening.events.kinds import BundleGiven, SearchImported
from screening.events.words import in_words
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.fulltext_proof import fulltext_faults
from screening.sessions.known_proof import known_faults
from screening.sessions.proof import Proof, Unproved
from screening.sessions.review import Review
from screening.store import RowsDigest

_BLOCK = 1 << 20
_NOTHING = Unproved()


def log_rows(review: Review, after: int = 0) -> Iterator[StoredEvent]:
    """The log after a number, as the viewer may see it."""
    return (row for row in rows_seen(review, review.store.rows()) if row.seq > after)


def words_of(row: StoredEvent) -> str:
    """What a row says, in words; a row that is hidden or cannot be read says so."""
    if why := hidden_words(row):
        return why
    try:
        return in_words(unseal(row).body)
    except ReviewError as error:
        return error.message


def verify(review: Proof) -> Iterator[str]:
    """Every sentence that speaks against the review; none if all of it is as it was written.

    Proved are: the chain of digests over the log, its end, the records and rejected entries of
    each import, what imports said of known records, the imported files, the files of full texts
    with the texts read out of them, the database's own structure and its append-only guards.
    """
    with review.store.snapshot():
        yield from stored_faults(review)
        yield from _told(lambda: _original_faults(review))
        yield from _told(lambda: fulltext_faults(review.store.rows(), review.fulltexts))


def stored_faults(review: Proof, unproved: Unproved = _NOTHING) -> Iterator[str]:
    """Like ``verify``, of the database only.

    Args:
        review: opened to be proved.
        unproved: what a copy has without some of its words; counted, but not compared by digest.
    """
    store = review.store
    yield from _told(store.damage)
    yield from _told(lambda: chain_faults(store.rows(), store.head(), unproved.events))
    yield from _told(lambda: _unreadable(review))
    yield from _told(lambda: _payload_faults(review, unproved))
    yield from _told(lambda: known_faults(store))


def event_with(review: Proof, digest: str) -> int | None:
    """The number of the event that the log once ended with, by its digest; None if there is none.

    In a whole chain each digest covers every event up to its own.
    """
    found = (row.seq for row in review.store.rows() if row.digest == digest)
    return next(found, None)


def _told(check: Callable[[], Iterable[str]]) -> Iterator[str]:
    """A check that cannot go on because of the damage says so, and the others still run."""
    try:
        yield from check()
    except ReviewError as error:
        yield error.message


def _unreadable(review: Proof) -> Iterator[str]:
    for row in review.store.rows():
        try:
            unseal(row)
        except ReviewError as error:
            yield error.message


def _imports(review: Proof) -> Iterator[SearchImported]:
    for row in review.store.rows():
        if row.kind == SearchImported.__name__:
            yield from_json(row.body, SearchImported, f"Event {row.seq}")


def _payload_faults(review: Proof, unproved: Unproved) -> Iterator[str]:
    records: dict[str, RowsDigest] = {}
    counts: dict[str, int] = {}
    for number, search, body in review.store.record_bodies():
        records.setdefault(search, RowsDigest()).add(number, body)
        counts[search] = counts.get(search, 0) + 1
    rejected: dict[str, RowsDigest] = {}
    for row in review.store.rejected():
        rejected.setdefault(row.search, RowsDigest()).add(row.position, row.body)
    for done in _imports(review):
        search = done.search.id
        if counts.pop(search, 0) != done.imported:
            yield f"Search {search}: records are missing or too many."
        altered = records.pop(search, RowsDigest()).hex() != done.records_digest
        if altered and search not in unproved.records:
            yield f"Search {search}: its records were altered."
        altered = rejected.pop(search, RowsDigest()).hex() != done.rejected_digest
        if altered and search not in unproved.rejected:
            yield f"Search {search}: its rejected entries were altered."
    for search in sorted({*records, *rejected}):
        yield f"Search {search} is in the database, but not in the log."


def _original_faults(review: Proof) -> Iterator[str]:
    """Kept files; a bundle has none, and in a shared database each is with who imported it."""
    if any(row.kind == BundleGiven.__name__ for row in review.store.rows()):
        return
    for done in _imports(review):
        path = review.originals / done.search.file_sha256
        if not path.is_file():
            if review.store.shared:
                continue
            yield f"The imported file {done.search.file_name} is missing from {path.parent}."
        elif sha256_of(path) != done.search.file_sha256:
            yield f"The kept copy of {done.search.file_name} was altered: {path}."


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha.update(block)
    return sha.hexdigest()
