"""What the log knows of the items of PRISMA 2020; the others are left to the author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extraction.report.checklists.said import Said, said
from extraction.report.document import Report
from extraction.report.screened import ProtocolPart, StageRow
from extraction.report.words import day, listed
from extraction.synthesis.pooling.words import told
from screening.console import counted, percent


def prisma2020_facts(report: Report) -> Mapping[str, Said]:
    """Number of the item -> what is known."""
    return {
        "4": said(report.protocol.questions, "protocol"),
        "5": said(_criteria(report.protocol), "protocol", "How studies were grouped."),
        "6": said(_sources(report), "searches", "Sources that were only consulted."),
        "7": said(_queries(report), "searches", _missing_queries(report)),
        "8": said(_selection(report), "protocol"),
        "9": said(_collection(report), "themes", "How data were confirmed, if they were."),
        "10b": said(_fields(report), "included", "Definitions, and what was assumed."),
        "13c": said(_displays(report), "themes"),
        "13d": said((row.how for row in report.pooled), "synthesis", "Why this model."),
        "16a": said(_results(report), "flow"),
        "16b": said(_excluded(report), "excluded"),
        "17": said(_included(report), "included", _characteristics(report)),
        "20b": said(_pooled(report), "synthesis", "The direction of the effect."),
        "24c": said(_amendments(report.protocol), "protocol", "Why each was made."),
        "27": said(_materials(report), "log", "Where these can be found."),
    }


def _criteria(protocol: ProtocolPart) -> Iterator[str]:
    yield from (f"Included: {text}" for text in protocol.include)
    yield from (f"Excluded: {text}" for text in protocol.exclude)
    yield f"Years: {protocol.years}" if protocol.years else ""


def _sources(report: Report) -> Iterator[str]:
    for row in report.searches:
        where = f" ({row.platform})" if row.platform else ""
        when = f"searched on {row.run_on}" if row.run_on else "date of the search not recorded"
        yield f"{row.source}{where}, {row.kind}, {when}."


def _queries(report: Report) -> Iterator[str]:
    yield from (f"{row.source}: {row.query}" for row in report.searches if row.query)


def _missing_queries(report: Report) -> str:
    without = dict.fromkeys(row.source for row in report.searches if not row.query)
    return f"The strategy of {listed(list(without))}." if without else ""


def _selection(report: Report) -> Iterator[str]:
    for stage in report.protocol.stages:
        yield _stage(stage)
    for row in report.software.automation:
        if row.task.startswith("Order"):
            yield f"{row.task}: {row.method}; {row.used}. An order excludes nothing."
    tools = report.protocol.automation
    yield f"Automation tools that decided: {listed(tools)}." if tools else ""
    yield "No automation tool decided on a record." if not tools else ""


def _stage(stage: StageRow) -> str:
    many = counted(stage.reviewers, "reviewer")
    alone = ", independently and blind to each other" if stage.reviewers > 1 else ""
    double = f", {percent(stage.double, 0)} of the records by two" if stage.double else ""
    name = stage.stage.capitalize()
    return f"{name}: {many} for each record{alone}{double}."


def _collection(report: Report) -> Iterator[str]:
    if part := report.themes:
        people = listed([name for name, _n in part.coders])
        coded = f"{counted(part.findings, 'finding')}, {part.coded:,} of them coded by {people}."
        yield coded if people else ""


def _fields(report: Report) -> Iterator[str]:
    if report.extracted:
        yield f"Fields of the extraction table: {', '.join(report.extracted.fields)}."


def _displays(report: Report) -> Iterator[str]:
    if report.themes:
        yield "Matrix of studies by themes, shares of themes, tree of codes."
    if any(row.value is not None for row in report.pooled):
        yield "Forest plots."


def _results(report: Report) -> Iterator[str]:
    boxes = report.flow.boxes
    if boxes["identified"]:
        yield (
            f"{counted(boxes['identified'], 'record')} identified,"
            f" {boxes['duplicates']:,} duplicates removed, {boxes['to_screen']:,} to screen;"
            f" {counted(boxes['studies_included'], 'study', 'studies')} included in"
            f" {counted(boxes['reports_included'], 'report')}."
        )
        yield report.banner or "The flow diagram is in this report."


def _excluded(report: Report) -> Iterator[str]:
    if report.excluded_reports:
        n = counted(len(report.excluded_reports), "report")
        yield f"{n} excluded at the full text, each cited with its reason."


def _included(report: Report) -> Iterator[str]:
    if report.included:
        yield f"{counted(len(report.included), 'study', 'studies')} cited."
    if report.extracted:
        yield f"Characteristics of {counted(len(report.extracted.rows), 'study', 'studies')}."


def _characteristics(report: Report) -> str:
    return "" if report.extracted else "The characteristics of each study."


def _pooled(report: Report) -> Iterator[str]:
    for row in report.pooled:
        found = (row.value, row.low, row.high)
        if row.i2 is not None and None not in found:
            value, low, high = (told(at, 3) for at in found if at is not None)
            yield (
                f"{row.field}: {value} ({percent(row.level)} CI {low} to {high}),"
                f" {row.studies} studies, I² {percent(row.i2, 0)}."
            )


def _amendments(protocol: ProtocolPart) -> Iterator[str]:
    later = protocol.amendments[1:]
    for at in later:
        note = f" {at.note}" if at.note else ""
        yield f"{day(at.at)}, {at.by}: {'; '.join(at.changed)}.{note}"
    if protocol.amendments and not later:
        yield "The protocol recorded in the log was not amended."


def _materials(report: Report) -> Iterator[str]:
    yield (
        "There are: the review's event log with every decision, the search files under their"
        f" SHA-256, this report, Tamis {report.tamis} (Apache-2.0)."
    )
    if report.themes:
        yield "Codebook and codings (tamis export themes)."
