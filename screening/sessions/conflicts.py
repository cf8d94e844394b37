"""Where reviewers differ, and the verdict that settles it; their own decisions stay."""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.events import Decision, Event, Outcome, ReviewState, outcome
from screening.events.kinds import ConflictAdjudicated
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.merged import merged_records
from screening.sessions.review import Review
from screening.sessions.screen import exclusion_reason, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A record on which reviewers differ at a stage, with every reviewer's decision."""

    record: RecordId
    stage: Stage
    title: str
    decisions: tuple[Decision, ...]


def conflicts(review: Review, stage: Stage) -> list[RecordId]:
    """The records whose reviewers differ at a stage."""
    found = review.outcomes[review.protocol.plan(stage).stage]
    return [record for record, at in found.items() if at.outcome is Outcome.CONFLICT]


def list_conflicts(review: Review, stage: Stage | None = None) -> list[Conflict]:
    """Every conflict of a stage, of all stages if None, in their order."""
    wanted = [stage] if stage else [plan.stage for plan in review.protocol.stages]
    pairs = [(at, record) for at in wanted for record in conflicts(review, at)]
    titles = {at.id: at.title for at in merged_records(review, {record for _at, record in pairs})}
    return [
        Conflict(
            record=record,
            stage=at,
            title=titles[record],
            decisions=tuple(review.state.in_force(at, record).values()),
        )
        for at, record in pairs
    ]


def adjudicate(
    review: Review,
    stage: Stage,
    record: RecordId,
    verdict: Verdict,
    *,
    reason: str = "",
    again: bool = False,
) -> Event:
    """Settle a conflict, or what one settled oneself anew; the reviewers' decisions stay.

    Args:
        review: the open review; the verdict is its reviewer's.
        stage: where the reviewers differ.
        record: on which they do.
        verdict: include or exclude.
        reason: why it is excluded, by its words or its number.
        again: settle anew what another has settled.

    Raises:
        UsageError: the record is not in conflict, another has settled it and ``again`` is not
            said, the verdict settles nothing, or settling conflicts is not this reviewer's role.
    """
    if not review.protocol.may_adjudicate(review.by) and review.protocol.roles:
        raise UsageError(
            f"{review.by} may not settle conflicts in this review.",
            f"Those who may are: {', '.join(review.protocol.roles.judges)}. Roles are set in"
            " review.toml under [roles].",
        )
    words = exclusion_reason(review.protocol, stage, verdict, reason)
    if verdict is Verdict.UNSURE:
        raise UsageError("'unsure' settles no conflict.", "Adjudicate with include or exclude.")
    with review.writing() as writer:
        if why := reached(writer.state, review.protocol, stage, record):
            raise UsageError(why, "'tamis conflicts' lists the records to settle.")
        _check_open(writer.state, review, stage, record, again=again)
        return writer.append(
            ConflictAdjudicated(record=record, stage=stage, verdict=verdict, reason=words)
        )


def _check_open(
    state: ReviewState, review: Review, stage: Stage, record: RecordId, *, again: bool
) -> None:
    """Let nobody settle what is no conflict, nor undo unawares what another has settled."""
    settled = state.adjudications.get((stage, record))
    if settled is None:
        at = outcome(state, review.protocol, stage, record).outcome
        if at is not Outcome.CONFLICT:
            raise UsageError(
                f"{record} is not in conflict at the {stage.label} stage: it is {at}.",
                "'tamis conflicts' lists the records to settle.",
            )
    elif settled.by != review.by and not again:
        raise UsageError(
            f"{record} was settled as {settled.verdict} at the {stage.label} stage by"
            f" {settled.by}, on {settled.at:%Y-%m-%d at %H:%M} UTC.",
            "Nothing was changed. To settle it otherwise all the same, add --again.",
        )
