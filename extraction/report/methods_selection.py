"""Searches, duplicates, selection and results in the methods paragraphs.

Each number can be derived from those before it in its sentence. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator

from extraction.report.document import Report
from extraction.report.screened import (
    DuplicatesPart,
    FlowPart,
    SearchRow,
    StageFlow,
    StageRow,
)
from extraction.report.words import listed, were
from screening.console import counted, percent
from screening.protocol import Stage


def searches(report: Report) -> Iterator[str]:
    """Which sources were searched, and what their entries amount to."""
    if not report.searches:
        return
    told = [_search(row, report.searches[:at]) for at, row in enumerate(report.searches)]
    yield f"We searched {listed(told)}."
    if undated := sum(not row.run_on for row in report.searches):
        of = counted(len(report.searches), "search", "searches")
        yield f"Date not recorded: {undated:,} of {of}."
    known = sum(row.known for row in report.searches)
    rejected = sum(row.rejected for row in report.searches)
    less = [f"{known:,} {were(known)} known already from an earlier search"] * bool(known)
    less += [f"{rejected:,} could not be read as a record"] * bool(rejected)
    if less:
        found = counted(sum(row.found for row in report.searches), "entry", "entries")
        left = counted(sum(row.records for row in report.searches), "record")
        yield f"Of these {found}, {listed(less)}, which leaves {left}."


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


def duplicates(report: Report) -> Iterator[str]:
    """How duplicates were sought, and who said that they are some."""
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
    yield f"{counted(part.removed, 'duplicate')} {were(part.removed)} removed,"
    if part.by_rule and part.by_people:
        yield f"{part.by_rule:,} by a rule alone and {part.by_people:,} confirmed by a person."
    else:
        yield f"{'all ' * (part.removed > 1)}{_by_whom(part)}."


def _by_whom(part: DuplicatesPart) -> str:
    return "by a rule alone" if part.by_rule else "confirmed by a person"


def selection(report: Report) -> Iterator[str]:
    """Stages, reviewers, conflicts settled, and what tools and stops left aside."""
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
                f" {were(stage.adjudicated)} adjudicated."
            )
    yield _tools(report)
    yield from _left_unread(report)


def _left_unread(report: Report) -> Iterator[str]:
    """What a stop left unread, by the name that the box of PRISMA 2020 has for it."""
    boxes = report.flow.boxes
    all_unread = boxes.get("records_not_screened", 0)
    if not all_unread:
        return
    others = boxes["other_records_not_screened"]
    where = "under “Records marked as ineligible by automation tools”"
    if others:
        here = f"{where} or, where identified via other methods ({others:,}), in its notes"
    else:
        here = where
    many = "The record" if all_unread == 1 else f"The {all_unread:,} records"
    verb, them = ("appears", "it") if all_unread == 1 else ("appear", "them")
    yield (
        f"{many} left unread when screening was stopped {verb} in the PRISMA 2020 diagram {here}:"
        f" neither a tool nor a person decided on {them}."
    )


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


def results(report: Report) -> Iterator[str]:
    """The numbers of the flow, from records identified to studies included."""
    boxes = report.flow.boxes
    if not boxes["identified"]:
        return
    removed = boxes["duplicates"]
    same = "a duplicate" if removed == 1 else "duplicates"
    dropped = f" {removed:,} {were(removed)} removed as {same} and" if removed else ""
    yield (
        f"Of {counted(boxes['identified'], 'record')} identified,{dropped}"
        f" {boxes['to_screen']:,} {were(boxes['to_screen'])} to be screened."
    )
    for at in report.flow.stages:
        yield _stage(at, report.flow)
    yield from _included(report)


def _included(report: Report) -> Iterator[str]:
    boxes, so_far = report.flow.boxes, " so far" if report.banner else ""
    included = boxes["studies_included"]
    if not included:
        yield f"No study {'is' if report.banner else 'was'} included{so_far}."
    else:
        verb = "is" if included == 1 else "are"
        verb = verb if report.banner else were(included)
        reports = counted(boxes["reports_included"], "report")
        yield f"{counted(included, 'study', 'studies')} in {reports} {verb} included{so_far}."
    before = boxes.get("previous_studies")
    if before and not report.banner:
        again = before + included - boxes["total_studies"]
        both = f", {again:,} of which {_have(again)} a further report here," if again else ""
        yield (
            f"With the {counted(before, 'study', 'studies')} of the previous version{both} the"
            f" review has {counted(boxes['total_studies'], 'study', 'studies')} in"
            f" {counted(boxes['total_reports'], 'report')}."
        )


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


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
