"""Random draws at a stage: begun under a ranking, ended by the next, replayed from the log.

The log holds the seed, the pool and the ranker's order; every place of the queue follows from
them. Labels are taken as they stand now, so a changed decision changes the evidence.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from screening.console import counted
from screening.errors import UsageError
from screening.events import (
    AuditHeld,
    Outcome,
    ReviewState,
    StageOutcome,
    goes_on,
    is_open,
    stage_outcomes,
)
from screening.events.kinds import AuditBegun, AuditEnded
from screening.protocol import Protocol, Stage
from screening.records import RecordId
from screening.sessions.review import Review, Writer
from screening.stopping import AuditPlan, History, Place, audit_plan, audit_queue, pool_digest
from screening.stopping.draws import SHARE

OfStage = Mapping[RecordId, StageOutcome]
_SEED_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A stage's history as the rules take it.

    ``unresolved`` are records of the queue that were passed over or left unsure, which must be
    decided before what was drawn after them counts; ``restarts`` is how many earlier audits do
    not count because records came to the stage or left it since; ``drawing`` whether random draws
    are in force; ``left_out`` how many records are decided that the history does not count.
    """

    history: History
    unresolved: tuple[RecordId, ...] = ()
    restarts: int = 0
    drawing: bool = False
    left_out: int = 0

    @property
    def uncounted(self) -> str:
        """Which decisions the history leaves out, and why, as a sentence; empty if none."""
        if not (self.left_out and self.unresolved):
            return ""
        first, more = self.unresolved[0], len(self.unresolved) - 1
        waiting = f"{first} and {counted(more, 'more record')} are" if more else f"{first} is"
        later = counted(self.left_out, "later decision")
        return f"Not counted: {later}, until {waiting} decided."


def is_blind(review: Review, stage: Stage) -> bool:
    """Whether random draws are in force, so that nothing may show where a record is ranked."""
    return review.state.stopping.open_audit(stage) is not None


def refuse_if_blind(review: Review, stage: Stage, record: RecordId) -> None:
    """Say nothing of the rank of a record that may be a random draw, until it is decided.

    Raises:
        UsageError: random draws are in force and the record is not decided.
    """
    outcomes = review.outcomes[stage]
    if is_blind(review, stage) and not _resolved(review.protocol, stage, outcomes, record):
        raise UsageError(
            f"Where {record} is ranked is hidden: records are being drawn at random at the"
            f" {stage.label} stage.",
            "Whoever decides must not know which record is a draw. Decide it first.",
        )


def reading_order(state: ReviewState, stage: Stage) -> tuple[RecordId, ...]:
    """The order in which a stage is read; empty where it was never ranked."""
    if held := state.stopping.open_audit(stage):
        return tuple(RecordId(place.record) for place in audit_places(held))
    ranked = state.rankings.get(stage)
    return ranked[1].order if ranked else ()


def audit_places(held: AuditHeld) -> tuple[Place, ...]:
    """The queue of an audit."""
    body = held.body
    plan = AuditPlan(pool=tuple(body.pool), seed=body.seed, share=body.share)
    return audit_queue(plan, held.order)


def begin_audit(writer: Writer, protocol: Protocol, stage: Stage, share: float = SHARE) -> None:
    """Begin random draws under the ranking in force; the seed comes from the operating system.

    Raises:
        UsageError: nothing is left to draw from, an earlier stage is unfinished, or the share is
            none.
    """
    every = stage_outcomes(writer.state, protocol)
    _need_finished_before(every, protocol, stage)
    outcomes = every[stage]
    pool = [record for record, at in outcomes.items() if not _settled(protocol, stage, at)]
    if not pool:
        raise UsageError(
            f"No record is left to draw from at the {stage.label} stage.",
            "'tamis status' shows what is next.",
        )
    try:
        plan = audit_plan(pool, secrets.token_hex(_SEED_BYTES), share)
    except ValueError as error:
        raise UsageError(f"{str(error).capitalize()}.", "Try --audit-share 0.9.") from None
    writer.append(
        AuditBegun(
            stage=stage,
            ranking=writer.state.rankings[stage][0],
            seed=plan.seed,
            share=plan.share,
            pool=tuple(RecordId(record) for record in plan.pool),
            pool_digest=pool_digest(plan.pool),
            stage_digest=pool_digest(outcomes),
        )
    )


def _need_finished_before(every: Mapping[Stage, OfStage], protocol: Protocol, stage: Stage) -> None:
    """Random draws are from all records of a stage, so none may come to it later."""
    for plan in protocol.stages:
        if plan.stage is stage:
            return
        if not all(_settled(protocol, plan.stage, at) for at in every[plan.stage].values()):
            raise UsageError(
                f"The {plan.stage.label} stage is not finished, so records may still come to the"
                f" {stage.label} stage.",
                "Random draws must be from all of them: finish the stage before first.",
            )


def end_audit(writer: Writer, protocol: Protocol, stage: Stage) -> None:
    """End the random draws in force, if any are, before another ranking takes over.

    Raises:
        UsageError: a record was passed over while later ones were decided.
    """
    held = writer.state.stopping.open_audit(stage)
    if held is None:
        return
    done, waiting = _places_done(held, stage_outcomes(writer.state, protocol)[stage], protocol)
    if waiting:
        raise UsageError(
            f"{_listed(waiting)} at the {stage.label} stage must be decided before a new ranking.",
            "It was put off, left unsure or passed over, and what was drawn at random after it"
            " only counts with it. Decide it with 'tamis screen' or 'tamis decide'.",
        )
    writer.append(AuditEnded(stage=stage, audit=held.seq, places=done))


