"""Screening: who sees which record next, decide, undo, postpone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from screening.errors import UsageError
from screening.events import (
    Decision,
    Event,
    Outcome,
    ReviewState,
    goes_on,
    has_turn,
    is_open,
    outcome,
)
from screening.events.kinds import Decided, DecisionWithdrawn, Postponed
from screening.protocol import Protocol, Stage, Verdict
from screening.records import RecordId, record_number
from screening.sessions.audit import reading_order
from screening.sessions.review import Review, Writer
from screening.sessions.turn import check_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one stage is, for one reviewer.

    ``reached`` records came to the stage; ``decided`` of them this reviewer has decided;
    ``waiting`` are in the reviewer's queue; ``open`` still need somebody, conflicts among them;
    ``not_screened`` were left unread when the stage was stopped.
    """

    stage: Stage
    reached: int
    decided: int
    waiting: int
    open: int
    conflicts: int
    included: int
    excluded: int
    not_retrieved: int
    not_screened: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How a record was shown: the number of the ranking in force and the record's rank, from 1.

    ``masked``: authors, year and venue were hidden all the while.
    """

    ranking: int | None = None
    rank: int | None = None
    masked: bool = False


def queue(review: Review, stage: Stage) -> list[RecordId]:
    """The records this reviewer has still to decide at a stage, in the order of reading.

    The order is the last ranking's, with random draws among it where they are in force; records
    it does not know follow in order of import. Those of a calibration round come first, postponed
    ones last, the longest postponed first.
    """
    review.protocol.plan(stage)
    return in_turn(review, stage, _waiting(review, stage))


def in_turn(review: Review, stage: Stage, waiting: Iterable[RecordId]) -> list[RecordId]:
    """Records that wait at a stage in the order of ``queue``."""
    order = reading_order(review.state, stage)
    place = {record: number for number, record in enumerate(order)}
    here = sorted(waiting, key=lambda at: place.get(at, -1) + 1 or len(place) + record_number(at))
    if calibrated := review.state.team.calibrated:
        here.sort(key=lambda at: (stage, at) not in calibrated)
    postponed, by = review.state.postponed, review.by
    later = [record for record in here if (stage, record, by) in postponed]
    later.sort(key=lambda record: postponed[(stage, record, by)])
    return [record for record in here if (stage, record, by) not in postponed] + later


def held(review: Review, stage: Stage) -> list[RecordId]:
    """The records this reviewer was unsure about and that wait at the stage until decided."""
    plan = review.protocol.plan(stage)
    last = review.protocol.is_last(stage)
    found = review.outcomes[stage]
    made = review.state.decisions[stage]
    return [
        record
        for record, at in found.items()
        if at.outcome is Outcome.UNSURE
        and is_open(at.outcome, plan, last=last)
        and review.by in made.get(record, {})
    ]


def _waiting(review: Review, stage: Stage) -> list[RecordId]:
    state, protocol = review.state, review.protocol
    return [
        record
        for record, at in review.outcomes[stage].items()
        if at.outcome is Outcome.PENDING and has_turn(state, protocol, stage, record, review.by)
    ]


def progress(review: Review, stage: Stage) -> Progress:
    """How far a stage is."""
    plan = review.protocol.plan(stage)
    found = review.outcomes[stage]
    last = review.protocol.is_last(stage)
    made = review.state.decisions[stage]
    kinds = [at.outcome for at in found.values()]
    return Progress(
        stage=stage,
        reached=len(found),
        decided=sum(review.by in made.get(record, {}) for record in found),
        waiting=len(_waiting(review, stage)),
        open=sum(is_open(kind, plan, last=last) for kind in kinds),
        conflicts=kinds.count(Outcome.CONFLICT),
        included=sum(goes_on(kind, plan, last=last) for kind in kinds),
        excluded=kinds.count(Outcome.EXCLUDED),
        not_retrieved=kinds.count(Outcome.NOT_RETRIEVED),
        not_screened=kinds.count(Outcome.NOT_SCREENED),
    )


def decide(
    review: Review,
    stage: Stage,
    record: RecordId,
    verdict: Verdict,
    *,
    reason: str = "",
    note: str = "",
    seen: Seen | None = None,
) -> Event:
    """Record a verdict; a reviewer's later one on the same record and stage replaces it.

    Args:
        review: the open review; the decision is its reviewer's.
        stage: where the decision is made.
        record: must have reached the stage.
        verdict: include, exclude or unsure.
        reason: for exclusions, one of the stage's reasons or its number from 1; may be left out
            where the stage has none or only one.
        note: a remark kept with the decision.
        seen: where in which ranking the record stood when it was shown; by the last ranking if
            left out.

    Raises:
        UsageError: the record has not reached the stage, is decided by others, or the reason
            is missing or unknown.
    """
    with review.writing() as writer:
        return decide_in(
            writer, review, stage, record, verdict, reason=reason, note=note, seen=seen
        )


def decide_in(
    writer: Writer,
    review: Review,
    stage: Stage,
    record: RecordId,
    verdict: Verdict,
    *,
    reason: str = "",
    note: str = "",
    seen: Seen | None = None,
) -> Event:
    """Like ``decide``, inside a change that is open already."""
    words = exclusion_reason(review.protocol, stage, verdict, reason)
    _may_decide(writer.state, review.protocol, stage, record, review.by)
    place = seen or shown_last(writer.state, stage, [record]).get(record, Seen())
    return writer.append(
        Decided(
            record=record,
            stage=stage,
            verdict=verdict,
            reason=words,
            note=note.strip(),
            ranking=place.ranking if place.rank else None,
            rank=place.rank,
            masked=place.masked,
        )
    )


def shown_last(
    state: ReviewState, stage: Stage, records: Collection[RecordId]
) -> dict[RecordId, Seen]:
    """Where these records stand in the last ranking of a stage; none of them while it is hidden."""
    held_ranking = state.rankings.get(stage)
    if held_ranking is None or state.stopping.open_audit(stage):
        return {}
    number, ranking = held_ranking
    return {
        record: Seen(ranking=number, rank=rank)
        for rank, record in enumerate(ranking.order, start=1)
        if record in records
    }


def exclusion_reason(protocol: Protocol, stage: Stage, verdict: Verdict, given: str) -> str:
    """The words of the reason, from its words or its number; empty unless excluding.

    Raises:
        UsageError: a needed reason is missing, or unknown, or given with another verdict.
    """
    reasons = protocol.plan(stage).reasons
    listed = "; ".join(f"{number} {words}" for number, words in enumerate(reasons, start=1))
    given = given.strip()
    if verdict is not Verdict.EXCLUDE:
        if given:
            raise UsageError(f"A reason was given with '{verdict}'.", "Reasons are for 'exclude'.")
        return ""
    if not reasons:
        return given
    if not given and len(reasons) == 1:
        return reasons[0]
    if given in reasons:  # before numbers: words may be digits
        return given
    if given.isascii() and given.isdigit() and 1 <= int(given) <= len(reasons):
        return reasons[int(given) - 1]
    for words in reasons:
        if words.casefold() == given.casefold():
            return words
    what = f"There is no reason {given!r} at the" if given else "No reason was given at the"
    raise UsageError(f"{what} {stage.label} stage.", f"The reasons are: {listed}.")


def reached(state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId) -> str:
    """Why a record is not at a stage, as a sentence; empty if it is."""
    protocol.plan(stage)
    if kept := state.duplicates.get(record):
        return f"{record} is marked as a duplicate of {kept}."
    for plan in protocol.stages:
        if plan.stage is stage:
            return ""
        before = outcome(state, protocol, plan.stage, record).outcome
        if not goes_on(before, plan, last=False):
            return f"{record} has not reached the {stage.label} stage: it is {before} at the" + (
                f" {plan.stage.label} stage."
            )
    return ""


def _may_decide(
    state: ReviewState, protocol: Protocol, stage: Stage, record: RecordId, by: str
) -> None:
    if why := reached(state, protocol, stage, record):
        raise UsageError(why, "Every stage only sees what the stage before let through.")
    if stage is Stage.FULLTEXT and record in state.not_retrieved:
        raise UsageError(
            f"{record} is marked as not retrieved, so its full text cannot be judged.",
            f"If you have it after all, say so first: tamis retrieved {record}",
        )
    check_turn(state, protocol, stage, record, by)


def undo(review: Review, stage: Stage | None = None, *, only: int = 0) -> Decision:
    """Take back this reviewer's latest decision that still counts; repeat to go further back.

    Args:
        review: the open review; only its reviewer's decisions are touched.
        stage: only look at this stage; every stage if left out.
        only: the number of the decision that is meant, where it was told before.

    Raises:
        UsageError: there is none left, or the latest is not the one meant.
    """
    with review.writing() as writer:
        own = reversed(writer.state.withdrawable.get(review.by, []))
        latest = next((made for made in own if stage in (None, made.stage)), None)
        if latest is None:
            where = f" at the {stage.label} stage" if stage else ""
            raise UsageError(
                f"There is no decision of {review.by}{where} to undo.",
                "Only own decisions can be undone; --as NAME says who you are. An import is taken"
                " back with 'tamis imports take-back'.",
            )
        if only not in (0, latest.seq):
            raise UsageError(
                f"The latest decision of {review.by} is another one by now, on {latest.record}.",
                "Nothing was undone. Undo once more to take that decision back.",
            )
        writer.append(DecisionWithdrawn(decision=latest.seq))
        return latest


def postpone(review: Review, stage: Stage, record: RecordId) -> Event:
    """Put a record at the end of this reviewer's queue."""
    with review.writing() as writer:
        _may_decide(writer.state, review.protocol, stage, record, review.by)
        return writer.append(Postponed(record=record, stage=stage))
