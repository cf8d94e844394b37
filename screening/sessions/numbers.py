"""Every number of a review under a name, all computed from its log; pairs of name and value.

Names read from the whole to the part: ``flow.excluded_title:Off topic``,
``agreement.title.Ann / Ben.Cohen's kappa``, ``stopping.abstract.read``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from screening.agreement import Coefficient
from screening.errors import UsageError
from screening.prisma import Form, box_counts
from screening.prisma.tables import form_rows
from screening.protocol import Stage
from screening.sessions.agreement import PairAgreement, StageAgreement, agreement_of
from screening.sessions.flow import checked_flow
from screening.sessions.review import Review
from screening.sessions.stopping import StopReport, stop_report

Number: TypeAlias = int | float | str | bool | None
Named: TypeAlias = Iterator[tuple[str, Number]]
_STOP_FIELDS = (
    "total",
    "read",
    "found",
    "misses",
    "draws",
    "hits",
    "recall",
    "confidence",
    "wait",
    "drawing",
    "restarts",
    "stopped",
)


def numbers_of(review: Review) -> Named:
    """The numbers of screening.

    Raises:
        CheckFailed: the flow does not add up.
    """
    yield from _log(review)
    counts = checked_flow(review)
    for box, n in box_counts(counts).items():
        yield f"flow.{box}", n
    for form in Form:
        rows = form_rows(counts, [form])
        for number, row in enumerate(rows, start=1):
            yield f"form.{form}.{number}.{row.label}", row.n
    for at in all_agreement(review):
        yield from _agreement(at)
    for report in stop_reports(review):
        yield from _stopping(report)


def _log(review: Review) -> Named:
    state = review.state
    yield "log.events", state.last_seq
    yield "log.digest", review.store.head()[1]
    yield "log.records", sum(1 for _ in review.store.record_bodies())
    yield "log.rejected", sum(1 for _ in review.store.rejected())
    for done in state.imports:
        body, name = done.body, f"search.{done.body.search.id}"
        yield f"{name}.found", body.found
        yield f"{name}.imported", done.total
        yield f"{name}.known", done.known
        yield f"{name}.rejected", body.rejected


def all_agreement(review: Review) -> Iterator[StageAgreement]:
    """The agreement at every stage, then that of the calibration rounds, if there were any."""
    yield from agreement_of(review)
    if review.state.team.calibrations:
        yield from agreement_of(review, calibration=True)


def _agreement(at: StageAgreement) -> Named:
    name = f"agreement.{at.stage}{'.calibration' if at.calibration else ''}"
    for field in ("reviewers", "complete", "incomplete", "changed"):
        yield f"{name}.{field}", getattr(at, field)
    for pair in at.pairs:
        yield from _pair(f"{name}.{pair_name(pair)}", pair)
    if at.team:
        yield f"{name}.team.records", at.team.records
        yield f"{name}.team.held", at.team.held
        yield from _coefficients(f"{name}.team", at.team.coefficients)


def pair_name(pair: PairAgreement) -> str:
    """Both reviewers."""
    return f"{pair.first} / {pair.second}"


def _pair(name: str, pair: PairAgreement) -> Named:
    yield f"{name}.records", pair.records
    yield f"{name}.held", pair.held
    for cell in ("both", "first_only", "second_only", "neither"):
        yield f"{name}.{cell}", getattr(pair.table, cell)
    yield from _coefficients(name, pair.coefficients)


def _coefficients(name: str, made: tuple[Coefficient, ...]) -> Named:
    for at in made:
        yield f"{name}.{at.measure}", at.value
        if at.interval:
            yield f"{name}.{at.measure}.low", at.interval.low
            yield f"{name}.{at.measure}.high", at.interval.high


def stop_reports(review: Review) -> Iterator[StopReport]:
    """Where each stage that records have reached stands."""
    for plan in review.protocol.stages:
        if plan.stage is Stage.FULLTEXT:
            continue
        try:
            yield stop_report(review, plan.stage)
        except UsageError:  # no record has reached the stage
            continue


def _stopping(report: StopReport) -> Named:
    name = f"stopping.{report.stage}"
    for field in _STOP_FIELDS:
        yield f"{name}.{field}", getattr(report, field)
    yield f"{name}.may_stop", report.verdict.stop
    yield f"{name}.certified", report.certificate.certified
    yield f"{name}.unresolved", len(report.unresolved)
    for field in ("estimate", "low", "high", "guaranteed"):
        yield f"{name}.left.{field}", getattr(report.left, field)
