"""The methods paragraphs, ready to paste: every number is a number of the report.

Nothing is said of what the log does not hold. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator

from extraction.report.document import Report
from extraction.report.screened import AgreementRow, RankingRow, SearchRow, StageRow
from extraction.report.words import day, listed, two
from extraction.synthesis.pooling.words import told
from screening.console import counted, percent


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
    yield f"We searched {listed([_search(row) for row in report.searches])}."
    if undated := sum(not row.run_on for row in report.searches):
        of = counted(len(report.searches), "search", "searches")
        yield f"Date not recorded: {undated:,} of {of}."
    if known := sum(row.known for row in report.searches):
        yield f"{counted(known, 'entry', 'entries')} of a later search were known already."
    if rejected := sum(row.rejected for row in report.searches):
        yield f"{counted(rejected, 'entry', 'entries')} could not be read as a record."


def _search(row: SearchRow) -> str:
    own = row.platform.casefold() in ("", row.source.casefold())
    where = "" if own else f" via {row.platform}"
    when = f"on {row.run_on}; " if row.run_on else ""
    return f"{row.source}{where} ({when}{counted(row.found, 'record')})"


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
    verb = "was" if part.removed == 1 else "were"
    yield f"{counted(part.removed, 'duplicate')} {verb} removed,"
    yield f"{part.by_rule:,} by a rule alone and {part.by_people:,} confirmed by a person."


def _selection(report: Report) -> Iterator[str]:
    stages = report.protocol.stages
    number = {1: "one stage", 2: "two stages", 3: "three stages"}[len(stages)]
    names = listed([stage.stage for stage in stages])
    yield f"Records were screened in {number} ({names}) with Tamis {report.tamis}."
    ways = dict.fromkeys(_way(stage) for stage in stages)
    for way in ways:
        at = listed([stage.stage for stage in stages if _way(stage) == way])
        yield f"{at.capitalize()}: {way}."
    for stage in stages:
        if stage.adjudicated:
            verb = "was" if stage.adjudicated == 1 else "were"
            yield (
                f"{counted(stage.adjudicated, 'conflict')} at the {stage.stage} stage {verb}"
                " adjudicated."
            )
    yield _tools(report)


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
        if told := _kappa(row):
            yield told


def _kappa(row: AgreementRow) -> str:
    wanted = "Cohen's kappa" if row.cells else "Fleiss' kappa"
    found = next((at for at in row.coefficients if at.measure == wanted), None)
    if found is None or found.value is None or not row.records:
        return ""
    sure = ""
    if found.low is not None and found.high is not None and found.confidence:
        sure = f", {percent(found.confidence)} CI {two(found.low)} to {two(found.high)}"
    return (
        f"Agreement of {listed(row.reviewers)} at the {row.stage} stage: {wanted}"
        f" {two(found.value)} (n = {row.records:,}{sure})."
    )


def _reading(report: Report) -> Iterator[str]:
    orders: dict[str, list[str]] = {}
    for stage in dict.fromkeys(row.stage for row in report.rankings):
        rows = [row for row in report.rankings if row.stage == stage]
        orders.setdefault(listed(list(dict.fromkeys(map(_order, rows)))), []).append(stage)
    for order, stages in orders.items():
        yield f"At the {listed(stages)} stage records were read by likely relevance ({order})."
    for reading in report.readings:
        if reading.stopped or reading.read < reading.total:
            yield f"{reading.stage.capitalize()} stage: {reading.guarantee}"
    if report.readings and all(at.read == at.total for at in report.readings):
        yield "Every record that reached a stage was decided; screening was not ended early."


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
    without = f" without {counted(removed, 'duplicate')}" if removed else ""
    yield (
        f"Of {counted(boxes['identified'], 'record')} identified,"
        f" {boxes['to_screen']:,}{without} were to be screened."
    )
    for at in report.flow.stages:
        name = "full text" if at.stage == "fulltext" else at.stage
        among = report.flow.not_retrieved_excluded if at.stage == "fulltext" else 0
        parts = [f"{at.excluded:,} excluded" + f" ({among:,} of them not retrieved)" * bool(among)]
        parts += [f"{at.not_retrieved:,} not retrieved"] * bool(at.not_retrieved)
        parts += [f"{at.not_screened:,} left unread"] * bool(at.not_screened)
        parts += [f"{at.open:,} still open"] * bool(at.open)
        yield f"{name.capitalize()} stage: {at.reached:,} reached it, {', '.join(parts)}."
    yield (
        f"{counted(boxes['studies_included'], 'study', 'studies')} in"
        f" {counted(boxes['reports_included'], 'report')}"
        f" {'are' if report.banner else 'were'} included{' so far' if report.banner else ''}."
    )


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
    yield f"{counted(part.findings, 'finding')} were coded"
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
