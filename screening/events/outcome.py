"""What the decisions on a record amount to, and which records reach a stage. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from screening.events.assigned import needed
from screening.events.held import Decision
from screening.events.state import ReviewState
from screening.protocol import Protocol, Stage, StagePlan, Unsure, Verdict
from screening.records import RecordId


class Outcome(StrEnum):
    """Where a record stands at a stage it has reached."""

    PENDING = "pending"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    UNSURE = "unsure"
    CONFLICT = "conflict"
    NOT_RETRIEVED = "not retrieved"
    NOT_SCREENED = "not screened"


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """An outcome with the one primary reason, for exclusions."""

    outcome: Outcome
    reason: str = ""


_OF_VERDICT = {
    Verdict.INCLUDE: Outcome.INCLUDED,
    Verdict.EXCLUDE: Outcome.EXCLUDED,
    Verdict.UNSURE: Outcome.UNSURE,
}


def outcome(state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId) -> StageOutcome:
    """What all decisions in force on a record at a stage amount to.

    An adjudication counts before everything, until one of the decisions it settled is changed or
    taken back. Otherwise the record is pending until as many
    reviewers as planned have decided; one reason is chosen by the protocol's order. Reviewers who
    differ only between include and unsure both let the record go on, which is unsure, where the
    protocol forwards unsure records; every other difference is a conflict, different reasons only
    where the protocol says so. A record without any
    decision that was left unread when the stage was stopped is not screened.
    """
    plan = protocol.plan(stage)
    if adjudicated := state.adjudications.get((stage, record)):
        return StageOutcome(_OF_VERDICT[adjudicated.verdict], adjudicated.reason)
    if stage is Stage.FULLTEXT and record in state.not_retrieved:
        return StageOutcome(Outcome.NOT_RETRIEVED, state.not_retrieved[record])
    made = state.decisions[stage].get(record)
    if not made and state.stopping.left_unread(stage, record):
        return StageOutcome(Outcome.NOT_SCREENED)
    if not made or len(made) < needed(state, protocol, stage, record):
        return StageOutcome(Outcome.PENDING)
    return _agreed([decisions[-1] for decisions in made.values()], plan)


def _agreed(decisions: list[Decision], plan: StagePlan) -> StageOutcome:
    verdicts = {decision.verdict for decision in decisions}
    if len(verdicts) == 1:
        if plan.reason_conflicts and len({made.reason for made in decisions}) > 1:
            return StageOutcome(Outcome.CONFLICT)
        reason = primary_reason([decision.reason for decision in decisions], plan)
        return StageOutcome(_OF_VERDICT[verdicts.pop()], reason)
    if Verdict.EXCLUDE not in verdicts and plan.unsure is Unsure.FORWARD:
        return StageOutcome(Outcome.UNSURE)
    return StageOutcome(Outcome.CONFLICT)


def primary_reason(reasons: list[str], plan: StagePlan) -> str:
    """The reason that counts: the first in the protocol's order, else the first given."""
    given = [reason for reason in reasons if reason]
    for reason in plan.reasons:
        if reason in given:
            return reason
    return given[0] if given else ""


def goes_on(found: Outcome, plan: StagePlan, *, last: bool) -> bool:
    """Whether a record with this outcome is let through; unsure never is at the last stage."""
    if found is Outcome.UNSURE:
        return plan.unsure is Unsure.FORWARD and not last
    return found is Outcome.INCLUDED


def is_open(found: Outcome, plan: StagePlan, *, last: bool) -> bool:
    """Whether somebody still has to do something about the record at this stage."""
    if found is Outcome.UNSURE:
        return not goes_on(found, plan, last=last)
    return found in (Outcome.PENDING, Outcome.CONFLICT)


def stage_outcomes(
    state: ReviewState, protocol: Protocol
) -> dict[Stage, dict[RecordId, StageOutcome]]:
    """Stage -> the records that reached it, in order of import, each with its outcome.

    Every stage only sees what the stage before let through; duplicates are in none.
    """
    pool = state.unique_records()
    found: dict[Stage, dict[RecordId, StageOutcome]] = {}
    for plan in protocol.stages:
        last = protocol.is_last(plan.stage)
        here = {record: outcome(state, protocol, plan.stage, record) for record in pool}
        found[plan.stage] = here
        pool = [record for record, at in here.items() if goes_on(at.outcome, plan, last=last)]
    return found


def included_in(
    found: Mapping[Stage, Mapping[RecordId, StageOutcome]], protocol: Protocol
) -> list[RecordId]:
    """The records included in the review, in the order of import: those of the last stage.

    Args:
        found: from :func:`stage_outcomes`.
        protocol: the same as there.
    """
    last = found[protocol.stages[-1].stage]
    return [record for record, at in last.items() if at.outcome is Outcome.INCLUDED]
