"""The methods paragraphs, ready to paste: every number is a number of the report.

Nothing is said of what the log does not hold. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.report.document import Report
from extraction.report.screened import (
    AgreementRow,
    CoefficientRow,
    FlowPart,
    RankingRow,
    SearchRow,
    StageFlow,
    StageRow,
)
from extraction.report.words import day, listed, two
from extraction.synthesis.pooling.words import told
from screening.console import counted, percent
from screening.protocol import Stage


def methods_of(report: Report) -> tuple[str, ...]:
    """Searches, selection, agreement, order and stopping, results, coding, software."""
    made = (
        _searches(report),
        _duplicates(report),
        _selection(report),
        _agreement(report),
        _reading(report),
        _results(report),
        _coding(report),
        _pooling(report),
        _software(report),
    )
    return tuple(text for parts in made if (text := " ".join(parts)))


def methods_text(report: Report) -> str:
    """The paragraphs as plain text, with what is unfinished said first."""
    return "\n\n".join((*([report.banner] if report.banner else []), *report.methods))


def _searches(report: Report) -> Iterator[str]:
    if not report.searches:
        return
    told = [_search(row, report.searches[:at]) for at, row in enumerate(report.searches)]
    yield f"We searched {listed(told)}."
    if undated := sum(not row.run_on for row in report.searches):
        of = counted(len(report.searches), "search", "searches")
        yield f"Date not recorded: {undated:,} of {of}."
    known = sum(row.known for row in report.searches)
    rejected = sum(row.rejected for row in report.searches)
    less = [f"{known:,} {_were(known)} known already from an earlier search"] * bool(known)
    less += [f"{rejected:,} could not be read as a record"] * bool(rejected)
    if less:
        found = counted(sum(row.found for row in report.searches), "entry", "entries")
        left = counted(sum(row.records for row in report.searches), "record")
        yield f"Of these {found}, {listed(less)}, which leaves {left}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _search(row: SearchRow, before: tuple[SearchRow, ...]) -> str:
    """A source with its entries; said to be the same again where it was searched before."""
    own = row.platform.casefold() in ("", row.source.casefold())
    where = "" if own else f" via {row.platform}"
    again = " again" * any((at.source, at.platform) == (row.source, row.platform) for at in before)
    when = f"on {row.run_on}; " if row.run_on else ""
    plain = row.found == row.records
    what = counted(row.found, "record") if plain else counted(row.found, "entry", "entries")
    known = "" if not row.known else "all of them" if row.known == row.found else f"{row.known:,}"
    return f"{row.source}{where}{again} ({when}{what}{f', {known} known already' if known else ''})"


def _duplicates(report: Report) -> Iterator[str]:
    part = report.duplicates
    if not report.searches:
        return
    if part.method:
        yield f"Duplicates were sought with {part.method} (preset {part.preset})."
    elif not part.removed:
        yield "Duplicates have not been searched for."
        return
    if not part.removed:
        yield "No record was removed as a duplicate."
        return
    yield f"{counted(part.removed, 'duplicate')} {_were(part.removed)} removed,"
    yield f"{part.by_rule:,} by a rule alone and {part.by_people:,} confirmed by a person."


def _selection(report: Report) -> Iterator[str]:
    stages = report.protocol.stages
    number = {1: "one stage", 2: "two stages", 3: "three stages"}[len(stages)]
    names = listed([stage.stage for stage in stages])
    verb = "are" if report.banner else "were"
    yield f"Records {verb} screened in {number} ({names}) with Tamis {report.tamis}."
    ways = dict.fromkeys(_way(stage) for stage in stages)
    for way in ways:
        at = listed([stage.stage for stage in stages if _way(stage) == way])
        yield f"{at.capitalize()}: {way}."
    for stage in stages:
        if stage.adjudicated:
            yield (
                f"{counted(stage.adjudicated, 'conflict')} at the {stage.stage} stage"
                f" {_were(stage.adjudicated)} adjudicated."
            )
    yield _tools(report)
    if unread := report.flow.boxes.get("dbr_records_not_screened", 0):
        many = "The record" if unread == 1 else f"The {unread:,} records"
        yield (
            f"{many} left unread when screening was stopped {_stand(unread)} in the PRISMA 2020"
            " diagram under “Records marked as ineligible by automation tools”: no tool and no"
            " person decided on them."
        )


def _stand(number: int) -> str:
    return "stands" if number == 1 else "stand"


def _tools(report: Report) -> str:
    excluded = sum(report.flow.boxes[f"excluded_by_tools_{at.stage}"] for at in report.flow.stages)
    if tools := report.protocol.automation:
        many = counted(excluded, "record")
        return f"{listed(tools)} decided as automation tools, which alone excluded {many}."
    return "No record was excluded by an automation tool."


def _way(stage: StageRow) -> str:
    people = [name for name, _n in stage.decided]
    who = f" ({listed(people)})" if people else ""
    if stage.reviewers > 1:
        many = f"{stage.reviewers} reviewers"
        return f"each record decided by {many} independently, blind to each other{who}"
    double = f", {percent(stage.double, 0)} of the records by two" if stage.double else ""
    return f"each record decided by one reviewer{double}{who}"


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


def _results(report: Report) -> Iterator[str]:
    boxes = report.flow.boxes
    if not boxes["identified"]:
        return
    removed = boxes["duplicates"]
    dropped = f" {removed:,} {_were(removed)} removed as duplicates and" if removed else ""
    yield (
        f"Of {counted(boxes['identified'], 'record')} identified,{dropped}"
        f" {boxes['to_screen']:,} {_were(boxes['to_screen'])} to be screened."
    )
    for at in report.flow.stages:
        yield _stage(at, report.flow)
    yield (
        f"{counted(boxes['studies_included'], 'study', 'studies')} in"
        f" {counted(boxes['reports_included'], 'report')}"
        f" {'are' if report.banner else 'were'} included{' so far' if report.banner else ''}."
    )
    if before := boxes.get("previous_studies"):
        yield (
            f"With the {counted(before, 'study', 'studies')} of the previous version the review has"
            f" {counted(boxes['total_studies'], 'study', 'studies')} in"
            f" {counted(boxes['total_reports'], 'report')}."
        )


def _stage(at: StageFlow, flow: FlowPart) -> str:
    name = f"{'Full text' if at.stage == Stage.FULLTEXT else at.stage.capitalize()} stage"
    if not at.reached:
        return f"{name}: no record reached it{' yet' if flow.boxes['open_records'] else ''}."
    among = flow.not_retrieved_excluded if at.stage == Stage.FULLTEXT else 0
    decided = flow.boxes[f"decided_{at.stage}"]
    parts = [f"{at.not_retrieved:,} not retrieved, {decided:,} assessed"] * bool(at.not_retrieved)
    parts += [f"{at.excluded:,} excluded" + f" ({among:,} of them not retrieved)" * bool(among)]
    parts += [f"{at.not_screened:,} left unread"] * bool(at.not_screened)
    parts += [f"{at.open:,} still open"] * bool(at.open)
    return f"{name}: {at.reached:,} reached it, {', '.join(parts)}."


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
    yield f"{counted(part.findings, 'finding')} {_were(part.findings)} confirmed,"
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
