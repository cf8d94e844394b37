"""The methods paragraphs, ready to paste: every number is a number of the report.

Nothing is said of what the log does not hold. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.report.document import Report
from extraction.report.methods_selection import duplicates, results, searches, selection
from extraction.report.screened import (
    AgreementRow,
    CoefficientRow,
    RankingRow,
)
from extraction.report.words import day, listed, two, were
from extraction.synthesis.pooling.words import told
from screening.console import counted, percent


def methods_of(report: Report) -> tuple[str, ...]:
    """Searches, selection, agreement, order and stopping, results, coding, software."""
    made = (
        searches(report),
        duplicates(report),
        selection(report),
        _agreement(report),
        _reading(report),
        results(report),
        _coding(report),
        _pooling(report),
        _software(report),
    )
    return tuple(text for parts in made if (text := " ".join(parts)))


def methods_text(report: Report) -> str:
    """The paragraphs as plain text, with what is unfinished said first."""
    return "\n\n".join((*([report.banner] if report.banner else []), *report.methods))


def _agreement(report: Report) -> Iterator[str]:
    for row in report.agreement:
        if told := _three(row):
            yield told


def _three(row: AgreementRow) -> str:
    """Kappa, AC1 and positive agreement: each alone misleads where few records are included."""
    if not row.records:
        return ""
    wanted = ("Cohen's kappa" if row.cells else "Fleiss' kappa", "Gwet's AC1", "positive agreement")
    found = {at.measure: at for at in row.coefficients}
    told = listed([_coefficient(found[name]) for name in wanted if name in found])
    return (
        f"Agreement of {listed(row.reviewers)} at the {row.stage} stage"
        f" ({counted(row.records, 'record')}): {told}."
    )


def _coefficient(row: CoefficientRow) -> str:
    told = f"{row.measure} {two(row.value)}"
    if row.value is None or row.low is None or row.high is None or not row.confidence:
        return told
    return f"{told} ({percent(row.confidence)} CI {two(row.low)} to {two(row.high)})"


def _reading(report: Report) -> Iterator[str]:
    orders: dict[str, list[str]] = {}
    for stage in dict.fromkeys(row.stage for row in report.rankings):
        rows = [row for row in report.rankings if row.stage == stage]
        orders.setdefault(listed(list(dict.fromkeys(map(_order, rows)))), []).append(stage)
    for order, stages in orders.items():
        yield (
            f"At the {listed(stages)} {_stages(stages)} records were put in order of likely"
            f" relevance ({order}); an order excludes nothing."
        )
    for reading in report.readings:
        if reading.stopped or reading.read < reading.total or reading.not_retrieved:
            yield reading.guarantee
    if report.readings and all(at.read == at.total for at in report.readings):
        but = ", but for the reports not retrieved" * any(
            at.not_retrieved for at in report.readings
        )
        yield f"Every record that reached a stage was decided{but}; no stage was ended early."


def _stages(stages: Sequence[str]) -> str:
    return "stage" if len(stages) == 1 else "stages"


def _order(row: RankingRow) -> str:
    if not row.model:
        return row.method
    model = row.model.split(" ", 1)[0]
    digest = f", SHA-256 {row.model_sha256[:12]}…" if row.model_sha256 else ""
    return f"{row.method} with the sentence model {model}{digest}"


def _coding(report: Report) -> Iterator[str]:
    part = report.themes
    if part is None:
        return
    levels = dict.fromkeys(row.level for row in part.rows)
    told = [
        counted(number, level)
        for level in levels
        if (number := sum(row.level == level for row in part.rows))
    ]
    yield f"{counted(part.findings, 'finding')} {were(part.findings)} confirmed,"
    yield ("all" if part.coded == part.findings else f"{part.coded:,}") + " of them coded"
    yield f"({counted(part.codings, 'coding')}); the codebook has {listed(told)}."
    if part.coders:
        yield f"Coding was done by {listed([name for name, _n in part.coders])}."
    if part.proposed:
        became = listed([f"{number:,} {status}" for status, number in part.proposed])
        yield f"Proposals of methods for codes and themes: {became}; nothing counts unapproved."


def _pooling(report: Report) -> Iterator[str]:
    for row in report.pooled:
        if row.value is not None and row.low is not None and row.high is not None:
            yield (
                f"{row.field}: pooled proportion {told(row.value, 3)} ({percent(row.level)} CI"
                f" {told(row.low, 3)} to {told(row.high, 3)}; {row.studies} studies,"
                f" {row.events:,} of {row.total:,};"
                f" {row.how})."
            )


def _software(report: Report) -> Iterator[str]:
    yield f"All numbers are computed from the review's event log as of {day(report.as_of)}"
    yield f"({counted(report.log.events, 'event')}) by Tamis {report.tamis}."
    if report.log.digest:
        yield f"SHA-256 of the log's end: {report.log.digest}."
