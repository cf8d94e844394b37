"""The envelope of an event, its place in the hash chain, and the way to and from text.

Each event carries the SHA-256 of its predecessor, so that an event altered, removed or put
elsewhere breaks the chain (Haber & Stornetta 1991, linked time-stamping).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from screening.codec import from_json, to_json
from screening.errors import BadReview
from screening.events.kinds import Body

ZERO = "0" * 64
KINDS: dict[str, type[Body]] = {kind.__name__: kind for kind in get_args(Body)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event as its row of text: exactly what is hashed.

    ``at`` is ISO 8601 in UTC with microseconds; ``body`` is canonical JSON; ``previous`` and
    ``digest`` are hexadecimal SHA-256.
    """

    seq: int
    at: str
    by: str
    kind: str
    body: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened: number (from 1), time (UTC), who, and what."""

    seq: int
    at: datetime
    by: str
    body: Body

    @property
    def kind(self) -> str:
        """The kind's name in the log."""
        return type(self.body).__name__


def digest(seq: int, at: str, by: str, kind: str, body: str, *, previous: str) -> str:
    """SHA-256 over all fields of a row, each with its length so that none can run into the next."""
    sha = hashlib.sha256()
    for part in (str(seq), at, by, kind, body, previous):
        data = part.encode("utf-8", "surrogatepass")
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.hexdigest()


def seal(event: Event, previous: str) -> StoredEvent:
    """Turn an event into its row, linked to the digest of the row before (ZERO for the first)."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    body = to_json(event.body)
    return StoredEvent(
        seq=event.seq,
        at=at,
        by=event.by,
        kind=event.kind,
        body=body,
        previous=previous,
        digest=digest(event.seq, at, event.by, event.kind, body, previous=previous),
    )


def unseal(row: StoredEvent) -> Event:
    """Read a row back.

    Raises:
        BadReview: a kind this version does not know, or a body that does not fit its kind.
    """
    kind = KINDS.get(row.kind)
    if kind is None:
        raise BadReview(
            f"Event {row.seq} of the log is of the unknown kind {row.kind!r}.",
            "The review was written by a newer version of Tamis: update, then try again.",
        )
    where = f"Event {row.seq} ({row.kind}) of the log"
    try:
        at = datetime.fromisoformat(row.at)
    except ValueError:
        raise BadReview(f"{where} has no readable time.", "Run 'tamis log verify'.") from None
    return Event(seq=row.seq, at=at, by=row.by, body=from_json(row.body, kind, where))


def chain_faults(
    rows: Iterable[StoredEvent], head: tuple[int, str], unproved: Collection[int] = ()
) -> Iterator[str]:
    """Every sentence that speaks against the log, from first to last row.

    Args:
        rows: the log in the order of its numbers.
        head: number and digest of the last event as kept beside the log.
        unproved: numbers of rows that a copy has without some of their words; their own digest
            cannot be made again, so only their place in the chain is held to.
    """
    expected, previous = 1, ZERO
    for row in rows:
        if row.seq != expected:
            yield f"Event {expected} is missing: the next one in the log is {row.seq}."
        if row.previous != previous:
            yield f"Event {row.seq} does not follow the event before it: the chain is broken here."
        made = digest(row.seq, row.at, row.by, row.kind, row.body, previous=row.previous)
        if made != row.digest and row.seq not in unproved:
            yield f"Event {row.seq} was altered: its contents do not match its digest."
        expected, previous = row.seq + 1, row.digest
    if head != (expected - 1, previous):
        yield (
            f"The log ends at event {expected - 1}, but {head[0]} events were written: "
            "the end was cut off or replaced."
        )
