"""The arithmetic a flow diagram must obey, each rule with a name, a severity and a sentence.

After the PRISMA 2020 statement (Page MJ et al., BMJ 2021;372:n71): boxes must subtract into one
another. While screening is unfinished, what is still open is part of every sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from screening.prisma.counts import (
    KIND_FIELDS,
    ColumnCount,
    FlowCounts,
    ReasonCount,
    StageCount,
    box_counts,
)
from screening.prisma.severity import Severity
from screening.protocol import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that does not hold, said in a sentence with both numbers."""

    rule: str
    severity: Severity
    sentence: str


Check = tuple[str, bool, str]


def violations(counts: FlowCounts) -> tuple[Violation, ...]:
    """Every rule the counts break; empty if the diagram adds up."""
    return tuple(
        Violation(
            rule=rule,
            severity=Severity.WARNING if rule in _WARNINGS else Severity.ERROR,
            sentence=sentence,
        )
        for rule, holds, sentence in _checks(counts)
        if not holds
    )


_WARNINGS = frozenset(("reports sought", "other methods sought", "studies again"))


def _checks(counts: FlowCounts) -> Iterator[Check]:
    yield from _whole(counts)
    yield from _identification(counts)
    yield from _stages(counts)
    for name, column in (("databases and registers", counts.dbr), ("other methods", counts.other)):
        yield from _column(counts, column, name)
    yield from _across(counts)
    yield from _included(counts)
    yield from _update(counts)
    yield from _progress(counts)


def _equal(rule: str, left: str, n: int, right: str, m: int) -> Check:
    return rule, n == m, f"{left} is {n}, but {right} is {m}."


def _at_most(rule: str, left: str, n: int, right: str, m: int) -> Check:
    return rule, n <= m, f"{left} is {n}, more than {right}, which is {m}."


def _sum(reasons: Iterable[ReasonCount]) -> int:
    return sum(reason.n for reason in reasons)


def _whole(counts: FlowCounts) -> Iterator[Check]:
    for name, n in box_counts(counts).items():
        yield "whole numbers", n >= 0, f"The number in {name} is {n}; it cannot be below 0."


def _identification(counts: FlowCounts) -> Iterator[Check]:
    for kind, field in KIND_FIELDS.items():
        total = sum(source.n for source in counts.sources if source.kind is kind)
        told = f"the sum over sources of the kind {kind}"
        yield _equal("sources", f"Identified from {field}", getattr(counts, field), told, total)
    kinds = sum(getattr(counts, field) for field in KIND_FIELDS.values())
    yield _equal("identified", "Records identified", counts.identified, "the sum of kinds", kinds)
    gone = sum(source.duplicates for source in counts.sources)
    yield _equal("duplicates", "Duplicates removed", counts.duplicates, "the sum of sources", gone)
    for source in counts.sources:
        yield _at_most(
            "source duplicates", f"Duplicates removed from {source.name}", source.duplicates,
            "what it identified", source.n,
        )  # fmt: skip
    rest = counts.identified - counts.duplicates
    yield _equal("to screen", "Records to screen", counts.to_screen, "identified - removed", rest)
    found = counts.databases + counts.registers
    yield _equal("columns", "Databases and registers", counts.dbr.identified, "their sum", found)
    found = counts.identified - found
    yield _equal("columns", "Other methods", counts.other.identified, "their sum", found)
    both = counts.dbr.duplicates + counts.other.duplicates
    yield _equal("columns", "Duplicates removed", counts.duplicates, "the sum of columns", both)


def _stages(counts: FlowCounts) -> Iterator[Check]:
    if not counts.stages:
        return
    first, last = counts.stages[0], counts.stages[-1]
    yield _equal(
        "first stage", f"Reached at {first.stage.label}", first.reached, "to screen",
        counts.to_screen,
    )  # fmt: skip
    for one, two in pairwise(counts.stages):
        told = f"let through at {one.stage.label}"
        yield _equal(
            "next stage", f"Reached at {two.stage.label}", two.reached, told, one.let_through
        )
    for stage in counts.stages:
        yield from _stage(stage)
    yield _equal("last stage", "Unsure let through at the end", last.unsure_forwarded, "allowed", 0)


def _stage(stage: StageCount) -> Iterator[Check]:
    at = f"at {stage.stage.label}"
    accounted = stage.decided + stage.not_retrieved + stage.not_screened + stage.open
    yield _equal("stage reached", f"Reached {at}", stage.reached, "what is told of it", accounted)
    decided = stage.excluded + stage.let_through
    yield _equal("stage decided", f"Decided {at}", stage.decided, "excluded + let through", decided)
    yield _at_most(
        "stage by tools", f"Excluded by programs {at}", stage.excluded_by_tools, "excluded",
        stage.excluded,
    )  # fmt: skip
    yield _equal(
        "stage reasons", f"Excluded {at}", stage.excluded, "the sum of reasons",
        _sum(stage.reasons),
    )  # fmt: skip
    yield _at_most(
        "stage unsure", f"Unsure let through {at}", stage.unsure_forwarded, "let through",
        stage.let_through,
    )  # fmt: skip


