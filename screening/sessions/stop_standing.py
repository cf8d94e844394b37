"""What a stop that somebody accepted is worth now: what was certified, and for which records.

A certificate is about the records that a stage had when it was stopped. Records that came later
are not covered by it, and a decision changed since may weigh against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from screening.console import counted
from screening.events import Event, Outcome, ReviewState, fold, stage_outcomes
from screening.events.kinds import (
    BundleMerged,
    ConflictAdjudicated,
    Decided,
    DecisionWithdrawn,
    ProtocolAmended,
    StageStopped,
)
from screening.protocol import Protocol, Stage, parse_protocol
from screening.records import RecordId
from screening.sessions.audit import Replayed, replay, replay_state
from screening.sessions.review import Review
from screening.sessions.target_change import TargetChange, target_change
from screening.stopping import Target, rule_named

_UNDECIDED = (Outcome.PENDING, Outcome.NOT_SCREENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStanding:
    """A stop in force: event ``seq``, what it said, and what has changed since.

    ``total`` records had reached the stage then; ``added`` have joined it since, ``apart`` of
    them duplicates then that stand apart again, ``added_open`` undecided, and ``gone`` have left.
    ``read_since`` of those left unread are decided by now. ``draws`` random draws counted then.
    ``claim`` is the recall to report for the records of then: the target where the rule was met,
    else what was certified whatever the target; None where nothing is certified. ``weakened``:
    the labels of those records have changed since, so that less than was accepted is certified.
    ``change``: how rule or target had been changed after the reading began. Where random draws
    had been read by then, the claim is what is certified for the target fixed before them.
    """

    seq: int
    at: datetime
    by: str
    body: StageStopped
    total: int
    added: int
    added_open: int
    apart: int
    gone: int
    read_since: int
    draws: int
    claim: float | None
    weakened: bool
    change: TargetChange | None = None

    @property
    def met(self) -> bool:
        """Whether it was accepted on a rule that guarantees its target."""
        return _met(self.body) and not self.chosen_late

    @property
    def chosen_late(self) -> bool:
        """Whether the rule or target was chosen after random draws had been read."""
        return self.change is not None and not self.change.covered

    @property
    def confidence(self) -> float:
        """The confidence at which the claim holds."""
        if self.change is not None and self.chosen_late:
            return self.change.before.confidence
        return self.body.confidence

    @property
    def joined(self) -> str:
        """How many records have joined the stage since, and where from; empty if none."""
        if not self.added:
            return ""
        told = f"{counted(self.added, 'record')} {'has' if self.added == 1 else 'have'}"
        if not self.apart:
            return f"{told} joined the stage"
        if self.apart == self.added:
            groups = "a group" if self.added == 1 else "groups"
            return f"{told} come back to the stage from {groups} of duplicates"
        back = f"{self.apart:,} of them back from groups of duplicates"
        return f"{told} joined the stage ({back})"


def stop_standing(review: Review, stage: Stage) -> StopStanding | None:
    """The stop in force at a stage; None where it goes on."""
    held = review.state.stopping.stops.get(stage)
    if held is None:
        return None
    seq, body = held
    events = list(takewhile(lambda event: event.seq <= seq, review.events()))
    state, protocol = fold(events), _protocol_of(events, review.protocol)
    then = set(stage_outcomes(state, protocol)[stage])
    now = {record: at.outcome for record, at in review.outcomes[stage].items()}
    replayed = replay_state(state, protocol, stage)
    draws, change = replayed.history.draws, target_change(review, stage, seq)
    fixed = _fixed_before(change)
    added = [record for record in now if record not in then]
    apart = sum(record in state.duplicates for record in added)
    claim = _accepted(body, replayed, fixed) if draws else None
    weighed = replay(review, stage) if then == set(now) else _since(review, held, state, protocol)
    kept = _kept(body, claim, weighed, fixed)
    return StopStanding(
        seq=seq,
        at=events[-1].at,
        by=events[-1].by,
        body=body,
        total=len(then),
        added=len(added),
        added_open=sum(now[record] in _UNDECIDED for record in added),
        apart=apart,
        gone=sum(record not in now for record in then),
        read_since=sum(_is_read(now, record) for record in body.unread),
        draws=draws,
        claim=kept,
        weakened=kept != claim,
        change=change,
    )


def _protocol_of(events: list[Event], otherwise: Protocol) -> Protocol:
    """The protocol in force after these events."""
    texts = [event.body.text for event in events if isinstance(event.body, ProtocolAmended)]
    return parse_protocol(texts[-1], "the review.toml of that time") if texts else otherwise


def _is_read(now: dict[RecordId, Outcome], record: RecordId) -> bool:
    return record in now and now[record] not in _UNDECIDED


def _met(body: StageStopped) -> bool:
    return body.guaranteed and body.certified is not None and body.certified >= body.recall


def _claim(body: StageStopped) -> float | None:
    """The recall that was accepted: of the rule's claim and the bound's, the one that was used."""
    return body.recall if _met(body) else body.certified


def _fixed_before(change: TargetChange | None) -> Target | None:
    """The target as it was before the first draw, where another was chosen after it."""
    if change is None or change.covered:
        return None
    return Target(recall=change.before.recall, confidence=change.before.confidence)


def _accepted(body: StageStopped, replayed: Replayed, fixed: Target | None) -> float | None:
    """The claim at the moment of the stop; of a target chosen late, what the first one certifies.

    The bound over all recalls bets half on the target, so it too holds only for one fixed before.
    """
    claim = _claim(body)
    if fixed is None or claim is None:
        return claim
    certified = rule_named("audit").judge(replayed.history, fixed).certified
    return None if certified is None else min(claim, certified)


def _since(
    review: Review, held: tuple[int, StageStopped], state: ReviewState, protocol: Protocol
) -> Replayed:
    """The history of the records of then, with what was decided on them since.

    ``state`` is that of the stop, and is changed. Imports and marks that came later stay out.
    """
    seq, body = held
    then = set(stage_outcomes(state, protocol)[body.stage])
    later = (
        event
        for event in review.events(seq)
        if isinstance(event.body, DecisionWithdrawn | BundleMerged)
        or (
            isinstance(event.body, Decided | ConflictAdjudicated)
            and event.body.stage is body.stage
            and event.body.record in then
        )
    )
    return replay_state(fold(later, onto=state), protocol, body.stage)


def _kept(
    body: StageStopped, claim: float | None, replayed: Replayed, fixed: Target | None
) -> float | None:
    """The claim as the labels stand now, never more than was accepted."""
    if claim is None:
        return None
    if replayed.unresolved:
        return None
    target = fixed or Target(recall=body.recall, confidence=body.confidence)
    verdict = rule_named("audit").judge(replayed.history, target)
    if fixed is None and _met(body) and verdict.stop:
        return claim
    return claim if verdict.certified is None else min(claim, verdict.certified)
