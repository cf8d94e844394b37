"""How far the reviewers agree, stage by stage, on what they decided independently."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from screening.agreement import (
    Coefficient,
    PairTable,
    Sampling,
    pair_coefficients,
    pair_reading,
    ratings_of,
    team_coefficients,
    team_reading,
)
from screening.errors import UsageError
from screening.events import Outcome, needed
from screening.protocol import Stage, StagePlan, Unsure, Verdict
from screening.records import RecordId
from screening.sessions.independent import Needed, Place, Votes, independent_votes
from screening.sessions.review import Review

_STANDARD = Sampling()
_INCLUDE, _EXCLUDE = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """Two reviewers on the records both decided; ``held`` of these are in no cell."""

    first: str
    second: str
    records: int
    held: int
    table: PairTable
    coefficients: tuple[Coefficient, ...]
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAgreement:
    """Three reviewers and more, whoever of them decided a record; ``held`` are left out."""

    reviewers: tuple[str, ...]
    records: int
    held: int
    coefficients: tuple[Coefficient, ...]
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageAgreement:
    """What the reviewers of a stage agree on.

    ``complete`` records are decided by as many reviewers as the protocol asks for; the
    ``incomplete`` ones at the stage are blind and count nowhere. Of ``changed`` records a verdict
    was changed after that; what stood before counts. ``unsure`` says how unsure is counted.
    """

    stage: Stage
    reviewers: int
    complete: int
    incomplete: int
    changed: int
    unsure: str
    pairs: tuple[PairAgreement, ...]
    team: TeamAgreement | None = None
    calibration: bool = False


def agreement_of(
    review: Review,
    stage: Stage | None = None,
    pair: tuple[str, str] | None = None,
    sampling: Sampling = _STANDARD,
    *,
    calibration: bool = False,
) -> list[StageAgreement]:
    """The agreement at every stage that two reviewers or more decide, in their order.

    Args:
        review: the open review.
        stage: only this one.
        pair: only these two reviewers.
        sampling: how the intervals are made.
        calibration: only the records of calibration rounds, which are left out otherwise.

    Raises:
        UsageError: the review has no such stage, one reviewer decides there, or a name of the
            pair is no reviewer's.
    """
    wanted = _plans(review, stage, calibration=calibration)
    told = independent_votes(review.events(), _needed(review)) if wanted else {}
    if pair:
        _check(pair, review, told)
    return [
        _at_stage(review, plan, told, pair, sampling, calibration=calibration) for plan in wanted
    ]


def _needed(review: Review) -> Needed:
    """How many decide a record; 1 at a stage that the protocol no longer has."""
    stages = {plan.stage for plan in review.protocol.stages}
    return lambda stage, record: (
        needed(review.state, review.protocol, stage, record) if stage in stages else 1
    )


def _plans(review: Review, stage: Stage | None, *, calibration: bool) -> list[StagePlan]:
    if calibration:
        begun = {at.stage for at in review.state.team.calibrations}
        found = [p for p in review.protocol.stages if p.stage in begun and stage in (None, p.stage)]
        if not found:
            raise UsageError(
                "No calibration round was begun here.",
                "Begin one: tamis calibrate --records 50",
            )
        return found
    if stage is None:
        return [plan for plan in review.protocol.stages if plan.most > 1]
    plan = review.protocol.plan(stage)
    if plan.most == 1:
        raise UsageError(
            f"One reviewer decides each record at the {stage.label} stage: there is nothing to"
            " compare.",
            f"To have two, write reviewers = 2 under [stages.{stage}] in review.toml.",
        )
    return [plan]


def _check(pair: tuple[str, str], review: Review, told: dict[Place, Votes]) -> None:
    if pair[0] == pair[1]:
        raise UsageError(f"{pair[0]} is named twice.", "Name two reviewers.")
    known = set(review.protocol.reviewers).union(*told.values())
    for name in pair:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none so far"
            raise UsageError(
                f"{name!r} is not a reviewer of this review.", f"Its reviewers are: {listed}."
            )


def _at_stage(
    review: Review,
    plan: StagePlan,
    told: dict[Place, Votes],
    pair: tuple[str, str] | None,
    sampling: Sampling,
    *,
    calibration: bool,
) -> StageAgreement:
    stage, several = plan.stage, _several(review, plan.stage, calibration=calibration)
    votes: dict[RecordId, Votes] = {
        record: told[stage, record]
        for record, wanted in several.items()
        if (stage, record) in told and len(review.state.in_force(stage, record)) >= wanted
    }
    forward = plan.unsure is Unsure.FORWARD and not review.protocol.is_last(stage)
    names = sorted({name for said in votes.values() for name in said})
    chosen = [pair] if pair else list(combinations(names, 2))
    counted = [_categories(said, forward=forward) for said in votes.values()]
    return StageAgreement(
        stage=stage,
        reviewers=max(several.values(), default=plan.most),
        complete=len(votes),
        incomplete=len(several) - len(votes),
        changed=sum(_changed(review, stage, record, said) for record, said in votes.items()),
        unsure=_unsure(forward=forward, last=review.protocol.is_last(stage)),
        pairs=tuple(_of_pair(counted, one, two, sampling) for one, two in chosen),
        team=_of_team(counted, names, sampling) if len(names) > 2 and not pair else None,
        calibration=calibration,
    )


def _several(review: Review, stage: Stage, *, calibration: bool) -> dict[RecordId, int]:
    """The records at a stage that several decide, and how many; of rounds, or all others.

    A report that could not be had waits for nobody: it counts only if all had decided before.
    """
    state, calibrated = review.state, review.state.team.calibrated
    found = {
        record: (needed(state, review.protocol, stage, record), at.outcome)
        for record, at in review.outcomes[stage].items()
        if ((stage, record) in calibrated) == calibration
    }
    return {
        record: wanted
        for record, (wanted, outcome) in found.items()
        if wanted > 1
        and (outcome is not Outcome.NOT_RETRIEVED or len(state.in_force(stage, record)) >= wanted)
    }


def _categories(said: Votes, *, forward: bool) -> dict[str, int | None]:
    unsure = _INCLUDE if forward else None
    of = {Verdict.INCLUDE: _INCLUDE, Verdict.EXCLUDE: _EXCLUDE, Verdict.UNSURE: unsure}
    return {name: of[verdict] for name, verdict in said.items()}


def _unsure(*, forward: bool, last: bool) -> str:
    if forward:
        return "Unsure counts as include, because unsure records go on to the next stage."
    where = "at the last stage" if last else "by review.toml"
    return f"Unsure is held {where}: neither include nor exclude, so such a verdict is left out."


def _changed(review: Review, stage: Stage, record: RecordId, said: Votes) -> bool:
    now = {by: at.verdict for by, at in review.state.in_force(stage, record).items()}
    return now != said


def _of_pair(
    counted: list[dict[str, int | None]], one: str, two: str, sampling: Sampling
) -> PairAgreement:
    both = [(said[one], said[two]) for said in counted if one in said and two in said]
    table = PairTable(
        both=both.count((_INCLUDE, _INCLUDE)),
        first_only=both.count((_INCLUDE, _EXCLUDE)),
        second_only=both.count((_EXCLUDE, _INCLUDE)),
        neither=both.count((_EXCLUDE, _EXCLUDE)),
    )
    made = pair_coefficients(table, sampling)
    return PairAgreement(
        first=one,
        second=two,
        records=len(both),
        held=len(both) - table.total,
        table=table,
        coefficients=made,
        reading=pair_reading(one, two, table, made),
    )


def _of_team(
    counted: list[dict[str, int | None]], names: list[str], sampling: Sampling
) -> TeamAgreement:
    votes = [tuple(said.get(name) for name in names) for said in counted]
    compared = [vote for vote in votes if len(vote) - vote.count(None) > 1]
    made = team_coefficients(ratings_of(compared), sampling)
    return TeamAgreement(
        reviewers=tuple(names),
        records=len(votes),
        held=len(votes) - len(compared),
        coefficients=made,
        reading=team_reading(len(compared), made),
    )