def _column(counts: FlowCounts, column: ColumnCount, name: str) -> Iterator[Check]:
    rest = column.identified - column.duplicates
    yield _equal("column to screen", f"To screen ({name})", column.to_screen, "the rest", rest)
    pool = column.to_screen
    if counts.screens_records:
        yield from _records(column, name)
        pool = column.records_screened - column.records_excluded
    if counts.assesses_reports:
        yield _equal(
            "reports sought", f"Reports sought ({name})", column.reports_sought,
            "records let through", pool,
        )  # fmt: skip
        yield from _reports(column, name)
        pool = column.reports_assessed - column.reports_excluded
    yield _equal("column included", f"Included ({name})", column.included, "let through", pool)


def _records(column: ColumnCount, name: str) -> Iterator[Check]:
    read = column.records_screened + column.records_unscreened
    both = read + column.records_not_screened
    yield _equal(
        "records screened", f"Screened + unscreened + not screened ({name})", both,
        "identified - removed", column.to_screen,
    )  # fmt: skip
    yield _at_most(
        "records excluded", f"Records excluded ({name})", column.records_excluded,
        "records screened", column.records_screened,
    )  # fmt: skip


def _reports(column: ColumnCount, name: str) -> Iterator[Check]:
    both = column.reports_assessed + column.reports_unassessed
    retrieved = column.reports_sought - column.reports_not_retrieved
    yield _equal(
        "reports assessed", f"Assessed + unassessed ({name})", both, "sought - not retrieved",
        retrieved,
    )  # fmt: skip
    yield _at_most(
        "reports excluded", f"Reports excluded ({name})", column.reports_excluded,
        "reports assessed", column.reports_assessed,
    )  # fmt: skip
    yield _equal(
        "report reasons", f"Reports excluded ({name})", column.reports_excluded,
        "the sum of reasons", _sum(column.reasons),
    )  # fmt: skip
    if name == "other methods":
        yield _at_most(
            "other methods sought", "Reports sought", column.reports_sought,
            "records identified via other methods", column.identified,
        )  # fmt: skip


def _across(counts: FlowCounts) -> Iterator[Check]:
    """The two forms tell the same story: stages sum up to columns."""
    before = sum(stage.excluded for stage in counts.stages if stage.stage is not Stage.FULLTEXT)
    both = counts.dbr.records_excluded + counts.other.records_excluded
    yield _equal("forms records", "Excluded by title or abstract", before, "PRISMA 2020", both)
    before = sum(
        stage.excluded_by_tools for stage in counts.stages if stage.stage is not Stage.FULLTEXT
    )
    both = counts.dbr.records_excluded_by_tools + counts.other.records_excluded_by_tools
    yield _equal("forms by tools", "Excluded by programs", before, "PRISMA 2020", both)
    gone = sum(
        stage.excluded + stage.not_retrieved
        for stage in counts.stages
        if stage.stage is Stage.FULLTEXT
    )
    both = sum(
        column.reports_excluded + column.reports_not_retrieved
        for column in (counts.dbr, counts.other)
    )
    yield _equal("forms reports", "Excluded or not had at full text", gone, "PRISMA 2020", both)


def _included(counts: FlowCounts) -> Iterator[Check]:
    both = counts.dbr.included + counts.other.included
    yield _equal("included", "Reports included", counts.reports_included, "the columns' sum", both)
    if counts.stages:
        through = counts.stages[-1].let_through
        yield _equal(
            "included", "Reports included", counts.reports_included, "the last stage's", through
        )
    boxes = box_counts(counts)
    if counts.assesses_reports:
        rest = boxes["articles_assessed"] - boxes["articles_excluded"]
        yield _equal(
            "form 2009", "Reports included", counts.reports_included,
            "articles assessed - excluded", rest,
        )  # fmt: skip
    studies, reports = counts.studies_included, counts.reports_included
    yield (
        "studies and reports",
        (1 if reports > 0 else 0) <= studies <= max(reports, 0),
        f"{studies} studies are included with {reports} reports: each study has at least one.",
    )


def _update(counts: FlowCounts) -> Iterator[Check]:
    if not (before := counts.previous):
        return
    studies = before.studies + counts.studies_included
    yield _at_most(
        "total studies", "Studies in total", counts.total_studies, "previous + new studies", studies
    )
    yield _at_most(
        "studies again", "Studies of the previous version with a further report", before.again,
        "studies included", counts.studies_included,
    )  # fmt: skip


def _progress(counts: FlowCounts) -> Iterator[Check]:
    stages = sum(stage.open for stage in counts.stages)
    yield _equal("open", "Records still to be decided", counts.open_records, "in stages", stages)
    columns = sum(
        column.records_unscreened + column.reports_unassessed
        for column in (counts.dbr, counts.other)
    )
    yield _equal("open", "Records still to be decided", counts.open_records, "in columns", columns)
    done = counts.identified > 0 and counts.open_records == 0
    yield (
        "in progress",
        counts.finished == done,
        f"The flow is called {'finished' if counts.finished else 'unfinished'}, with "
        f"{counts.identified} records identified and {counts.open_records} still to be decided.",
    )
