"""The results of screening as tables, for people who check a review: name of the file -> its bytes.

CSV is UTF-8 with the mark Excel needs, RFC 4180 with LF; no cell runs as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from screening.agreement import Coefficient
from screening.console import safe_cell
from screening.events import Decision, Outcome, StageOutcome
from screening.prisma import prisma2020_csv, to_csv, to_json
from screening.sessions.agreement import StageAgreement
from screening.sessions.export_records import exported_records
from screening.sessions.flow import checked_flow
from screening.sessions.merged import merged_records
from screening.sessions.numbers import all_agreement, pair_name, stop_reports
from screening.sessions.review import Review
from screening.sessions.stopping import StopReport, stopping_steps
from screening.writers import writer_named

Row = Sequence[object]
_DIGITS = 6
_AGREEMENT = (
    "stage", "calibration", "reviewers", "records", "held", "both_include", "first_only",
    "second_only", "both_exclude", "coefficient", "value", "low", "high", "confidence", "method",
    "note",
)  # fmt: skip
_STOPPING = (
    "stage", "total", "read", "found", "misses", "draws", "hits", "recall", "confidence", "rule",
    "may_stop", "says", "certified_recall", "left_estimate", "left_low", "left_high",
    "left_guaranteed", "stopped_by_event",
)  # fmt: skip
_CONFLICTS = (
    "stage", "record", "title", "state", "decisions", "adjudicated_by", "verdict", "reason",
)  # fmt: skip


def result_tables(review: Review) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Flow in every form, records with decisions, conflicts, agreement and stopping.

    Raises:
        CheckFailed: the flow does not add up.
    """
    counts = checked_flow(review)
    yield "flow.json", [f"{to_json(counts)}\n".encode()]
    yield "flow.csv", [to_csv(counts).encode("utf-8-sig")]
    yield "prisma2020.csv", [prisma2020_csv(counts).encode()]
    yield "records.csv", _records(review)
    yield "conflicts.csv", [_csv(_CONFLICTS, _conflicts(review))]
    yield "agreement.csv", [_csv(_AGREEMENT, _agreement(review))]
    yield "stopping.csv", [_csv(_STOPPING, map(_stopping, stop_reports(review)))]
    yield "stopping_steps.csv", [_csv(("event", "at", "by", "what"), _steps(review))]


def _csv(headers: Row, rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([safe_cell(_rounded(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _rounded(cell: object) -> object:
    return round(cell, _DIGITS) if isinstance(cell, float) else cell


def _records(review: Review) -> Iterator[bytes]:
    outcomes = review.outcomes
    rows = exported_records(review, outcomes, review.state.records())
    return writer_named("csv").write(rows)


def _conflicts(review: Review) -> Iterator[Row]:
    """Every record on which reviewers differ or differed until it was settled."""
    found = [
        (stage, record, at)
        for stage, here in review.outcomes.items()
        for record, at in here.items()
        if at.outcome is Outcome.CONFLICT or (stage, record) in review.state.adjudications
    ]
    wanted = {record for _stage, record, _at in found}
    titles = {at.id: at.title for at in merged_records(review, wanted)}
    for stage, record, at in found:
        settled = review.state.adjudications.get((stage, record))
        made = review.state.in_force(stage, record).values()
        yield stage.value, record, titles[record], *_conflict(at, list(made), settled)


def _conflict(at: StageOutcome, made: list[Decision], settled: Decision | None) -> Row:
    told = "; ".join(f"{one.by}: {one.verdict}" + _because(one.reason) for one in made)
    if settled is None:
        return "open", told, "", "", at.reason
    return "settled", told, settled.by, settled.verdict.value, settled.reason


def _because(reason: str) -> str:
    return f", {reason}" if reason else ""


def _agreement(review: Review) -> Iterator[Row]:
    for at in all_agreement(review):
        yield from _pairs(at)
        if at.team:
            who = ", ".join(at.team.reviewers)
            first = (at.stage.value, _yes(at.calibration), who, at.team.records, at.team.held)
            for made in at.team.coefficients:
                yield *first, "", "", "", "", *_coefficient(made)


def _pairs(at: StageAgreement) -> Iterator[Row]:
    for pair in at.pairs:
        first = (at.stage.value, _yes(at.calibration), pair_name(pair), pair.records, pair.held)
        for made in pair.coefficients:
            yield *first, *pair.table.cells, *_coefficient(made)


def _coefficient(at: Coefficient) -> Row:
    if at.interval is None:
        return at.measure.value, at.value, "", "", "", "", at.note
    inside = at.interval
    told = (inside.low, inside.high, inside.confidence, inside.method)
    return at.measure.value, at.value, *told, at.note


def _yes(whether: object) -> str:
    return "yes" if whether else "no"


def _stopping(at: StopReport) -> Row:
    left = at.left
    return (
        at.stage.value, at.total, at.read, at.found, at.misses, at.draws, at.hits, at.recall,
        at.confidence, at.verdict.rule, _yes(at.verdict.stop), at.verdict.text,
        at.certificate.certified, left.estimate, left.low, left.high, _yes(left.guaranteed),
        at.stopped,
    )  # fmt: skip


def _steps(review: Review) -> Iterator[Row]:
    for step in stopping_steps(review):
        yield step.seq, step.at.isoformat(timespec="seconds"), step.by, step.what
