"""Undo of what a person marked, unmarked or split, at any later time: read back from the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from screening.errors import UsageError
from screening.events import Event, ReviewState, fold, pair_of
from screening.events.kinds import DuplicateMarked, DuplicateUnmarked
from screening.records import RecordId
from screening.sessions.review import Review, Writer

Change = DuplicateMarked | DuplicateUnmarked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A mark set or taken off: what was in force of the record before."""

    seq: int
    body: Change
    before: DuplicateMarked | None
    was_apart: bool


def undo_duplicates(review: Review) -> str:
    """Take this reviewer's latest mark, unmark or split back, and say so; repeat to go further.

    Raises:
        UsageError: there is none, or the record was marked otherwise meanwhile.
    """
    with review.writing() as writer:
        acts = _acts(review.events(), review.by)
        if not acts:
            raise UsageError(
                f"{review.by} has marked or unmarked no duplicate.",
                "What the search marked is taken back with tamis duplicates unmark RECORD.",
            )
        for step in reversed(acts[-1]):
            _take_back(writer, step)
        return f"Undone: {'; '.join(_told(step.body) for step in acts[-1])}."


def _acts(events: Iterable[Event], by: str) -> list[list[_Step]]:
    """The reviewer's steps that were not undone, those of one act together, oldest first."""
    state = ReviewState()
    acts: list[list[_Step]] = []
    for event in events:
        body = event.body
        if isinstance(body, Change) and event.by == by:
            _follow(acts, event.seq, body, state)
        fold([event], onto=state)
    return acts


def _follow(acts: list[list[_Step]], seq: int, body: Change, state: ReviewState) -> None:
    if body.undo:
        _drop(acts, body.record)
    elif isinstance(body, DuplicateUnmarked) or body.maker is None:
        step = _step(seq, body, state)
        if acts and _belongs(step, acts[-1]):
            acts[-1].append(step)
        else:
            acts.append([step])


def _step(seq: int, body: Change, state: ReviewState) -> _Step:
    before = state.marked_by.get(body.record)
    other = body.kept if isinstance(body, DuplicateMarked) else None
    apart = other is not None and pair_of(body.record, other) in state.kept_apart
    return _Step(seq=seq, body=body, before=before, was_apart=apart)


def _belongs(step: _Step, act: list[_Step]) -> bool:
    """Whether a step is the next of a split, or of a mark that moved the duplicates along."""
    first, last = act[0].body, act[-1]
    if step.seq != last.seq + 1:
        return False
    if isinstance(step.body, DuplicateUnmarked):
        return (
            isinstance(first, DuplicateUnmarked) and bool(first.why) and first.why == step.body.why
        )
    return (
        isinstance(first, DuplicateMarked)
        and step.before is not None
        and step.before.kept == first.record
    )


def _drop(acts: list[list[_Step]], record: RecordId) -> None:
    """Forget the latest step on a record, which was undone."""
    for act in reversed(acts):
        for step in act:
            if step.body.record == record:
                act.remove(step)
                if not act:
                    acts.remove(act)
                return


def _take_back(writer: Writer, step: _Step) -> None:
    record = step.body.record
    now = writer.state.duplicates.get(record)
    if now != (step.body.kept if isinstance(step.body, DuplicateMarked) else None):
        raise UsageError(
            f"{record} was marked otherwise since, by somebody else or by a search.",
            "To see all: tamis duplicates list",
        )
    if step.before is not None:
        writer.append(replace(step.before, undo=True))
    else:
        writer.append(DuplicateUnmarked(record=record, undo=not step.was_apart))


def _told(body: Change) -> str:
    if isinstance(body, DuplicateMarked):
        return f"{body.record} marked as a duplicate of {body.kept}"
    return f"{body.record} unmarked"
