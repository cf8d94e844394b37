"""A calibration round: before a stage goes on, everybody decides the same records.

The records are drawn from those nobody has decided, by a seed that follows from the review, the
stage and the number of the round. Their decisions count like all others: where they differ, the
record is in conflict. Agreement on them is told apart and left out of the stage's own figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.events import Outcome, draw, seed_of
from screening.events.kinds import CalibrationBegun
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.review import Review, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How far a round is: its records, those all have decided, and how many each has."""

    stage: Stage
    number: int
    records: tuple[RecordId, ...]
    complete: int
    decided: tuple[tuple[str, int], ...]


def begin_calibration(review: Review, stage: Stage, count: int) -> Round:
    """Draw records for everybody who screens to decide.

    Raises:
        UsageError: fewer than two screen by name, the protocol is not this person's to arrange, a
            round is not finished, or there are not so many records left.
    """
    plan = review.protocol.plan(stage)
    names = review.protocol.screeners
    if len(names) < 2:
        raise UsageError(
            "A calibration round needs two reviewers at least, named in review.toml.",
            'Name them there: reviewers = ["...", "..."]',
        )
    if not review.protocol.may_amend(review.by):
        raise UsageError(
            f"{review.by} may not begin a calibration round.", "It is the owner's, see [roles]."
        )
    with review.writing() as writer:
        _refuse_unfinished(review, plan.stage)
        chosen, seed = _draw(review, writer, stage, count)
        writer.append(CalibrationBegun(stage=stage, records=chosen, reviewers=names, seed=seed))
    return rounds(review, stage)[-1]


def _draw(
    review: Review, writer: Writer, stage: Stage, count: int
) -> tuple[tuple[RecordId, ...], str]:
    state = writer.state
    found = review.outcomes[stage]
    free = [
        record
        for record, at in found.items()
        if at.outcome is Outcome.PENDING and not state.decisions[stage].get(record)
    ]
    if not 1 <= count <= len(free):
        raise UsageError(
            f"{count} records cannot be drawn: {len(free)} are undecided at the"
            f" {stage.label} stage.",
            "Teams usually take 20 to 100: tamis calibrate --records 50",
        )
    number = sum(begun.stage is stage for begun in state.team.calibrations) + 1
    seed = f"{seed_of(state, stage)}:calibration:{number}"
    return draw(seed, free, count), seed


def _refuse_unfinished(review: Review, stage: Stage) -> None:
    for at in rounds(review, stage):
        if at.complete < len(at.records):
            raise UsageError(
                f"Round {at.number} at the {stage.label} stage is not finished: everybody has"
                f" decided {at.complete} of {len(at.records)} records.",
                "Finish it first: tamis screen",
            )


def rounds(review: Review, stage: Stage) -> list[Round]:
    """The rounds of a stage, in their order."""
    begun = [at for at in review.state.team.calibrations if at.stage is stage]
    return [_round(review, at, number) for number, at in enumerate(begun, start=1)]


def _round(review: Review, begun: CalibrationBegun, number: int) -> Round:
    made = review.state.decisions[begun.stage]
    names = [name for name in begun.reviewers if review.protocol.may_screen(name)]
    decided = {name: sum(name in made.get(at, {}) for at in begun.records) for name in names}
    complete = sum(all(name in made.get(at, {}) for name in names) for at in begun.records)
    return Round(
        stage=begun.stage,
        number=number,
        records=begun.records,
        complete=complete,
        decided=tuple(decided.items()),
    )
