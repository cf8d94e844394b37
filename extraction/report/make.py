"""Put a report together from a review: every part is computed from the log, none is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import screening
from extraction.report.agreement_part import agreement_rows
from extraction.report.checklists import checklists_of
from extraction.report.document import SCHEMA, Report
from extraction.report.log_part import log_part, software_part
from extraction.report.methods import methods_of
from extraction.report.protocol_part import protocol_part
from extraction.report.reading_part import ranking_rows, readings, stopping_history
from extraction.report.references_part import excluded_reports, included_studies, not_retrieved
from extraction.report.selection_part import duplicates_part, flow_part, search_rows
from extraction.report.themes_part import extracted_part, pooled_fields, themes_part
from extraction.report.words import moment
from extraction.sessions.coding import Coding
from extraction.sessions.pooling import Pooled
from extraction.sessions.sheet import OpenSheet
from extraction.sessions.themes_document import themes_document
from extraction.synthesis.references import References
from screening.console import counted
from screening.sessions.flow import FlowCounts, checked_flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report with what its pictures are drawn from."""

    report: Report
    counts: FlowCounts
    pooled: tuple[Pooled | None, ...]


def make_report(coding: Coding, *, references: References | None = None, note: str = "") -> Made:
    """Compute a report.

    Args:
        coding: the open review; one that was only screened will do.
        references: what records are cited by; by default their place among the included ones.
        note: a sentence about the review that stands above everything.

    Raises:
        CheckFailed: the numbers of the flow do not add up.
    """
    review, counts = coding.review, checked_flow(coding.review)
    cited = references or References.by_position(coding.included())
    opened = OpenSheet(review)
    pooled = tuple(pooled_fields(opened))
    duplicates, rankings = duplicates_part(review), ranking_rows(review)
    document = themes_document(coding, references=cited) if coding.book.nodes else None
    bare = Report(
        schema=SCHEMA,
        tamis=screening.__version__,
        title=review.protocol.title,
        note=note,
        banner=banner(counts),
        as_of=moment(review.state.last_at),
        protocol=protocol_part(review),
        searches=search_rows(review),
        duplicates=duplicates,
        flow=flow_part(review, counts),
        agreement=agreement_rows(review),
        rankings=rankings,
        readings=readings(review),
        steps=stopping_history(review),
        included=included_studies(review, coding.included(), cited),
        excluded_reports=excluded_reports(review),
        not_retrieved=not_retrieved(review),
        extracted=extracted_part(opened, cited),
        themes=themes_part(coding, document, cited) if document else None,
        pooled=tuple(row for row, _found in pooled),
        log=log_part(review),
        software=software_part(coding, duplicates, rankings, document),
    )
    whole = replace(bare, methods=methods_of(bare))
    report = replace(whole, checklists=checklists_of(whole, coding, document))
    return Made(report=report, counts=counts, pooled=tuple(found for _row, found in pooled))


def banner(counts: FlowCounts) -> str:
    """What is unfinished; empty when every record is decided."""
    if counts.finished:
        return ""
    if not counts.identified:
        return "In progress: no records have been imported yet."
    return f"In progress: {counted(counts.open_records, 'record')} still to be decided."
