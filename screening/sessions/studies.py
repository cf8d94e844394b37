"""Reports of one study: what the search for duplicates suggests, grouping, splitting, undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from screening.errors import UsageError
from screening.events import ReviewState, Studies, kept_for, pair_of, studies
from screening.events.kinds import ReportsGrouped, ReportsSplit, StudyStepUndone
from screening.records import Record, RecordId, record_number
from screening.sessions.merged import merged_records
from screening.sessions.review import Review
from screening.sessions.same_report import resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """A report of a study: ``standing`` is the last stage it reached with its outcome there."""

    record: RecordId
    source: str
    year: int | None
    title: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study with several reports, named by the first of them in the order of import."""

    study: RecordId
    reports: tuple[StudyReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two reports that may be of one study, and what each is to the other."""

    one: StudyReport
    two: StudyReport
    relation: str
    evidence: str


def grouped_studies(review: Review) -> tuple[Study, ...]:
    """The studies with several reports; every other report is a study of its own."""
    groups = studies(review.state).groups
    told = _reports(review, {report for group in groups for report in group})
    return tuple(
        Study(study=group[0], reports=tuple(told[report] for report in group)) for group in groups
    )


def suggestions(review: Review) -> tuple[Suggestion, ...]:
    """Related reports nobody has yet called one study or several, in the order of import."""
    state, known = review.state, studies(review.state)
    study_of = known.study_of()
    open_pairs = {
        pair: body
        for found, body in state.related.items()
        if (pair := resolved(state, found)) not in known.apart
        and pair[0] != pair[1]
        and study_of.get(pair[0], pair[0]) != study_of.get(pair[1], pair[1])
    }
    told = _reports(review, {report for pair in open_pairs for report in pair})
    return tuple(
        Suggestion(one=told[one], two=told[two], relation=body.relation, evidence=body.evidence)
        for (one, two), body in sorted(
            open_pairs.items(), key=lambda at: [record_number(report) for report in at[0]]
        )
    )


def group_reports(
    review: Review, records: Sequence[RecordId], *, why: str = ""
) -> tuple[RecordId, ...]:
    """Say that reports are of one study, together with all that are grouped with one of them.

    Returns:
        All reports of the study, in the order of import; a duplicate stands as the record kept.

    Raises:
        UsageError: these are fewer than two reports, or one study already.
    """
    with review.writing() as writer:
        reports = _several(writer.state, records)
        study_of = studies(writer.state).study_of()
        if len({study_of.get(report, report) for report in reports}) == 1:
            raise UsageError(
                f"{_listed(reports)} are of one study already.", "To see all: tamis studies list"
            )
        writer.append(ReportsGrouped(reports=reports, why=why.strip()))
        found = studies(writer.state)
        return next(group for group in found.groups if reports[0] in group)


def split_reports(
    review: Review, records: Sequence[RecordId], *, why: str = ""
) -> tuple[RecordId, ...]:
    """Say that each of these reports is of a study of its own; it is not suggested again.

    Returns:
        The reports as they stand, a duplicate as the record kept for it.

    Raises:
        UsageError: nothing would change.
    """
    with review.writing() as writer:
        reports = _standing(writer.state, records)
        known = studies(writer.state)
        if not _would_split(known, reports):
            raise UsageError(
                f"{_listed(reports)}: of no common study, as you know already."
                if len(reports) > 1
                else f"{_listed(reports)} is grouped with no other report.",
                "Name a grouped report, or two that are suggested: tamis studies suggest",
            )
        writer.append(ReportsSplit(reports=reports, why=why.strip()))
        return reports


def undo_study_step(review: Review) -> str:
    """Take this reviewer's latest grouping or splitting back, and say so; repeat to go further.

    Raises:
        UsageError: there is none.
    """
    with review.writing() as writer:
        own = [
            (seq, body) for seq, (by, body) in writer.state.study_steps.items() if by == review.by
        ]
        if not own:
            raise UsageError(
                f"{review.by} has neither grouped nor split reports.",
                "Only own steps can be undone; --as NAME says who you are.",
            )
        seq, body = max(own, key=lambda at: at[0])
        writer.append(StudyStepUndone(step=seq))
        what = "grouping" if isinstance(body, ReportsGrouped) else "splitting"
        return f"Undone: the {what} of {_listed(body.reports)}."


def _would_split(known: Studies, reports: Sequence[RecordId]) -> bool:
    grouped = known.study_of()
    pairs = {pair_of(one, two) for one, two in combinations(reports, 2)}
    return any(report in grouped for report in reports) or bool(pairs - known.apart)


def _standing(state: ReviewState, records: Sequence[RecordId]) -> tuple[RecordId, ...]:
    """The reports that stand for these records, each once, in the order of import."""
    return tuple(sorted({kept_for(state, record) for record in records}, key=record_number))


def _several(state: ReviewState, records: Sequence[RecordId]) -> tuple[RecordId, ...]:
    reports = _standing(state, records)
    if len(reports) < 2:
        what = "Only one report was named." if len(set(records)) < 2 else (
            f"{_listed(records)} are duplicates: one report, {reports[0]}."
        )  # fmt: skip
        raise UsageError(what, "A study is grouped from two reports or more.")
    return reports


def _listed(records: Sequence[RecordId]) -> str:
    *first, last = records
    return f"{', '.join(first)} and {last}" if first else last


def _reports(review: Review, wanted: Iterable[RecordId]) -> dict[RecordId, StudyReport]:
    standing = {
        record: f"{at.outcome} at {stage.label}"
        for stage, here in review.outcomes.items()
        for record, at in here.items()
    }
    return {at.id: _report(review, at, standing[at.id]) for at in merged_records(review, wanted)}


def _report(review: Review, record: Record, standing: str) -> StudyReport:
    return StudyReport(
        record=record.id,
        source=review.state.import_of(record.id).body.search.source,
        year=record.year,
        title=record.title,
        standing=standing,
    )
