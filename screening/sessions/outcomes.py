"""The outcomes of all stages as a review's log stands: computed once for each state of the log."""

from __future__ import annotations

from collections.abc import Mapping

from screening.events import ReviewState, StageOutcome, stage_outcomes
from screening.protocol import Protocol, Stage
from screening.records import RecordId

Outcomes = Mapping[Stage, Mapping[RecordId, StageOutcome]]


class LastOutcomes:
    """Remembers the outcomes last asked for, and computes them anew once an event has come."""

    def __init__(self) -> None:
        self._of: tuple[ReviewState, int, Protocol, Outcomes] | None = None

    def of(self, state: ReviewState, protocol: Protocol) -> Outcomes:
        """The same as ``stage_outcomes`` of a state that only ``fold`` has changed."""
        if self._of is not None:
            seen, number, plan, found = self._of
            if seen is state and number == state.last_seq and plan is protocol:
                return found
        found = stage_outcomes(state, protocol)
        self._of = (state, state.last_seq, protocol, found)
        return found
