"""What an import of records would lead to, so that votes can be tried on records not there yet.

Nothing is written: the import is one event in a change that is taken back, with the numbers that
its records would get.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from screening.events.kinds import SearchImported
from screening.records import RecordId, Rejected, Search, record_number, to_record_id
from screening.sessions.import_reading import next_search
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import check_file
from screening.sessions.review import Review
from screening.sessions.staging import Compared
from screening.sessions.vote_export import VoteExport
from screening.sessions.vote_matching import Match, RecordIndex, Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The import that would come first, and which record each entry would then be."""

    event: SearchImported
    matches: tuple[Match, ...]


@dataclass(slots=True)
class _Numbers:
    """Position of an entry -> the record that it is, or would be as one of the ``new`` ones."""

    first: int
    places: dict[int, RecordId] = field(default_factory=dict)
    new: int = 0

    def watch(self, at: Compared) -> None:
        if isinstance(at.entry, Rejected):
            return
        if at.record is None or at.made is None:
            self.places[at.entry.position] = to_record_id(self.first + self.new)
            self.new += 1
        else:
            self.places[at.entry.position] = at.record.id


def trial_of(review: Review, export: VoteExport, source: str) -> Trial:
    """Read the records of an export as an import would.

    Args:
        review: the open review.
        export: what was read of its votes.
        source: what the source of the records is called; empty for the file's name.

    Raises:
        BadInput, UsageError: the import would be refused.
    """
    numbers = _Numbers(review.state.last_number + 1)
    report = check_file(
        export.source.path,
        review=review,
        facts=SearchFacts(source=source),
        name=export.file.name,
        format_name=export.reader,
        watcher=numbers.watch,
    )
    new = 0 if report.same_file and not report.read_again else numbers.new
    search = Search(
        id=next_search(review),
        source=source or export.file.name,
        file_name=export.file.name,
        file_sha256=export.source.sha256,
        file_bytes=0,
        format=export.reader,
    )
    event = SearchImported(
        search=search,
        found=new,
        imported=new,
        rejected=0,
        first=numbers.first,
        records_digest="",
        rejected_digest="",
        reader=export.reader,
    )
    places = {at: record for at, record in numbers.places.items() if _is_there(record, event)}
    return Trial(event=event, matches=_matches(review, export, places, numbers.first))


def _is_there(record: RecordId, event: SearchImported) -> bool:
    return record_number(record) < event.first + event.imported


def _matches(
    review: Review, export: VoteExport, places: dict[int, RecordId], first: int
) -> tuple[Match, ...]:
    """Like ``match_all``, as if the records were there."""
    index = RecordIndex(review)
    for entry in export.entries:
        record = places.get(entry.content.position)
        if record and record_number(record) >= first:
            index.add(record, entry.content)
    found = [index.find(entry.content, entry.ballot.record) for entry in export.entries]
    return tuple(
        replace(match, record=index.kept(place), sign=Sign.PLACE, why="", is_unclear=False)
        if not match.record and (place := places.get(entry.content.position))
        else match
        for entry, match in zip(export.entries, found, strict=True)
    )
