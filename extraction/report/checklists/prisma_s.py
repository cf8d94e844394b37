"""What the log knows of the items of PRISMA-S; the others are left to the author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extraction.report.checklists.said import NOTHING_TOLD, Said, said
from extraction.report.document import Report
from extraction.report.screened import SearchRow
from screening.console import counted


def prisma_s_facts(report: Report) -> Mapping[str, Said]:
    """Number of the item -> what is known."""
    return {
        "1": said(_named(report, "database"), "searches"),
        "3": said(_named(report, "register"), "searches"),
        "4": said(
            (*_named(report, "website"), *_named(report, "organisation")),
            "searches",
            "How they were searched or browsed.",
        ),
        "5": said(_named(report, "citation"), "searches", "How references were located."),
        "7": said(_named(report, "other"), "searches", "What was done there."),
        "8": said(_queries(report), "searches", _without_query(report)),
        "9": said(_limits(report), "protocol", f"Limits of the searches: {NOTHING_TOLD}."),
        "12": said(_updates(report), "searches", "How searches were rerun."),
        "13": said(_dates(report), "searches", _without_date(report)),
        "15": said(_totals(report), "searches"),
        "16": said(_duplicates(report), "searches"),
    }  # fmt: skip


def _named(report: Report, kind: str) -> tuple[str, ...]:
    rows = [row for row in report.searches if row.kind == kind]
    return tuple(dict.fromkeys(_place(row) for row in rows))


def _place(row: SearchRow) -> str:
    return f"{row.source}, on {row.platform}." if row.platform else f"{row.source}."


def _queries(report: Report) -> Iterator[str]:
    yield from (f"{row.source}: {row.query}" for row in report.searches if row.query)


def _without_query(report: Report) -> str:
    without = sum(not row.query for row in report.searches)
    return f"The strategy of {counted(without, 'search', 'searches')}." if without else ""


def _limits(report: Report) -> Iterator[str]:
    if report.protocol.years:
        yield f"Years: {report.protocol.years}, by the eligibility criteria."


def _updates(report: Report) -> Iterator[str]:
    for row in report.searches:
        if row.update:
            known = f", {row.known:,} known already" if row.known else ""
            yield f"{row.update}: {row.source}, {row.records:,} new records{known}."


def _dates(report: Report) -> Iterator[str]:
    yield from (f"{row.source}: {row.run_on}." for row in report.searches if row.run_on)


def _without_date(report: Report) -> str:
    without = sum(not row.run_on for row in report.searches)
    return f"The date of {counted(without, 'search', 'searches')}." if without else ""


def _totals(report: Report) -> Iterator[str]:
    for row in report.searches:
        yield f"{row.source}: {counted(row.records, 'record')}."


def _duplicates(report: Report) -> Iterator[str]:
    part = report.duplicates
    if part.method:
        yield f"Tamis {report.tamis}, {part.method}, preset {part.preset}."
    if part.removed:
        yield (
            f"{counted(part.removed, 'duplicate')} removed: {part.by_rule:,} by a rule alone,"
            f" {part.by_people:,} confirmed by a person."
        )
