"""What undo takes back at a stage, read off the log: decisions, missing reports, postponements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from screening.errors import UsageError
from screening.events import Event
from screening.events.kinds import (
    Decided,
    DecisionWithdrawn,
    Postponed,
    ReportNotRetrieved,
    ReportRetrieved,
)
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.review import Review


class StepKind(StrEnum):
    """The kinds of step that can be taken back."""

    DECIDED = "decided"
    NOT_RETRIEVED = "not retrieved"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reviewer: the number of its event, its kind and its record."""

    seq: int
    kind: StepKind
    record: RecordId


class Trail:
    """The steps of one reviewer at one stage, oldest first; reads only what is new in the log."""

    def __init__(self, stage: Stage, by: str) -> None:
        self.stage = stage
        self.by = by
        self.steps: list[Step] = []
        self._seq = 0

    def follow(self, review: Review) -> None:
        """Take in the events appended since the last time."""
        for event in review.events(self._seq):
            self._seq = event.seq
            self._take(event)

    def latest(self, review: Review) -> Step:
        """The step to take back next; a postponement settled since is none.

        Raises:
            UsageError: there is none left.
        """
        self.follow(review)
        while self.steps:
            step = self.steps[-1]
            place = (self.stage, step.record, self.by)
            if step.kind is not StepKind.POSTPONED or (
                review.state.postponed.get(place) == step.seq
            ):
                return step
            self.steps.pop()
        raise UsageError(f"There is nothing of yours to undo at the {self.stage.label} stage.", "")

    def _take(self, event: Event) -> None:
        body = event.body
        if isinstance(body, ReportRetrieved):
            self._drop(StepKind.NOT_RETRIEVED, record=body.record)
        if event.by != self.by:
            return
        if isinstance(body, DecisionWithdrawn):
            self._drop(StepKind.DECIDED, seq=body.decision)
        elif isinstance(body, Decided) and body.stage is self.stage:
            self.steps.append(Step(event.seq, StepKind.DECIDED, body.record))
        elif isinstance(body, Postponed) and body.stage is self.stage:
            self.steps.append(Step(event.seq, StepKind.POSTPONED, body.record))
        elif isinstance(body, ReportNotRetrieved) and self.stage is Stage.FULLTEXT:
            self.steps.append(Step(event.seq, StepKind.NOT_RETRIEVED, body.record))

    def _drop(self, kind: StepKind, *, record: RecordId | None = None, seq: int = 0) -> None:
        self.steps = [
            step
            for step in self.steps
            if step.kind is not kind or not (step.record == record or step.seq == seq)
        ]
