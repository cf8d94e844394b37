"""Ranking and stopping in a report: orders in force, how far each stage was read, what is vouched.

Orders and draws that must stay hidden while records are drawn at random are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from extraction.report.guarantee import guarantee
from extraction.report.screened import RankingRow, Reading, Step
from extraction.report.words import moment
from screening.events import Event, Outcome, unseal
from screening.events.kinds import RankingMade
from screening.protocol import Stage
from screening.sessions.audit import replay
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.review import Review
from screening.sessions.stop_plan import READ_ALL
from screening.sessions.stop_standing import StopStanding, stop_standing
from screening.sessions.stopping import StopReport, stop_report, stopping_steps

_POINTS = 200


def ranking_rows(review: Review) -> tuple[RankingRow, ...]:
    """Every order of reading that the log may show, oldest first."""
    rows = rows_seen(review, review.store.rows(), by_all=True)
    events = (unseal(row) for row in rows if not hidden_words(row) and row.kind == "RankingMade")
    return tuple(_ranking(event, event.body) for event in events
                 if isinstance(event.body, RankingMade))  # fmt: skip


def _ranking(event: Event, body: RankingMade) -> RankingRow:
    return RankingRow(
        event=event.seq,
        at=moment(event.at),
        stage=body.stage.label,
        method=f"{body.maker.name} {body.maker.version}",
        model=body.maker.model,
        model_sha256=body.maker.model_sha256,
        seed=body.maker.seed,
        records=len(body.order),
        included=body.included,
        excluded=body.excluded,
    )


def stopping_history(review: Review) -> tuple[Step, ...]:
    """Random draws begun and ended, stops and reopenings, oldest first."""
    return tuple(
        Step(event=step.seq, at=moment(step.at), by=step.by, what=step.what)
        for step in stopping_steps(review)
    )


def readings(review: Review) -> tuple[Reading, ...]:
    """One for every stage that a record has reached."""
    return tuple(_readings(review))


def _readings(review: Review) -> Iterator[Reading]:
    for plan in review.protocol.stages:
        if replay(review, plan.stage).history.total:
            yield _reading(review, plan.stage)


def _reading(review: Review, stage: Stage) -> Reading:
    report = stop_report(review, stage)
    relevant = replay(review, stage).history.relevant
    stop = stop_standing(review, stage)
    here = [at.outcome for at in review.outcomes[stage].values()]
    missing = here.count(Outcome.NOT_RETRIEVED)
    return Reading(
        stage=stage.label,
        total=report.total,
        read=report.read,
        not_retrieved=missing,
        found=report.found,
        half_after=_after(relevant, Fraction(1, 2)),
        most_after=_after(relevant, Fraction(19, 20)),
        draws=report.draws,
        hits=report.hits,
        low=report.left.low,
        high=report.left.high,
        bound_holds=report.left.guaranteed,
        confidence=report.confidence,
        certified=_certified(report, stop),
        stopped=stop is not None,
        rule=" and ".join(review.protocol.stopping.rules),
        guarantee=guarantee(
            report, stop, missing=missing, named=review.protocol.stopping.rules != READ_ALL
        ),
        reason=stop.body.why if stop else "",
        curve=_curve(relevant),
    )


def _certified(report: StopReport, stop: StopStanding | None) -> float | None:
    """The recall vouched for: 1 where all were read, else what is certified of all records."""
    if report.read == report.total:
        return 1.0
    covers = stop is not None and not stop.added_open
    return stop.claim if stop and covers else report.certificate.certified


def _after(relevant: tuple[bool, ...], share: Fraction) -> int:
    """How many records were read when this share of the relevant ones was found; 0 of none."""
    wanted, found = share * sum(relevant), 0
    for read, hit in enumerate(relevant, start=1):
        found += hit
        if found >= wanted and wanted:
            return read
    return 0


def _curve(relevant: tuple[bool, ...]) -> tuple[tuple[int, int], ...]:
    """(records read, relevant found) at no more than 200 places, the last one among them."""
    found = list(accumulate(map(int, relevant), initial=0))
    last = len(found) - 1
    points = min(_POINTS, last)
    places = [last * point // points for point in range(points + 1)] if points else [0]
    return tuple((place, found[place]) for place in places)