def end_audit_with_stop(writer: Writer, protocol: Protocol, stage: Stage) -> None:
    """End the random draws with their stage: once it is stopped nothing needs to be hidden.

    Where a record was passed over they stay in force, since what was drawn after it would be lost.
    """
    held = writer.state.stopping.open_audit(stage)
    if held is None:
        return
    done, waiting = _places_done(held, stage_outcomes(writer.state, protocol)[stage], protocol)
    if not waiting:
        writer.append(AuditEnded(stage=stage, audit=held.seq, places=done))


def _places_done(held: AuditHeld, outcomes: OfStage, protocol: Protocol) -> tuple[int, list[str]]:
    """How many places of a queue are done, and the records passed over by draws decided since."""
    places = audit_places(held)
    settled = [_resolved(protocol, held.body.stage, outcomes, place.record) for place in places]
    done = settled.index(False) if False in settled else len(settled)
    last = max((n for n, at in enumerate(places) if at.audit and settled[n]), default=-1)
    if last <= done:
        return done, []
    return done, [places[n].record for n in range(last) if not settled[n]]


def replay(review: Review, stage: Stage) -> Replayed:
    """The history of a stage in the order in which it counts."""
    return _replayed(review.state, review.protocol, stage, review.outcomes[stage])


def replay_state(state: ReviewState, protocol: Protocol, stage: Stage) -> Replayed:
    """Like ``replay``, of any state.

    Audits count whose stage had the same records as now. The queue of the one in force counts up
    to the first record not settled. Records settled outside any queue count, in the order of
    their decisions, before the first audit begun after they were.
    """
    return _replayed(state, protocol, stage, stage_outcomes(state, protocol)[stage])


def _replayed(state: ReviewState, protocol: Protocol, stage: Stage, outcomes: OfStage) -> Replayed:
    here = pool_digest(outcomes)
    audits = state.stopping.audits.get(stage, [])
    held_here = [held for held in audits if held.body.stage_digest == here]
    read: list[tuple[RecordId, bool]] = []
    unresolved: list[RecordId] = []
    for held in held_here:
        seen = {record for record, _ in read}
        pool = set(held.body.pool)
        before = [r for r in _in_order(state, protocol, stage, outcomes) if r not in pool]
        read += [(record, False) for record in before if record not in seen]
        prefix, waiting = _prefix(held, outcomes, protocol, stage)
        read += prefix
        unresolved += waiting
    if not unresolved and not (held_here and held_here[-1].places is None):
        seen = {record for record, _ in read}
        rest = _in_order(state, protocol, stage, outcomes)
        read += [(record, False) for record in rest if record not in seen]
    last = protocol.is_last(stage)
    plan = protocol.plan(stage)
    absent = {r for r, at in outcomes.items() if at.outcome is Outcome.NOT_RETRIEVED}
    read = [at for at in read if at[0] not in absent]  # nobody has read a report that is not there
    done = set(_in_order(state, protocol, stage, outcomes)) - absent
    return Replayed(
        history=History(
            total=len(outcomes) - len(absent),
            relevant=tuple(goes_on(outcomes[r].outcome, plan, last=last) for r, _ in read),
            audit=tuple(audit for _, audit in read),
        ),
        unresolved=tuple(unresolved),
        restarts=len(audits) - len(held_here),
        drawing=state.stopping.open_audit(stage) is not None,
        left_out=len(done - {record for record, _ in read}),
    )


def _prefix(
    held: AuditHeld, outcomes: OfStage, protocol: Protocol, stage: Stage
) -> tuple[list[tuple[RecordId, bool]], list[RecordId]]:
    """The places of a queue that count, and the records that keep later ones from counting."""
    places = audit_places(held)[: held.places]
    settled = [_resolved(protocol, stage, outcomes, at.record) for at in places]
    done = settled.index(False) if False in settled else len(places)
    after = [n for n, is_done in enumerate(settled) if is_done and n > done]
    end = max(after) if after else (len(places) if held.places is not None else done)
    waiting = [RecordId(places[n].record) for n in range(done, end) if not settled[n]]
    return [(RecordId(at.record), at.audit) for at in places[:done]], waiting


def _settled(protocol: Protocol, stage: Stage, at: StageOutcome) -> bool:
    """Whether nobody has to do anything about the record here any more."""
    last = protocol.is_last(stage)
    unread = at.outcome is Outcome.NOT_SCREENED
    return not unread and not is_open(at.outcome, protocol.plan(stage), last=last)


def _resolved(protocol: Protocol, stage: Stage, outcomes: OfStage, record: str) -> bool:
    at = outcomes.get(RecordId(record))
    return at is not None and _settled(protocol, stage, at)


def _in_order(
    state: ReviewState, protocol: Protocol, stage: Stage, outcomes: OfStage
) -> list[RecordId]:
    """The settled records, in the order of their first decision."""
    made = state.decisions[stage]

    def first(record: RecordId) -> int:
        seqs = [held.seq for decisions in made.get(record, {}).values() for held in decisions]
        settled = state.adjudications.get((stage, record))
        return min([*seqs, *([settled.seq] if settled else [])], default=state.last_seq + 1)

    done = [record for record, at in outcomes.items() if _settled(protocol, stage, at)]
    return sorted(done, key=first)


def _listed(records: Collection[str], most: int = 3) -> str:
    named = ", ".join(list(records)[:most])
    return f"{named} and {len(records) - most} more" if len(records) > most else named
