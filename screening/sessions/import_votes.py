"""The whole way of another tool's export into a review: read, match, add records, take votes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from screening.protocol import Verdict
from screening.sessions.import_reading import imports_of
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.known_records import SamePlace
from screening.sessions.review import Review
from screening.sessions.take_votes import take_votes
from screening.sessions.vote_export import VoteExport, vote_exports
from screening.sessions.vote_matching import Match, RecordIndex, Sign
from screening.sessions.vote_plan import Planner, VotesAsked
from screening.sessions.votes_taken import VotesTaken, refusal
from screening.sessions.votes_trial import trial_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """How an export is read, and what becomes of entries that are no record.

    Attributes:
        tool: the tool that wrote it; else its marks tell.
        format_name: the format; else the content tells.
        verdict: what the records of a plain list were voted.
        leave_out: go on without entries that cannot be taken over.
        add_records: import the export as a search if some of its entries are no record yet.
        source: what the source of such records is called; else the file's name.
        check: only say what would happen.
    """

    tool: str = ""
    format_name: str = ""
    verdict: Verdict | None = None
    leave_out: bool = False
    add_records: bool = False
    source: str = ""
    check: bool = False


def import_votes(
    review: Review, path: Path, asked: VotesAsked, how: ExportAsked
) -> list[VotesTaken]:
    """Take the decisions of a file over; of an archive, those of each export in it.

    Raises:
        BadInput: the file cannot be read, or entries or words of it cannot be taken over.
        UsageError: a stage, tool or format is missing or unknown.
    """
    with vote_exports(
        path, tool=how.tool, format_name=how.format_name, verdict=how.verdict
    ) as exports:
        return [_one(review, export, asked, how) for export in exports]


def _one(review: Review, export: VoteExport, asked: VotesAsked, how: ExportAsked) -> VotesTaken:
    review.refresh()
    matches = match_all(review, export)
    missing = sum(at.record is None and not at.is_unclear for at in matches)
    if not (missing and how.add_records):
        return take_votes(review, export, matches, asked, leave_out=how.leave_out, check=how.check)
    planner = Planner(review=review, asked=asked, tool=export.tool.label)
    plans = [planner.plan(entry) for entry in export.entries]
    planner.check(plans)
    if how.check:
        to_add = sum(
            bool(plan.wanted or plan.notes or entry.ballot.tags)
            and not (entry.ballot.unclear or at.is_unclear or at.record)
            for entry, at, plan in zip(export.entries, matches, plans, strict=True)
        )
        return replace(_tried(review, export, asked, how), records_to_add=to_add)
    tried = _tried(review, export, asked, how)
    if tried.refused:  # before the records come in: all or nothing
        raise refusal(export.file.name, tried.left_out)
    before = review.state.record_total
    facts = SearchFacts(source=how.source)
    import_file(review, export.source.path, facts, name=export.file.name, format_name=export.reader)
    matches = match_all(review, export)
    done = take_votes(review, export, matches, asked, leave_out=how.leave_out)
    return replace(done, records_added=review.state.record_total - before)


def _tried(review: Review, export: VoteExport, asked: VotesAsked, how: ExportAsked) -> VotesTaken:
    """What would come of the votes after the import of the records."""
    trial = trial_of(review, export, how.source)
    done = take_votes(
        review,
        export,
        trial.matches,
        asked,
        leave_out=how.leave_out,
        first=trial.event,
        check=True,
    )
    return replace(done, records_added=trial.event.imported)


def match_all(review: Review, export: VoteExport) -> list[Match]:
    """The record of each entry; what came of this very file, by its place in it, goes last."""
    index = RecordIndex(review)
    found = [index.find(entry.content, entry.ballot.record) for entry in export.entries]
    earlier = imports_of(review, export.source.sha256)
    if not earlier:
        return found
    places = SamePlace(review, earlier).match([entry.content for entry in export.entries])
    return [
        Match(record=index.kept(at.id), sign=Sign.PLACE) if at and not match.record else match
        for match, at in zip(found, places, strict=True)
    ]
