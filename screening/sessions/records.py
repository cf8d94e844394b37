"""Everything known of a record, and lists of records by stage and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from screening.errors import UsageError
from screening.events import Changed, Decision, Outcome, StageOutcome
from screening.events.words import one_change
from screening.protocol import Stage
from screening.records import Record, RecordId, Search, SearchId
from screening.records.best import Merged
from screening.sessions.audit import is_blind
from screening.sessions.blinding import decisions_seen, notes_seen, tags_seen
from screening.sessions.known_records import found_again
from screening.sessions.merged import merged_group, merged_records
from screening.sessions.retracted import notices_of
from screening.sessions.review import Review
from screening.sessions.same_report import group_of
from screening.sessions.tags import tag_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StageHistory:
    """A record at one stage it reached: outcome, decisions in force, adjudication.

    ``decisions`` are those that the viewer may see, see ``blinding``.
    """

    stage: Stage
    outcome: Outcome
    reason: str
    decisions: tuple[Decision, ...]
    adjudication: Decision | None
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAgain:
    """A later import that brought a record again: its search and when it was imported."""

    search: Search
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTold:
    """What a later import changed in a record: each field with the value before and after."""

    seq: int
    at: datetime
    by: str
    search: SearchId
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHistory:
    """A record with its search and everything that was decided and noted about it.

    ``record`` has its newest values; ``changes`` tell what later imports changed in it, and
    ``found_again`` which brought it once more; ``merged`` has the best values of the group it is
    kept for, None where it is kept for none. ``notices`` are retractions and the like, its
    duplicates' as well.
    """

    record: Record
    merged: Merged | None
    search: Search
    duplicate_of: RecordId | None
    duplicates: tuple[RecordId, ...]
    stages: tuple[StageHistory, ...]
    notes: tuple[tuple[str, str], ...]
    not_retrieved: str | None
    notices: tuple[str, ...] = ()
    found_again: tuple[FoundAgain, ...] = ()
    changes: tuple[ChangeTold, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One line of a list of records.

    ``stage`` is the one asked for, else the last one reached; empty for duplicates. ``problems``
    tells what there is to look at since the import, one sentence each; ``tags`` are those that the
    viewer may see.
    """

    record: RecordId
    source: str
    stage: str
    outcome: str
    reason: str
    year: int | None
    title: str
    doi: str
    problems: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def history(review: Review, record: RecordId) -> RecordHistory:
    """Everything known of a record."""
    state = review.state
    found = review.outcomes
    duplicates = group_of(state, record)[1:]
    return RecordHistory(
        record=review.record(record),
        merged=merged_group(review, record)[0] if duplicates else None,
        search=state.import_of(record).body.search,
        duplicate_of=state.duplicates.get(record),
        duplicates=duplicates,
        stages=tuple(
            _stage_history(review, stage, record, here[record])
            for stage, here in found.items()
            if record in here
        ),
        notes=notes_seen(review, record),
        tags=tags_seen(review, record),
        not_retrieved=state.not_retrieved.get(record),
        notices=notices_of(review, record),
        found_again=tuple(
            FoundAgain(search=done.body.search, at=done.at) for done in found_again(state, record)
        ),
        changes=tuple(_told(change) for change in state.changes.get(record, ())),
    )


def _told(change: Changed) -> ChangeTold:
    return ChangeTold(
        seq=change.seq,
        at=change.at,
        by=change.by,
        search=change.body.search,
        fields=tuple(one_change(change.body, name) for name in change.body.fields),
    )


def _stage_history(
    review: Review, stage: Stage, record: RecordId, at: StageOutcome
) -> StageHistory:
    state = review.state
    ranking = state.rankings.get(stage)
    order = ranking[1].order if ranking and not is_blind(review, stage) else ()
    return StageHistory(
        stage=stage,
        outcome=at.outcome,
        reason=at.reason,
        decisions=decisions_seen(review, stage, record),
        adjudication=state.adjudications.get((stage, record)),
        rank=order.index(record) + 1 if record in order else None,
    )


def list_records(
    review: Review,
    *,
    stage: Stage | None = None,
    outcome: str = "",
    problems: bool = False,
    tag: str = "",
) -> list[RecordRow]:
    """The records of the review, one row each, in the order of import.

    Args:
        review: the open review.
        stage: only records that reached it, with their outcome there.
        outcome: only records of this outcome, or ``duplicate``.
        problems: only records with something to look at since the import.
        tag: only records with this tag, capitals aside; of others' tags, those the viewer may see.

    Raises:
        UsageError: the protocol has no such stage, or there is no such outcome or tag.
    """
    wanted = to_outcome(outcome) if outcome else ""
    places = _places(review, stage)
    tagged = _with_tag(review, tag) if tag else places
    keep = [
        record
        for record, (_at, name, _reason) in places.items()
        if record in tagged and (not wanted or name == wanted)
    ]
    return [
        _row(review, record, places[record.id])
        for record in merged_records(review, keep)
        if record.problems or not problems
    ]


def _with_tag(review: Review, tag: str) -> set[RecordId]:
    """The records with a tag that the viewer may see."""
    every = {record: _tags(review, record) for record in review.state.seat.tagging}
    found = {
        record
        for record, tags in every.items()
        if tag_of(tag).casefold() in map(str.casefold, tags)
    }
    if not found:
        known = ", ".join(sorted({name for tags in every.values() for name in tags}))
        raise UsageError(
            f"No record has the tag {tag!r}.",
            f"The tags are: {known}." if known else "Key t of 'tamis screen' puts tags on.",
        )
    return found


def _tags(review: Review, record: RecordId) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for _by, tag in tags_seen(review, record)))


def to_outcome(text: str) -> str:
    """Read an outcome as people type it: its name, or a verdict's.

    Raises:
        UsageError: no such outcome.
    """
    names = [*(at.value for at in Outcome), "duplicate"]
    name = text.strip().lower().replace("-", " ").replace("_", " ")
    for known in names:
        if name and name in (known, known.removesuffix("d"), f"{known}s"):
            return known
    raise UsageError(f"There is no outcome {text!r}.", f"The outcomes are: {', '.join(names)}.")


def _places(review: Review, stage: Stage | None) -> dict[RecordId, tuple[str, str, str]]:
    """Record -> (stage, outcome, reason), in order of import."""
    found = review.outcomes
    if stage is not None:
        found = {review.protocol.plan(stage).stage: found[stage]}
    reached = {
        record: (name.value, at.outcome.value, at.reason)
        for name, here in found.items()
        for record, at in here.items()
    }
    if stage is not None:
        return reached
    duplicate = review.state.duplicates
    return {
        record: reached.get(record, ("", "duplicate", f"of {duplicate.get(record, '')}"))
        for record in review.state.records()
    }


def _row(review: Review, record: Record, place: tuple[str, str, str]) -> RecordRow:
    stage, outcome, reason = place
    return RecordRow(
        record=record.id,
        source=review.state.import_of(record.id).body.search.source,
        stage=stage,
        outcome=outcome,
        reason=reason,
        year=record.year,
        title=record.title,
        doi=record.doi,
        problems=tuple(problem.message for problem in record.problems),
        tags=_tags(review, record.id),
    )
