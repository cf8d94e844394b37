"""Ranking and stopping in a report: orders in force, how far each stage was read, what is vouched.

Orders and draws that must stay hidden while records are drawn at random are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from extraction.report.screened import RankingRow, Reading, Step
from extraction.report.words import certain, moment
from screening.console import counted, percent
from screening.events import Event, unseal
from screening.events.kinds import RankingMade, StageStopped
from screening.protocol import Stage
from screening.sessions.audit import replay
from screening.sessions.blinding import hidden_words, rows_seen
from screening.sessions.review import Review
from screening.sessions.stop_plan import READ_ALL
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
    held = review.state.stopping.stops.get(stage)
    stop = held[1] if held else None
    return Reading(
        stage=stage.label,
        total=report.total,
        read=report.read,
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
        guarantee=guarantee(report, stop, named=review.protocol.stopping.rules != READ_ALL),
        reason=stop.why if stop else "",
        curve=_curve(relevant),
    )


def _certified(report: StopReport, stop: StageStopped | None) -> float | None:
    """The recall vouched for: 1 where all were read, else what random draws certify."""
    if report.read == report.total:
        return 1.0
    return stop.certified if stop else report.certificate.certified


def guarantee(report: StopReport, stop: StageStopped | None, *, named: bool) -> str:
    """What the stage's reading guarantees, in sentences; plainly so where it is nothing."""
    if report.read == report.total:
        return (
            f"All {counted(report.total, 'record')} of the stage were decided, so no relevant"
            " record was left unread and no recall had to be estimated."
        )
    if stop is None:
        rule = f" The rule of the protocol says: {report.verdict.text}" if named else ""
        return (
            f"The stage is not finished: {report.read:,} of {counted(report.total, 'record')} are"
            f" decided. Nothing is guaranteed yet.{rule}"
        )
    unread = counted(len(stop.unread), "record")
    if stop.certified is None:
        return (
            f"The stage was stopped with {unread} unread. Nothing is guaranteed: no random draws"
            f" certify a recall. The rule {stop.rule} said: {stop.text}"
        )
    return (
        f"The stage was stopped with {unread} unread. Random draws certify a recall of at least"
        f" {certain(stop.certified)} at a confidence of {percent(stop.confidence)}, whatever"
        " the ranking."
    )


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
