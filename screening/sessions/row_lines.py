"""The rows of a review as lines of JSON, and a review built again from such lines.

A line holds a row exactly as stored: an event with its seven fields, whose ``body`` is the text
that was hashed; a record as ``[number, search, body]``; a rejected entry with its three fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from screening.codec import from_json, to_json
from screening.console import write_file
from screening.errors import BadInput, BadReview
from screening.events import StoredEvent
from screening.protocol import parse_protocol
from screening.sessions.log import stored_faults
from screening.sessions.moving import parts, recorded_text
from screening.sessions.place import DATABASE_FILE
from screening.sessions.proof import Proof, Unproved
from screening.sessions.review import PROTOCOL_FILE, Review, now
from screening.store import RejectedRow, ReviewStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of JSON, each with its line end, in the order of their rows."""

    events: Iterable[bytes]
    records: Iterable[bytes]
    rejected: Iterable[bytes]


def lines_of(review: Review) -> Lines:
    """All rows of a review."""
    store = review.store
    return Lines(
        events=map(_line, store.rows()),
        records=map(_line, store.record_bodies()),
        rejected=map(_line, store.rejected()),
    )


def _line(row: object) -> bytes:
    return f"{to_json(row)}\n".encode()


def rebuild(folder: Path, lines: Lines) -> None:
    """Make a review of lines in an empty folder; its protocol is the one last recorded in the log.

    Nothing is proved yet; see ``rebuilt_faults``.

    Raises:
        BadInput: a line cannot be read, or its row is out of order.
        BadReview: the log records no protocol.
    """
    store = ReviewStore.create(folder / DATABASE_FILE)
    try:
        with store.writing() as copy:
            for rows in parts(_read(lines.events, StoredEvent, lambda row: row.seq)):
                copy.copy_events(rows)
            for records in parts(_read(lines.records, tuple[int, str, str], lambda row: row[0])):
                copy.add_records(records)
            for left in parts(_read(lines.rejected, RejectedRow, _place)):
                copy.add_rejected(left)
        text = recorded_text(store)
    finally:
        store.close()
    write_file(folder / PROTOCOL_FILE, text.encode("utf-8"))


def _place(row: RejectedRow) -> tuple[str, int]:
    return row.search, row.position


def _read(lines: Iterable[bytes], kind: type[T], key: Callable[[T], object]) -> Iterator[T]:
    """The rows, each of which must come after the one before."""
    last: object = None
    for number, line in enumerate(lines, start=1):
        try:
            row = from_json(line.decode("utf-8"), kind, f"Line {number}")
        except (BadReview, UnicodeDecodeError) as error:
            raise BadInput(
                f"Line {number} of the rows is no row of a review: {error}",
                "Ask whoever made the package for it again.",
            ) from error
        here = key(row)
        if last is not None and not here > last:  # type: ignore[operator]
            raise BadInput(
                f"Line {number} of the rows is out of order, or there twice.",
                "Ask whoever made the package for it again.",
            )
        last = here
        yield row


@contextmanager
def rebuilt(folder: Path) -> Iterator[Review]:
    """A rebuilt review, opened to be computed with, in nobody's name.

    Raises:
        BadReview: its log or its protocol cannot be read.
    """
    text = (folder / PROTOCOL_FILE).read_text(encoding="utf-8")
    store = ReviewStore.open(folder / DATABASE_FILE)
    try:
        yield Review(folder, parse_protocol(text), store, "", now)
    finally:
        store.close()


def rebuilt_faults(folder: Path, unproved: Unproved) -> list[str]:
    """Every sentence that speaks against a rebuilt review: its chain, records, rejected entries."""
    with Proof(folder, ReviewStore.open(folder / DATABASE_FILE)) as proof:
        return list(stored_faults(proof, unproved))
