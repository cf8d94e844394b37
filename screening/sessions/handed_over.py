"""A copy of a review for people outside of it: nothing blind goes out, abstracts only if wanted.

What reviewers may not know of each other yet is withheld as in a bundle: such a row keeps its
number and time, and from the first one on the copy has a chain of its own. What was merged from a
bundle is said without the digests of the bundle's log, for its place by time must count in the
copy too. Where abstracts are left out, the rows that held one keep their digests, which cannot be
made again; ``Unproved`` says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from screening.codec import from_json, to_json
from screening.console import counted, write_file
from screening.errors import UsageError
from screening.events import ZERO, StoredEvent, digest
from screening.events.kinds import BundleMerged, RecordChanged, Withheld
from screening.records import Record, RecordContent, Rejected, to_record_id
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.moving import parts
from screening.sessions.place import DATABASE_FILE
from screening.sessions.proof import Unproved
from screening.sessions.review import PROTOCOL_FILE, Review
from screening.store import RejectedRow, ReviewStore

ContentT = TypeVar("ContentT", bound=RecordContent)
_ABSTRACT = "abstract"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What became of a review on its way into the copy.

    ``withheld`` rows of the log were blind; the copy's own chain begins with event
    ``first_withheld``.
    ``records`` and ``rejected`` entries were copied without abstract or raw text.
    """

    withheld: int
    first_withheld: int | None
    records: int
    rejected: int
    unproved: Unproved


@dataclass(slots=True)
class _Tally:
    """What was left out so far."""

    withheld: list[int] = field(default_factory=list)
    first: int | None = None
    events: set[int] = field(default_factory=set)
    records: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def hand_over(
    review: Review, folder: Path, *, so_far: bool = False, abstracts: bool = True
) -> HandedOver:
    """Copy a review's log, records, rejected entries and protocol to an empty folder.

    Args:
        review: the open review; what others wrote meanwhile is taken in.
        folder: an empty folder.
        so_far: leave out what is still blind, instead of refusing.
        abstracts: whether abstracts, unmapped fields and raw texts of rejected entries go along.

    Raises:
        UsageError: this is a bundle, review.toml was edited since, or something is still blind.
    """
    tally = _Tally()
    with review.store.snapshot():
        review.refresh()
        _check(review)
        rows = list(_blind(review)) if not so_far else []
        if rows:
            raise _still_blind(rows)
        write_file(folder / PROTOCOL_FILE, review.protocol.text.encode("utf-8"))
        target = ReviewStore.create(folder / DATABASE_FILE)
        try:
            _copy(review, target, tally, abstracts=abstracts)
        finally:
            target.close()
    return HandedOver(
        withheld=len(tally.withheld),
        first_withheld=tally.first,
        records=len(tally.records),
        rejected=len(tally.rejected),
        unproved=Unproved(
            events=frozenset(tally.events),
            records=frozenset(tally.records),
            rejected=frozenset(tally.rejected),
        ),
    )


def _check(review: Review) -> None:
    if review.state.team.given:
        raise UsageError(
            "This folder is a bundle: it holds one reviewer's part only.",
            "Hand it back with 'tamis bundle return'; a package is made of the review itself.",
        )
    if review.protocol_changed:
        raise UsageError(
            "review.toml was edited after the log's last event, so that not all numbers would"
            " follow from the log.",
            "The next decision records the edited protocol; 'tamis protocol restore' takes the"
            " edit back.",
        )


def _blind(review: Review) -> Iterator[StoredEvent]:
    seen = rows_seen(review, review.store.rows(), by_all=True)
    return (row for row in seen if hidden_words(row))


def _still_blind(rows: list[StoredEvent]) -> UsageError:
    why = dict.fromkeys(hidden_words(row) for row in rows)
    return UsageError(
        f"Reviewers are still deciding independently: {counted(len(rows), 'row')} of the log"
        f" {'is' if len(rows) == 1 else 'are'} {' or '.join(why)}.",
        "Wait until all have decided, or leave those rows out: --so-far",
    )


def _copy(review: Review, target: ReviewStore, tally: _Tally, *, abstracts: bool) -> None:
    store = review.store
    rows = _open_rows(review, tally)
    bodies, entries = store.record_bodies(), store.rejected()
    if not abstracts:
        rows = _without_abstracts(rows, tally)
        bodies, entries = _records(bodies, tally), _rejected(entries, tally)
    with target.writing() as copy:
        for part in parts(rows):
            copy.copy_events(part)
        for records in parts(bodies):
            copy.add_records(records)
        for left in parts(entries):
            copy.add_rejected(left)


def _open_rows(review: Review, tally: _Tally) -> Iterator[StoredEvent]:
    """The log without what is blind; up to the first such row it is the review's own, unchanged."""
    previous = ZERO
    seen = rows_seen(review, review.store.rows(), by_all=True)
    for row, whole in zip(seen, review.store.rows(), strict=True):
        by, kind, body = row.by, row.kind, row.body
        if hidden_words(row):
            tally.first = tally.first or row.seq
            if row.kind == BundleMerged.__name__:
                body = _without_digests(whole)
            else:
                tally.withheld.append(row.seq)
                by, kind, body = "", Withheld.__name__, "{}"
        if tally.first:
            made = digest(row.seq, row.at, by, kind, body, previous=previous)
        else:
            made = row.digest
        yield StoredEvent(
            seq=row.seq, at=row.at, by=by, kind=kind, body=body, previous=previous, digest=made
        )
        previous = made


def _without_digests(row: StoredEvent) -> str:
    """Which events were merged, and nothing from which they could be guessed."""
    body = from_json(row.body, BundleMerged, f"Event {row.seq}")
    return to_json(replace(body, rows=tuple((number, "") for number, _digest in body.rows)))


def without_abstract(content: ContentT) -> ContentT:
    """A record without its abstracts in any language, and without fields that nobody mapped."""
    texts = tuple(text for text in content.local_texts if text.field != _ABSTRACT)
    return replace(content, abstract="", local_texts=texts, extra=())


def _without_abstracts(rows: Iterable[StoredEvent], tally: _Tally) -> Iterator[StoredEvent]:
    for row in rows:
        if row.kind == RecordChanged.__name__:
            body = from_json(row.body, RecordChanged, f"Event {row.seq}")
            made = replace(body, old=without_abstract(body.old), new=without_abstract(body.new))
            if made != body:
                tally.events.add(row.seq)
                yield replace(row, body=to_json(made))
                continue
        yield row


def _records(
    bodies: Iterable[tuple[int, str, str]], tally: _Tally
) -> Iterator[tuple[int, str, str]]:
    for number, search, body in bodies:
        record = from_json(body, Record, f"Record {to_record_id(number)}")
        made = without_abstract(record)
        if made == record:
            yield number, search, body
        else:
            tally.records.append(search)
            yield number, search, to_json(made)


def _rejected(entries: Iterable[RejectedRow], tally: _Tally) -> Iterator[RejectedRow]:
    for entry in entries:
        held = from_json(entry.body, Rejected, f"Entry {entry.position} of {entry.search}")
        if not held.raw:
            yield entry
        else:
            tally.rejected.append(entry.search)
            yield replace(entry, body=to_json(replace(held, raw="")))
