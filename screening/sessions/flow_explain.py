"""What stands behind a number of the flow: its records, and the events that put them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from screening.errors import UsageError
from screening.events import Event, ReviewState
from screening.events.kinds import (
    Decided,
    DuplicateMarked,
    ReportNotRetrieved,
    ReportRetrieved,
    StageStopped,
)
from screening.events.words import in_words
from screening.prisma import box_counts, flow, flow_records
from screening.prisma.counts import KIND_FIELDS, UPDATE_FIELDS
from screening.prisma.meanings import meaning
from screening.protocol import Protocol, Stage
from screening.records import RecordId, to_record_id
from screening.sessions.blinding import is_undecided
from screening.sessions.flow_time import Standing
from screening.sessions.merged import merged_records
from screening.sessions.review import Review

_IMPORTED = frozenset(("identified", "to_screen", *KIND_FIELDS.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxNumber:
    """A box by name, with its number and what it counts."""

    box: str
    n: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindEvent:
    """An event behind a number: its number in the log, time (ISO 8601, UTC), who, and what."""

    seq: int
    at: str
    by: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindRecord:
    """A record in a box, and the events that put it there."""

    record: RecordId
    year: int | None
    title: str
    events: tuple[BehindEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A number of the flow with all that is behind it; ``note`` where no record is."""

    box: str
    n: int
    meaning: str
    records: tuple[BehindRecord, ...]
    note: str = ""


def all_boxes(standing: Standing) -> tuple[BoxNumber, ...]:
    """Every box of the flow, in the order of the diagram."""
    counts = box_counts(flow(standing.state, standing.protocol))
    return tuple(BoxNumber(box=box, n=n, meaning=meaning(box)) for box, n in counts.items())


def explain(
    review: Review, box: str, standing: Standing | None = None, events: Iterable[Event] = ()
) -> Explained:
    """The records and events behind a number.

    Args:
        review: the open review.
        box: the name of a box.
        standing: the review at an earlier moment; its present state if left out.
        events: the log up to that moment; the whole log if left out.

    Raises:
        UsageError: there is no such box.
    """
    at = standing or review
    numbers = box_counts(flow(at.state, at.protocol))
    if box not in numbers:
        raise no_such_box(box, numbers)
    ids = flow_records(at.state, at.protocol).get(box, ())
    events = events if standing else review.events()
    behind = {
        record: tuple(_told(review, event) for event in found)
        for record, found in _behind(box, ids, at, events).items()
    }
    records = tuple(
        BehindRecord(
            record=record.id, year=record.year, title=record.title, events=behind[record.id]
        )
        for record in merged_records(review, ids)
    )
    return Explained(
        box=box,
        n=numbers[box],
        meaning=meaning(box),
        records=records,
        note=_NOTES.get(box, ""),
    )


_NOTES = dict.fromkeys(
    UPDATE_FIELDS, "This number rests on [previous] in review.toml; it lists no records of its own."
)


def no_such_box(box: str, boxes: Iterable[str]) -> UsageError:
    """The sentence for a name that no box has, with those near to it."""
    near = ", ".join(get_close_matches(box, list(boxes), n=3, cutoff=0.3))
    return UsageError(
        f"There is no box {box!r}.",
        (f"Near to it: {near}. " if near else "") + "'tamis prisma explain' names all of them.",
    )


def _behind(
    box: str, ids: Sequence[RecordId], at: Standing, events: Iterable[Event]
) -> dict[RecordId, list[Event]]:
    """Record -> the events that put it into the box, oldest first; one walk over the log."""
    wanted = set(ids)
    in_force = {record: set(_in_force(at.state, at.protocol, box, record)) for record in ids}
    found: dict[RecordId, dict[str, Event]] = {record: {} for record in ids}
    for event in events:
        for record in _records_of(event, wanted):
            if event.seq in in_force[record]:
                found[record][f"{event.seq}"] = event
            elif _bears_on(box, event):
                found[record][_topic(event)] = event
    return {
        record: sorted(by.values(), key=lambda event: event.seq) for record, by in found.items()
    }


def _topic(event: Event) -> str:
    """Events of one topic replace each other: the last one counts."""
    return "text" if isinstance(event.body, ReportNotRetrieved | ReportRetrieved) else event.kind


def _told(review: Review, event: Event) -> BehindEvent:
    """An event in words; what another says of a record that is still blind stays hidden."""
    body = event.body
    what = in_words(body)
    if isinstance(body, Decided) and event.by != review.by and body.stage in _used(review):
        blind = is_undecided(review, body.stage, body.record)
        what = "hidden until all reviewers of the record have decided" if blind else what
    return BehindEvent(seq=event.seq, at=event.at.isoformat(), by=event.by, what=what)


def _used(review: Review) -> set[Stage]:
    return {plan.stage for plan in review.protocol.stages}


def _records_of(event: Event, wanted: set[RecordId]) -> Iterator[RecordId]:
    """The records of the box that an event is about."""
    body = event.body
    first, imported = getattr(body, "first", None), getattr(body, "imported", 0)
    named: list[RecordId | None] = []
    if first is not None:
        named += [to_record_id(number) for number in range(first, first + imported)]
    else:
        several = getattr(body, "reports", None) or getattr(body, "unread", None)
        named += several or [getattr(body, "record", None)]
    yield from (record for record in dict.fromkeys(named) if record in wanted)


def _in_force(state: ReviewState, protocol: Protocol, box: str, record: RecordId) -> Iterator[int]:
    """The numbers of the events in force that put a record into a box."""
    stages = _stages_behind(box, protocol)
    if not stages or _plain(box) in _IMPORTED:
        yield state.import_of(record).seq
    for stage in stages:
        yield from (decision.seq for decision in state.in_force(stage, record).values())
        if settled := state.adjudications.get((stage, record)):
            yield settled.seq
    if box == "studies_included":
        for seq, (_by, body) in state.study_steps.items():
            if record in body.reports:
                yield seq


def _bears_on(box: str, event: Event) -> bool:
    """Whether an event that no state numbers is behind a box: marks, missing reports, stops."""
    body, plain = event.body, _plain(box)
    if isinstance(body, DuplicateMarked):
        return plain.startswith("duplicates")
    if isinstance(body, ReportNotRetrieved | ReportRetrieved):
        return "fulltext" in plain or plain.startswith(("reports", "articles", "included"))
    if isinstance(body, StageStopped):
        return "not_screened" in plain
    return False


def _plain(box: str) -> str:
    """A box without its column and its part."""
    head = box.partition(":")[0]
    column, _, rest = head.partition("_")
    return rest if column in ("dbr", "other") and rest != "sources" else head


def _stages_behind(box: str, protocol: Protocol) -> tuple[Stage, ...]:
    """The stages whose decisions put records into a box."""
    plain, used = _plain(box), [plan.stage for plan in protocol.stages]
    before = tuple(stage for stage in used if stage is not Stage.FULLTEXT)
    if plain.startswith("records_") or plain == "reports_sought":
        return before
    if plain in ("studies_included", "reports_included", "included"):
        return (used[-1],)
    if plain.startswith(("reports_", "articles_")):
        return (Stage.FULLTEXT,)
    if plain == "open_records":
        return tuple(used)
    what, _, name = plain.rpartition("_")
    if name not in tuple(Stage) or not what:
        return ()
    at = used.index(Stage(name))
    return tuple(used[:at]) if what == "reached" else (used[at],)
