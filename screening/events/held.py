"""What the state holds of events: each with the number, time and maker of its event."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screening.events import kinds
from screening.events.event import Event
from screening.protocol import Stage, Verdict
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict in force, with the number, time and maker of its event."""

    seq: int
    at: datetime
    by: str
    record: RecordId
    stage: Stage
    verdict: Verdict
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An import with the number and time of its event.

    ``adopted`` are the numbers of records that it found again and that are its own now, since the
    import that had brought them was taken back.
    """

    seq: int
    at: datetime
    by: str
    body: kinds.SearchImported
    adopted: frozenset[int] = frozenset()

    @property
    def own(self) -> range:
        """The numbers of the records that came with it."""
        return range(self.body.first, self.body.first + self.body.imported)

    @property
    def records(self) -> Sequence[int]:
        """The numbers of its records, in order."""
        return (*sorted(self.adopted), *self.own) if self.adopted else self.own

    @property
    def total(self) -> int:
        """How many records it stands for."""
        return self.body.imported + len(self.adopted)

    @property
    def known(self) -> int:
        """How many of its entries are records of earlier imports."""
        return self.body.known - len(self.adopted)

    @property
    def seen(self) -> frozenset[int]:
        """The numbers of all records that it found again, the adopted ones among them."""
        runs = self.body.seen
        return frozenset(at for _, first, many in runs for at in range(first, first + many))

    def brought(self, number: int) -> bool:
        """Whether a record is one of this import's."""
        return number in self.own or number in self.adopted

    def saw(self, number: int) -> bool:
        """Whether the import found a record again that is an earlier one's."""
        runs = self.body.seen
        found = any(first <= number < first + length for _at, first, length in runs)
        return found and number not in self.adopted

    def place_of(self, number: int) -> int | None:
        """The position in the file at which it found a record again; None if it did not."""
        for position, first, length in self.body.seen:
            if first <= number < first + length:
                return position + number - first
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """An import as it stood when it was taken back, and who did so when and why.

    ``gone`` are the numbers of the records that went with it.
    """

    seq: int
    at: datetime
    by: str
    why: str
    done: Imported
    gone: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change of a known record with the number, time and maker of its event."""

    seq: int
    at: datetime
    by: str
    body: kinds.RecordChanged


def decision_of(body: kinds.Decided | kinds.ConflictAdjudicated, event: Event) -> Decision:
    """The verdict of an event."""
    return Decision(
        seq=event.seq,
        at=event.at,
        by=event.by,
        record=body.record,
        stage=body.stage,
        verdict=body.verdict,
        reason=body.reason,
        note=body.note,
    )


def put(made: list[Decision], decision: Decision, *, by_time: bool) -> None:
    """Put a decision last, or where its time says: what bundles bring may come in any order."""
    if by_time:
        insort(made, decision, key=_in_time)
    else:
        made.append(decision)


def taken(made: list[Decision], seq: int) -> Decision | None:
    """Take the decision of that number out, None if it is not there; sought from the newest."""
    for place in range(len(made) - 1, -1, -1):  # undo takes back the latest
        if made[place].seq == seq:
            return made.pop(place)
    return None


def _in_time(decision: Decision) -> tuple[datetime, str, str, str]:
    return decision.at, decision.verdict, decision.reason, decision.note


def settled_in(body: object, event: Event) -> dict[tuple[Stage, RecordId], Decision]:
    """What earlier stages let through, in a bundle: settled, and nobody named."""
    if not isinstance(body, kinds.BundleGiven):
        return {}
    return {
        (stage, record): Decision(
            seq=event.seq, at=event.at, by="", record=record, stage=stage, verdict=verdict
        )
        for stage, record, verdict in body.settled
    }
