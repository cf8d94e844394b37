"""Included studies, excluded reports and reports not retrieved, as they are cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.report.screened import Excluded, Reference, Study
from extraction.report.words import by_number
from extraction.synthesis.references import References
from screening.events import Outcome, studies
from screening.protocol import Stage
from screening.records import Author, Record, RecordId
from screening.sessions.merged import merged_records
from screening.sessions.retracted import notices_of
from screening.sessions.review import Review

_AUTHORS = 6
_NO_REASON = "No reason given"
_NO_ACCESS = "No access to the full text"


def included_studies(
    review: Review, included: Iterable[RecordId], cited: References
) -> tuple[Study, ...]:
    """The included studies, each with its included reports, in the order of references."""
    held = {record.id: record for record in merged_records(review, included)}
    study_of = studies(review.state).study_of()
    groups: dict[RecordId, list[Reference]] = {}
    for record in held.values():
        reference = _reference(review, record, cited.of(record.id))
        groups.setdefault(study_of.get(record.id, record.id), []).append(reference)
    found = [Study(reports=tuple(reports)) for reports in groups.values()]
    return tuple(sorted(found, key=lambda study: by_number(study.reports[0].number)))


def excluded_reports(review: Review) -> tuple[Excluded, ...]:
    """The reports excluded at the full text, ordered by reason as the protocol lists them."""
    if not _has_full_text(review):
        return ()
    order = list(review.protocol.plan(Stage.FULLTEXT).reasons)
    found = _with(review, Outcome.EXCLUDED, _NO_REASON)
    return tuple(
        sorted(found, key=lambda at: order.index(at.why) if at.why in order else len(order))
    )


def not_retrieved(review: Review) -> tuple[Excluded, ...]:
    """The reports that could not be had."""
    if not _has_full_text(review):
        return ()
    return tuple(_with(review, Outcome.NOT_RETRIEVED, _NO_ACCESS))


def _has_full_text(review: Review) -> bool:
    return any(plan.stage is Stage.FULLTEXT for plan in review.protocol.stages)


def _with(review: Review, outcome: Outcome, otherwise: str) -> Iterator[Excluded]:
    here = review.outcomes[Stage.FULLTEXT]
    whys = {record: at.reason for record, at in here.items() if at.outcome is outcome}
    for record in merged_records(review, whys):
        why = whys[record.id].strip() or otherwise
        yield Excluded(report=_reference(review, record), why=why)


def _reference(review: Review, record: Record, number: str = "") -> Reference:
    return Reference(
        record=record.id,
        number=number,
        authors=_authors(record.authors),
        year=str(record.year or ""),
        title=record.title or "(without a title)",
        place=_place(record),
        doi=record.doi,
        notice="; ".join(notices_of(review, record.id)),
    )


def _authors(authors: tuple[Author, ...]) -> str:
    names = [author.name for author in authors[:_AUTHORS]]
    return "; ".join(names) + ("; et al." if len(authors) > _AUTHORS else "")


def _place(record: Record) -> str:
    """Journal volume(issue):pages."""
    issue = f"({record.issue})" if record.issue else ""
    number = f" {record.volume}{issue}" if record.volume or issue else ""
    pages = f":{record.pages}" if record.pages else ""
    return f"{record.venue}{number}{pages}".strip()
