"""Records whose import was taken back: nothing is written of them, and those that stay move on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from screening.errors import UsageError
from screening.events import Body, ReviewState
from screening.events.kinds import RankingMade
from screening.records import Record, RecordId, record_number

# Every field of an event that names records; an order of reading is shortened as it is replayed.
_ONE = ("record", "other", "kept")
_SEVERAL = ("records", "reports", "pool", "unread")


def named_in(body: Body) -> Iterator[RecordId]:
    """The records that an event names; none of an order of reading."""
    if isinstance(body, RankingMade):
        return
    yield from (at for name in _ONE if (at := getattr(body, name, None)))
    for name in _SEVERAL:
        yield from getattr(body, name, ())


def is_of(body: Body, records: Collection[RecordId]) -> bool:
    """Whether an event is about one of these records."""
    return bool(records) and getattr(body, "record", None) in records


def refuse_gone(state: ReviewState, records: Iterable[RecordId]) -> None:
    """Let nothing be said of a record that is gone.

    Raises:
        UsageError: its import was taken back.
    """
    if not state.gone:
        return
    for record in records:
        if record in state.gone:
            number = record_number(record)
            back = next(at for at in state.taken_back if number in at.gone)
            raise UsageError(
                f"{record} is no longer in this review: {back.done.body.search.id}, which brought"
                f" it, was taken back on {back.at:%Y-%m-%d} by {back.by}.",
                "To see all imports: tamis imports list",
            )


def as_it_stands(record: Record, state: ReviewState) -> Record:
    """A record with the search and the position that it has now, if its import was taken back."""
    if not state.taken_back:
        return record
    number = record_number(record.id)
    done = next((at for at in state.imports if number in at.adopted), None)
    position = done.place_of(number) if done else None
    if done is None or position is None:
        return record
    return replace(record, search=done.body.search.id, position=position, line=None)
