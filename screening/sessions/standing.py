"""What one record adds to a stage's progress, so that a step moves the counts without a recount."""

from __future__ import annotations

from screening.events import Outcome, goes_on, has_turn, is_open, outcome
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.review import Review
from screening.sessions.screen import Progress, reached

_COUNTS = (
    "reached",
    "decided",
    "waiting",
    "open",
    "conflicts",
    "included",
    "excluded",
    "not_retrieved",
    "not_screened",
)


def standing(review: Review, stage: Stage, record: RecordId) -> Progress:
    """The progress of a stage as if this were its only record; the counts are 0 or 1."""
    plan, state = review.protocol.plan(stage), review.state
    if reached(state, review.protocol, stage, record):
        return Progress(stage=stage, **dict.fromkeys(_COUNTS, 0))
    found = outcome(state, review.protocol, stage, record).outcome
    last = review.protocol.is_last(stage)
    mine = review.by in state.decisions[stage].get(record, {})
    turn = has_turn(state, review.protocol, stage, record, review.by)
    return Progress(
        stage=stage,
        reached=1,
        decided=int(mine),
        waiting=int(found is Outcome.PENDING and turn),
        open=int(is_open(found, plan, last=last)),
        conflicts=int(found is Outcome.CONFLICT),
        included=int(goes_on(found, plan, last=last)),
        excluded=int(found is Outcome.EXCLUDED),
        not_retrieved=int(found is Outcome.NOT_RETRIEVED),
        not_screened=int(found is Outcome.NOT_SCREENED),
    )


def moved(whole: Progress, before: Progress, after: Progress) -> Progress:
    """The stage's progress once a record that stood as ``before`` stands as ``after``."""
    counts = {
        name: getattr(whole, name) + getattr(after, name) - getattr(before, name)
        for name in _COUNTS
    }
    return Progress(stage=whole.stage, **counts)
