"""What each reviewer said of a record before anybody could know what another had said."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from screening.events import Event
from screening.events.kinds import BundleMerged, Decided, DecisionWithdrawn
from screening.protocol import Stage, Verdict
from screening.records import RecordId

Place = tuple[Stage, RecordId]
Votes = dict[str, Verdict]
Needed = Callable[[Stage, RecordId], int]


def independent_votes(events: Iterable[Event], needed: Needed) -> dict[Place, Votes]:
    """Stage and record -> reviewer -> the verdict that stood when the last reviewer had decided.

    Only records that as many reviewers have decided as are needed, two at least. Until then a
    record is blind, so a changed or undone verdict is the reviewer's own second thought; what is
    changed afterwards may follow the other's verdict, or a talk, and is left out. A bundle shows
    nobody else's decisions, so what comes from one is the reviewer's own whenever it is merged.

    Args:
        events: the log.
        needed: how many reviewers must decide a record at a stage; 1 where nothing is compared.
    """
    told = _Told(needed)
    for event in events:
        told.take(event)
    return told.votes


@dataclass(slots=True)
class _Told:
    needed: Needed
    votes: dict[Place, Votes] = field(default_factory=dict)
    standing: dict[Place, dict[str, list[_Vote]]] = field(default_factory=dict)
    made: dict[int, tuple[Place, _Vote]] = field(default_factory=dict)
    merged_to: int = 0
    touched: dict[Place, None] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Take in an event; the events of a bundle are taken in together."""
        match event.body:
            case BundleMerged(rows=rows):
                self.merged_to = event.seq + len(rows)
            case Decided(stage=stage, record=record) if self.needed(stage, record) > 1:
                self._decide((stage, record), event, event.body)
            case DecisionWithdrawn(decision=seq) if seq in self.made:
                self._withdraw(event, *self.made.pop(seq))
        if event.seq == self.merged_to:
            for place in self.touched:
                self._merge(place, event.by)
            self.touched.clear()

    def _decide(self, place: Place, event: Event, body: Decided) -> None:
        vote = _Vote(event.at, body.verdict, event.seq)
        own = self.standing.setdefault(place, {}).setdefault(event.by, [])
        self.made[event.seq] = place, vote
        if event.seq <= self.merged_to:
            insort(own, vote, key=lambda at: (at.at, at.verdict))
            self.touched[place] = None
        else:
            own.append(vote)
            if self._is_complete(place):
                self.votes.setdefault(place, self._last(place))

    def _withdraw(self, event: Event, place: Place, vote: _Vote) -> None:
        here = self.standing[place]
        here[event.by].remove(vote)
        if not here[event.by]:
            del here[event.by]
        if event.seq <= self.merged_to:
            self.touched[place] = None

    def _merge(self, place: Place, by: str) -> None:
        """One reviewer's part of a record as a bundle leaves it."""
        if not self._is_complete(place):
            self.votes.pop(place, None)
            return
        last = self._last(place)
        before = {who: said for who, said in self.votes.get(place, last).items() if who != by}
        self.votes[place] = before | ({by: last[by]} if by in last else {})

    def _is_complete(self, place: Place) -> bool:
        return len(self.standing[place]) >= self.needed(*place)

    def _last(self, place: Place) -> Votes:
        return {by: votes[-1].verdict for by, votes in self.standing[place].items()}


@dataclass(frozen=True, slots=True)
class _Vote:
    at: datetime
    verdict: Verdict
    seq: int
