"""What the marks of a review amount to: who stands for whom, and which questions are open."""

from __future__ import annotations

from screening.events import Pair, ReviewState, kept_for, pair_of
from screening.events.kinds import DuplicateProposed
from screening.records import RecordId


def resolved(state: ReviewState, pair: Pair) -> Pair:
    """The pair of records that stand for these two."""
    return pair_of(kept_for(state, pair[0]), kept_for(state, pair[1]))


def followers_of(state: ReviewState) -> dict[RecordId, tuple[RecordId, ...]]:
    """Kept record -> all its duplicates, in the order of marking."""
    found: dict[RecordId, list[RecordId]] = {}
    for record in state.duplicates:
        found.setdefault(kept_for(state, record), []).append(record)
    return {kept: tuple(records) for kept, records in found.items()}


def group_of(state: ReviewState, kept: RecordId) -> tuple[RecordId, ...]:
    """A kept record and all its duplicates; quicker for one record than ``followers_of``."""
    found, newest = [kept], {kept}
    while newest:
        newest = {at for at, into in state.duplicates.items() if into in newest} - set(found)
        found += [at for at in state.duplicates if at in newest]
    return tuple(found)


def decided_records(state: ReviewState) -> frozenset[RecordId]:
    """Records on which somebody has decided, at any stage."""
    made = {record for stage in state.decisions.values() for record, by in stage.items() if by}
    return frozenset(made | {record for _stage, record in state.adjudications})


def open_questions(state: ReviewState) -> dict[Pair, DuplicateProposed]:
    """The pairs still to be judged, as the records that stand for them; likeliest first.

    A question is settled once its two records stand for one, or once a person keeps any records
    apart that they stand for.
    """
    apart = {resolved(state, pair) for pair in state.kept_apart}
    found: dict[Pair, DuplicateProposed] = {}
    for asked, question in state.asked.items():
        pair = resolved(state, asked)
        before = found.get(pair)
        if pair[0] == pair[1] or pair in apart:
            continue
        if before is None or question.likeness > before.likeness:
            found[pair] = question
    return dict(sorted(found.items(), key=lambda at: (-at[1].likeness, at[0])))
