"""May this stage stop? The signal, the plan and the certificate; and the decision to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from screening.errors import UsageError
from screening.events import Event, Outcome
from screening.events.kinds import AuditBegun, AuditEnded, StageReopened, StageStopped
from screening.events.words import in_words
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.audit import Replayed, end_audit_with_stop, replay
from screening.sessions.review import Review
from screening.sessions.stop_plan import planned_verdict, target_of
from screening.stopping import (
    Left,
    PlanRow,
    Rule,
    Verdict,
    misses_before_audit,
    plan_table,
    relevant_left,
    rule_named,
    rules,
)

_CERTIFICATE, _TEST = "audit", "hypergeometric"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReport:
    """Everything that bears on stopping a stage, computed from the log.

    ``verdict`` is that of the protocol's rules; ``signal`` and ``certificate`` are told whatever
    the rules. ``wait`` is the run of irrelevant records after which random draws pay;
    ``stopped`` is the number of the event that stopped the stage, None while it goes on;
    ``uncounted`` says which decisions the counts leave out, empty if none.
    """

    stage: Stage
    total: int
    read: int
    found: int
    misses: int
    draws: int
    hits: int
    recall: float
    confidence: float
    verdict: Verdict
    signal: Verdict
    certificate: Verdict
    plan: tuple[PlanRow, ...]
    left: Left
    wait: int
    drawing: bool
    unresolved: tuple[RecordId, ...]
    restarts: int
    stopped: int | None
    uncounted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step on the way to stopping, as the log tells it."""

    seq: int
    at: datetime
    by: str
    what: str


def stop_report(review: Review, stage: Stage) -> StopReport:
    """Where a stage stands.

    Raises:
        UsageError: no record has reached the stage.
    """
    review.protocol.plan(stage)
    replayed = replay(review, stage)
    if not replayed.history.total:
        raise UsageError(
            f"No record has reached the {stage.label} stage.", "'tamis status' shows what is next."
        )
    history, target = replayed.history, target_of(review.protocol)
    stop = review.state.stopping.stops.get(stage)
    return StopReport(
        stage=stage,
        total=history.total,
        read=history.screened,
        found=history.found,
        misses=history.misses,
        draws=history.draws,
        hits=history.hits,
        recall=target.recall,
        confidence=target.confidence,
        verdict=_held_back(planned_verdict(review.protocol, history), replayed),
        signal=rule_named(_TEST).judge(history, target),
        certificate=_held_back(rule_named(_CERTIFICATE).judge(history, target), replayed),
        plan=plan_table(history, target),
        left=relevant_left(history, target),
        wait=misses_before_audit(history, target),
        drawing=replayed.drawing,
        unresolved=replayed.unresolved,
        restarts=replayed.restarts,
        stopped=stop[0] if stop else None,
        uncounted=replayed.uncounted,
    )


def all_rules() -> tuple[Rule, ...]:
    """Every stopping rule there is."""
    return rules()


def _held_back(verdict: Verdict, replayed: Replayed) -> Verdict:
    """No certificate counts while a record of the queue is open that others were decided after."""
    if not (replayed.unresolved and verdict.guaranteed and verdict.rule != "all"):
        return verdict
    first = replayed.unresolved[0]
    more = len(replayed.unresolved) - 1
    named = f"{first} and {more} more were" if more else f"{first} was"
    text = f"{named} put off or left unsure; the verdict counts when that is decided."
    return replace(verdict, stop=False, certified=None, text=text)


def stop_stage(review: Review, stage: Stage, why: str = "") -> StageStopped:
    """Stop a stage: what nobody has decided on is not screened, and counts so in the flow.

    Random draws in force end with it; after a reopening new ones are begun by a new ranking.

    Args:
        review: the open review; the decision is its reviewer's.
        stage: title or abstract; every report that is sought is assessed.
        why: needed where the protocol's rules do not say stop.

    Raises:
        UsageError: at the full text, nothing is unread, or the rules say go on and no why is
            given.
    """
    if stage is Stage.FULLTEXT:
        raise UsageError(
            "The full-text stage cannot be stopped: every report sought is assessed.",
            "Stop the title or the abstract stage.",
        )
    with review.writing() as writer:
        report = stop_report(review, stage)
        if not report.verdict.stop and not why.strip():
            raise UsageError(
                f"The rules of review.toml do not say stop: {report.verdict.text}",
                "If you stop all the same, say why:"
                f" tamis stop --stage {stage} --accept --why TEXT",
            )
        body = _stop_of(report, _unread(review, stage), why.strip())
        end_audit_with_stop(writer, review.protocol, stage)
        writer.append(body)
    return body


def _unread(review: Review, stage: Stage) -> tuple[RecordId, ...]:
    made = review.state.decisions[stage]
    found = review.outcomes[stage]
    left = (Outcome.PENDING, Outcome.NOT_SCREENED)
    unread = tuple(r for r, at in found.items() if at.outcome in left and not made.get(r))
    if not any(found[record].outcome is Outcome.PENDING for record in unread):
        raise UsageError(
            f"No record is unread at the {stage.label} stage.", "There is nothing to stop."
        )
    return unread


def _stop_of(report: StopReport, unread: tuple[RecordId, ...], why: str) -> StageStopped:
    verdict = report.verdict
    return StageStopped(
        stage=report.stage,
        rule=verdict.rule,
        said_stop=verdict.stop,
        guaranteed=verdict.guaranteed and verdict.stop,
        certified=report.certificate.certified,
        recall=report.recall,
        confidence=report.confidence,
        read=report.read,
        found=report.found,
        unread=unread,
        text=verdict.text,
        why=why,
    )


def last_stopped(review: Review) -> str:
    """The name of the stage stopped last, empty if none is."""
    stops = review.state.stopping.stops
    return max(stops, key=lambda stage: stops[stage][0]).value if stops else ""


def reopen_stage(review: Review, stage: Stage, why: str = "") -> StageReopened:
    """Take a stop back; the unread records wait again.

    Raises:
        UsageError: the stage is not stopped.
    """
    with review.writing() as writer:
        if stage not in writer.state.stopping.stops:
            raise UsageError(
                f"The {stage.label} stage is not stopped.",
                "There is nothing to take back: go on with tamis screen.",
            )
        body = StageReopened(stage=stage, why=why.strip())
        writer.append(body)
    return body


def stopping_steps(review: Review, stage: Stage | None = None) -> Iterator[Step]:
    """The random draws begun and ended, the stops and reopenings, oldest first; of all stages."""
    for event in review.events():
        if _bears_on(event, stage):
            yield Step(seq=event.seq, at=event.at, by=event.by, what=in_words(event.body))


def _bears_on(event: Event, stage: Stage | None) -> bool:
    kinds = AuditBegun | AuditEnded | StageStopped | StageReopened
    return isinstance(event.body, kinds) and stage in (None, event.body.stage)
