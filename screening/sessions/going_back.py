"""What a decision at an earlier stage takes back: what was decided on the record after it.

Every stage only sees what the stage before let through, so that a record excluded at the title no
longer counts as included at the full text, nor does what was extracted from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import dropwhile

from screening.events import Decision, Outcome, ReviewState, outcome
from screening.events.kinds import CellFilled, FindingAdded, FindingProposed
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.review import Review
from screening.sessions.screen import reached

_SETTLED = (Outcome.INCLUDED, Outcome.EXCLUDED, Outcome.UNSURE, Outcome.NOT_RETRIEVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingBack:
    """A record that leaves later ``stages``, each with its outcome there.

    ``extracted``: the log holds findings of it, or values of the extraction table.
    """

    record: RecordId
    at: Stage
    stages: tuple[tuple[Stage, Outcome], ...]
    extracted: bool

    @property
    def told(self) -> str:
        """What would no longer count, as a sentence."""
        return self._words("is", "with", "would no longer count")

    @property
    def told_after(self) -> str:
        """What no longer counts once it is decided, as a sentence."""
        return self._words("was", "by", "no longer counts")

    def _words(self, stood: str, by: str, end: str) -> str:
        where = " and ".join(
            f"{found if found in _SETTLED else 'decided'} at the {stage.label} stage"
            for stage, found in self.stages
        )
        more = ", and findings or values were taken from it" if self.extracted else ""
        return (
            f"{self.record} {stood} {where}{more}; {by} this decision at the {self.at.label} stage"
            f" that {end}."
        )


def going_back(
    review: Review, stage: Stage, record: RecordId, verdict: Verdict
) -> GoingBack | None:
    """What this reviewer's decision would take back; None if nothing. Nothing is changed."""
    done = tuple(_done_after(review, stage, record))
    if not done:
        return None
    after = _decided(review.state, stage, record, verdict, review.by)
    stages = tuple(at for at in done if reached(after, review.protocol, at[0], record))
    if not stages:
        return None
    return GoingBack(record=record, at=stage, stages=stages, extracted=_extracted(review, record))


def _done_after(review: Review, stage: Stage, record: RecordId) -> Iterator[tuple[Stage, Outcome]]:
    """The later stages that the record has reached and at which something is settled of it."""
    state, protocol = review.state, review.protocol
    used = [plan.stage for plan in protocol.stages]
    for later in [*dropwhile(lambda at: at is not stage, used)][1:]:
        found = outcome(state, protocol, later, record).outcome
        settled = found in _SETTLED or state.decided_by(later, record, review.by)
        if settled and not reached(state, protocol, later, record):
            yield later, found


def _decided(
    state: ReviewState, stage: Stage, record: RecordId, verdict: Verdict, by: str
) -> ReviewState:
    """The state as it is once the reviewer has decided so; the given one stays as it is."""
    made = state.decisions[stage].get(record, {})
    decision = Decision(
        seq=state.last_seq + 1,
        at=state.last_at or datetime.min.replace(tzinfo=UTC),
        by=by,
        record=record,
        stage=stage,
        verdict=verdict,
    )
    of_stage = {**state.decisions[stage], record: {**made, by: [*made.get(by, ()), decision]}}
    settled = {at: held for at, held in state.adjudications.items() if at != (stage, record)}
    return replace(state, decisions={**state.decisions, stage: of_stage}, adjudications=settled)


def _extracted(review: Review, record: RecordId) -> bool:
    kinds = FindingAdded | FindingProposed | CellFilled
    bodies = (event.body for event in review.events())
    return any(isinstance(body, kinds) and body.record == record for body in bodies)
