"""Searches, duplicates and the flow of a report; every number is a box or an import's."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.report.screened import (
    DuplicatesPart,
    FlowPart,
    FlowRow,
    ReasonRow,
    SearchRow,
    StageFlow,
)
from extraction.report.words import moment
from screening.events import Imported
from screening.protocol import NotRetrieved
from screening.sessions.flow import FlowCounts, Form, box_numbers, doubts, flow_rows
from screening.sessions.retracted import retraction_note
from screening.sessions.review import Review
from screening.sessions.same_report import open_questions


def search_rows(review: Review) -> tuple[SearchRow, ...]:
    """One row per imported file, in the order of import."""
    return tuple(_search(done) for done in review.state.imports)


def _search(done: Imported) -> SearchRow:
    body, search = done.body, done.body.search
    return SearchRow(
        id=search.id,
        source=search.source,
        kind=search.kind.value,
        platform=search.platform,
        query=search.query,
        run_on=search.run_on,
        imported_on=moment(done.at),
        file=search.file_name,
        sha256=search.file_sha256,
        found=body.found,
        records=done.total,
        known=done.known,
        rejected=body.rejected,
        update=search.update,
    )


def duplicates_part(review: Review) -> DuplicatesPart:
    """How duplicates were looked for, and who said that they are some."""
    state = review.state
    marked = [state.marked_by[record] for record in state.duplicates if record in state.marked_by]
    by_rule = sum(body.maker is not None for body in marked)
    searched = state.searched
    return DuplicatesPart(
        method=f"{searched.maker.name} {searched.maker.version}" if searched else "",
        preset=searched.preset if searched else "",
        removed=len(state.duplicates),
        by_rule=by_rule,
        by_people=len(state.duplicates) - by_rule,
        open_questions=len(open_questions(state)),
    )


def flow_part(review: Review, counts: FlowCounts) -> FlowPart:
    """The flow in every form that the page needs."""
    return FlowPart(
        prisma2020=tuple(
            FlowRow(label=row.label, n=row.n, indent=row.indent, box=row.box)
            for row in flow_rows(counts, Form.PRISMA2020)
        ),
        stages=tuple(_stages(counts)),
        reasons=tuple(_reasons(counts)),
        boxes=box_numbers(counts),
        not_retrieved_excluded=_among_excluded(counts),
        doubts=(*doubts(counts), *([note] if (note := retraction_note(review)) else [])),
    )


def _among_excluded(counts: FlowCounts) -> int:
    """Reports not retrieved that the stages count as exclusions, as the protocol may say."""
    if counts.not_retrieved_as is not NotRetrieved.EXCLUDED:
        return 0
    return counts.dbr.reports_not_retrieved + counts.other.reports_not_retrieved


def _stages(counts: FlowCounts) -> Iterator[StageFlow]:
    for at in counts.stages:
        yield StageFlow(
            stage=at.stage.value,
            reached=at.reached,
            excluded=at.excluded,
            not_retrieved=at.not_retrieved,
            not_screened=at.not_screened,
            let_through=at.let_through,
            open=at.open,
        )


def _reasons(counts: FlowCounts) -> Iterator[ReasonRow]:
    for at in counts.stages:
        for found in at.reasons:
            box = f"excluded_{at.stage}:{found.reason}"
            yield ReasonRow(stage=at.stage.label, reason=found.reason, n=found.n, box=box)
