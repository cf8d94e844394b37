"""What an import is told, what it counts on the way, and what it reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import date

from screening.errors import CheckFailed, UsageError
from screening.events import Event, Imported
from screening.events.kinds import SearchImported
from screening.records import RecordContent, Rejected, Search, SourceKind, to_record_id

# Of a file with more than so many remarks the report lists the first ones and counts the rest.
LISTED = 1000
_NO_VALUE = ("position", "line", "problems")
FIELDS = tuple(at.name for at in fields(RecordContent) if at.name not in _NO_VALUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFacts:
    """What the user says of a search; what is left empty comes from the protocol."""

    source: str = ""
    kind: SourceKind | None = None
    platform: str = ""
    query: str = ""
    run_on: str = ""
    update: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCount:
    """In how many entries a field is filled, or of how many records it changed."""

    field: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to look at in an entry; one that is ``rejected`` became no record."""

    entry: int
    line: int | None
    message: str
    remedy: str
    rejected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do.

    ``found`` was counted by a scan of its own, so found = imported + known + rejected is a check.
    ``known`` entries are records that the source brought before, ``changed`` of them say something
    new. ``first`` and ``last`` are the ids of the new records, empty if there are none.
    ``same_file`` names the import that brought this very file before, if nothing was done again;
    ``read_again`` says that it was read in another way than then.
    ``confidence`` (0 to 1) tells how sure the format is; None if it was asked for.
    ``compared`` is False if there was no review to compare with.
    """

    file: str
    format: str
    why: str
    encoding: str
    source: str
    found: int
    imported: int
    rejected: int
    kind: SourceKind = SourceKind.DATABASE
    confidence: float | None = None
    known: int = 0
    changed: int = 0
    without_abstract: int = 0
    with_problems: int = 0
    known_with_problems: int = 0
    filled: tuple[FieldCount, ...] = ()
    changed_fields: tuple[FieldCount, ...] = ()
    remarks: tuple[Remark, ...] = ()
    remarks_left_out: int = 0
    first: str = ""
    last: str = ""
    search: str = ""
    run_on: str = ""
    update: str = ""
    same_file: str = ""
    read_again: bool = False
    compared: bool = True

    @property
    def adds_up(self) -> bool:
        """Whether every entry found became a record, is a known one, or was rejected."""
        return self.found == self.imported + self.known + self.rejected

    @property
    def nothing_new(self) -> bool:
        """Whether no entry brings a record or says something new of one."""
        return not (self.imported or self.changed)


@dataclass(slots=True)
class Tally:
    """Running counts of one import."""

    imported: int = 0
    known: int = 0
    changed: int = 0
    rejected: int = 0
    without_abstract: int = 0
    with_problems: int = 0
    known_with_problems: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    changed_fields: Counter[str] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)
    remarks_left_out: int = 0

    @property
    def found(self) -> int:
        """All entries so far."""
        return self.imported + self.known + self.rejected


def count_entry(tally: Tally, entry: RecordContent | Rejected, *, is_known: bool = False) -> None:
    """Take one entry into the counts."""
    if isinstance(entry, Rejected):
        tally.rejected += 1
        _remark(tally, entry.position, entry.line, entry.reason, entry.remedy, rejected=True)
        return
    tally.known += is_known
    tally.imported += not is_known
    tally.without_abstract += not entry.abstract
    tally.with_problems += bool(entry.problems)
    tally.known_with_problems += is_known and bool(entry.problems)
    tally.filled.update(filled_fields(entry))
    for problem in entry.problems:
        line = problem.line or entry.line
        _remark(tally, entry.position, line, problem.message, problem.remedy)


def count_changed(tally: Tally, names: tuple[str, ...]) -> None:
    """Take in a known record of which these fields changed."""
    tally.changed += 1
    tally.changed_fields.update(names)


def filled_fields(entry: RecordContent) -> list[str]:
    """The fields of an entry that hold something, in their order."""
    return [name for name in FIELDS if getattr(entry, name)]


def _remark(
    tally: Tally, entry: int, line: int | None, message: str, remedy: str, *, rejected: bool = False
) -> None:
    if len(tally.remarks) >= LISTED:
        tally.remarks_left_out += 1
        return
    tally.remarks.append(
        Remark(entry=entry, line=line, message=message, remedy=remedy, rejected=rejected)
    )


def with_counts(report: ImportReport, tally: Tally) -> ImportReport:
    """The report of an import whose entries are all counted."""
    return replace(
        report,
        imported=tally.imported,
        known=tally.known,
        changed=tally.changed,
        rejected=tally.rejected,
        without_abstract=tally.without_abstract,
        with_problems=tally.with_problems,
        known_with_problems=tally.known_with_problems,
        filled=tuple(FieldCount(field=name, entries=tally.filled[name]) for name in FIELDS),
        changed_fields=tuple(
            FieldCount(field=name, entries=number)
            for name, number in sorted(tally.changed_fields.items(), key=lambda at: (-at[1], at[0]))
        ),
        remarks=tuple(tally.remarks),
        remarks_left_out=tally.remarks_left_out,
    )


def with_ids(report: ImportReport, event: Event) -> ImportReport:
    """The report with the ids of the new records."""
    body = event.body
    if not isinstance(body, SearchImported) or not body.imported:
        return report
    last = to_record_id(body.first + body.imported - 1)
    return replace(report, first=to_record_id(body.first), last=last)


def report_of_search(search: Search, found: int) -> ImportReport:
    """The report of an import of which nothing but its search is known yet."""
    return ImportReport(
        file=search.file_name,
        format=search.format,
        why="",
        encoding=search.encoding,
        source=search.source,
        kind=search.kind,
        found=found,
        imported=0,
        rejected=0,
        search=search.id,
        run_on=search.run_on,
        update=search.update,
    )


def report_of_same_file(done: Imported) -> ImportReport:
    """The report of an import that had nothing to do: this very file is there already."""
    body = done.body
    return replace(
        report_of_search(body.search, body.found),
        known=body.imported + body.known,
        rejected=body.rejected,
        same_file=f"{body.search.id} of {body.search.source}"
        f" on {done.at:%Y-%m-%d %H:%M} UTC by {done.by}",
    )


def difference(report: ImportReport) -> CheckFailed:
    """The refusal of an import whose counts do not add up."""
    known = f", {report.known} known records" if report.known else ""
    return CheckFailed(
        f"{report.file}: {report.found} entries were found by their markers, but"
        f" {report.imported} records{known} and {report.rejected} rejected entries came out."
        " Nothing was imported.",
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
