"""What the log says of tags, marked words and other steps at the seat that undo can take back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from screening.events.screening_kinds import Noted, Postponed
from screening.events.seat_kinds import Mark, StepUndone, Tagged, TermMarked, Untagged
from screening.records import RecordId

SeatStep = Tagged | Untagged | TermMarked | Noted | Postponed


@dataclass(slots=True)
class AtTheSeat:
    """The steps in force by the number of their event, each with its reviewer.

    ``tagging`` and ``marking`` hold those about tags and marked words once more, by record and by
    reviewer: what they lead to is worked out from the few there are, so that undo only leaves
    one out.
    """

    steps: dict[int, tuple[str, SeatStep]] = field(default_factory=dict)
    tagging: dict[RecordId, dict[int, tuple[str, Tagged | Untagged]]] = field(default_factory=dict)
    marking: dict[str, dict[int, TermMarked]] = field(default_factory=dict)

    def take(self, seq: int, by: str, body: SeatStep) -> None:
        """Take a step in."""
        self.steps[seq] = (by, body)
        if isinstance(body, Tagged | Untagged):
            self.tagging.setdefault(body.record, {})[seq] = (by, body)
        elif isinstance(body, TermMarked):
            self.marking.setdefault(by, {})[seq] = body

    def undo(self, by: str, body: StepUndone) -> SeatStep | None:
        """Leave a step out, if it is in force and the reviewer's own; what it was."""
        who, step = self.steps.get(body.step, ("", None))
        if step is None or who != by:
            return None
        del self.steps[body.step]
        if isinstance(step, Tagged | Untagged):
            del self.tagging[step.record][body.step]
        elif isinstance(step, TermMarked):
            del self.marking[by][body.step]
        return step

    def forget(self, records: Collection[RecordId]) -> None:
        """Leave out every step on these records."""
        for seq, (_by, step) in list(self.steps.items()):
            if getattr(step, "record", None) in records:
                del self.steps[seq]
        for record in records:
            self.tagging.pop(record, None)

    def tags(self, record: RecordId) -> tuple[tuple[str, str], ...]:
        """(reviewer, tag) of a record, in the order in which they were put on."""
        found: dict[tuple[str, str], None] = {}
        for by, body in self.tagging.get(record, {}).values():
            if isinstance(body, Tagged):
                found[(by, body.tag)] = None
            else:
                found.pop((by, body.tag), None)
        return tuple(found)

    def tags_of(self, record: RecordId, by: str) -> tuple[str, ...]:
        """One reviewer's tags of a record."""
        return tuple(tag for who, tag in self.tags(record) if who == by)

    def terms(self, by: str) -> dict[str, Mark | None]:
        """The words that a reviewer sees marked otherwise than the protocol says."""
        return {body.term: body.mark for body in self.marking.get(by, {}).values()}
