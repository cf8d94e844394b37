"""Duplicates marked by hand, and the list of all: such a record still counts for its source."""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.events import Event, ReviewState
from screening.events.kinds import DuplicateMarked, DuplicateUnmarked
from screening.records import RecordId, record_number
from screening.sessions.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A marked record and the one kept, each with its source and title.

    ``by_hand`` where a person marked it; ``rule`` and ``evidence`` tell what showed it.
    """

    record: RecordId
    kept: RecordId
    source: str
    kept_source: str
    title: str
    kept_title: str
    by_hand: bool
    rule: str
    evidence: str


def mark_duplicate(review: Review, record: RecordId, kept: RecordId, *, why: str = "") -> Event:
    """Say that a record is the same report as another, which is kept.

    Decisions made on the record stay in the log.

    Raises:
        UsageError: a record would be a duplicate of itself, of a duplicate, or of two records,
            or others are marked as duplicates of it.
    """
    with review.writing() as writer:
        _may_mark(writer.state, record, kept)
        return writer.append(DuplicateMarked(record=record, kept=kept, evidence=why.strip()))


def _may_mark(state: ReviewState, record: RecordId, kept: RecordId) -> None:
    if record == kept:
        raise UsageError(
            f"{record} cannot be a duplicate of itself.", "Name the record that is kept second."
        )
    if now := state.duplicates.get(record):
        raise UsageError(
            f"{record} is marked as a duplicate of {now} already.",
            f"To change that: tamis duplicates unmark {record}",
        )
    if first := state.duplicates.get(kept):
        raise UsageError(
            f"{kept} is a duplicate itself, of {first}.",
            f"To change that: tamis duplicates unmark {kept}"
            if first == record
            else f"Keep that one: tamis duplicates mark {record} {first}",
        )
    others = [other for other, into in state.duplicates.items() if into == record]
    if others:
        raise UsageError(
            f"{record} is itself kept for {', '.join(others)}.",
            f"Mark the other way round: tamis duplicates mark {kept} {record}",
        )


def unmark_duplicate(review: Review, record: RecordId) -> Event:
    """Say that a record is no duplicate after all; it comes back to the screening.

    Raises:
        UsageError: it is not marked as one.
    """
    with review.writing() as writer:
        if record not in writer.state.duplicates:
            raise UsageError(
                f"{record} is not marked as a duplicate.", "To see all: tamis duplicates list"
            )
        return writer.append(DuplicateUnmarked(record=record))


def marked_duplicates(review: Review) -> list[Duplicate]:
    """Every duplicate with the record kept, in the order of import."""
    state = review.state
    pairs = sorted(state.duplicates.items(), key=lambda pair: record_number(pair[0]))
    titles = {at.id: at.title for at in review.records({name for pair in pairs for name in pair})}

    def source(record: RecordId) -> str:
        return state.import_of(record).body.search.source

    return [
        Duplicate(
            record=record,
            kept=kept,
            source=source(record),
            kept_source=source(kept),
            title=titles[record],
            kept_title=titles[kept],
            by_hand=state.marked_by[record].maker is None,
            rule=state.marked_by[record].rule,
            evidence=state.marked_by[record].evidence,
        )
        for record, kept in pairs
    ]
