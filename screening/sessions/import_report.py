"""What an import is told, what it counts on the way, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from screening.errors import CheckFailed, UsageError
from screening.events import Event
from screening.events.kinds import SearchImported
from screening.readers import Reader, Source
from screening.records import RecordContent, Rejected, Search, SourceKind, to_record_id
from screening.store import RowsDigest


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFacts:
    """What the user says of a search; what is left empty comes from the protocol."""

    source: str = ""
    kind: SourceKind | None = None
    platform: str = ""
    query: str = ""
    run_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do.

    ``found`` was counted by a scan of its own, so ``found == imported + rejected`` is a check.
    ``first`` and ``last`` are the ids of the new records, empty if there are none.
    ``known`` is the search that this very file was imported as before; then nothing was done.
    """

    file: str
    format: str
    why: str
    encoding: str
    source: str
    found: int
    imported: int
    rejected: int
    without_abstract: int
    with_problems: int
    first: str = ""
    last: str = ""
    search: str = ""
    known: str = ""

    @property
    def adds_up(self) -> bool:
        """Whether every entry found became a record or a rejected entry."""
        return self.found == self.imported + self.rejected


@dataclass(slots=True)
class Tally:
    """Running counts and digests of one import."""

    records: RowsDigest
    rejects: RowsDigest
    imported: int = 0
    rejected: int = 0
    without_abstract: int = 0
    with_problems: int = 0


def new_tally() -> Tally:
    """Nothing counted yet."""
    return Tally(records=RowsDigest(), rejects=RowsDigest())


def count_entry(tally: Tally, entry: RecordContent | Rejected) -> None:
    """Take one entry into the counts."""
    if isinstance(entry, Rejected):
        tally.rejected += 1
        return
    tally.imported += 1
    tally.without_abstract += not entry.abstract
    tally.with_problems += bool(entry.problems)


def import_report(
    source: Source, reader: Reader, why: str, search: Search, found: int, tally: Tally
) -> ImportReport:
    """The report of an import whose entries are all counted."""
    return ImportReport(
        file=source.name,
        format=reader.name,
        why=why,
        encoding=source.encoding,
        source=search.source,
        found=found,
        imported=tally.imported,
        rejected=tally.rejected,
        without_abstract=tally.without_abstract,
        with_problems=tally.with_problems,
        search=search.id,
    )


def with_ids(report: ImportReport, event: Event) -> ImportReport:
    """The report with the ids of the new records."""
    body = event.body
    if not isinstance(body, SearchImported) or not body.imported:
        return report
    last = to_record_id(body.first + body.imported - 1)
    return replace(report, first=to_record_id(body.first), last=last)


def difference(report: ImportReport) -> CheckFailed:
    """The refusal of an import whose counts do not add up."""
    return CheckFailed(
        f"{report.file}: {report.found} entries were found by their markers, but"
        f" {report.imported} records and {report.rejected} rejected entries came out. Nothing was"
        " imported.",
        "Look at the file: an entry may be cut or run into the next. To import it all the same,"
        " repeat with --accept-difference; the log will say so.",
    )


def to_search_date(text: str) -> str:
    """Read the date of a search as people type it; ISO 8601, empty if none was given.

    Raises:
        UsageError: no date, or not written year first.
    """
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date.", "Write the year first, for instance 2021-06-30."
        ) from None


def to_source_kind(text: str) -> SourceKind:
    """Read a kind of source as people type it.

    Raises:
        UsageError: no such kind.
    """
    try:
        return SourceKind(text.strip().lower())
    except ValueError:
        kinds = ", ".join(kind.value for kind in SourceKind)
        raise UsageError(
            f"There is no kind of source {text!r}.", f"The kinds are: {kinds}."
        ) from None
