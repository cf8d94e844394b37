"""Import an export file: every entry becomes a record or is kept as rejected, with proof."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from screening.codec import from_json, to_json
from screening.console import Progress, cannot_write
from screening.errors import CheckFailed, UsageError
from screening.events import Event
from screening.events.kinds import SearchImported
from screening.protocol import PlannedSearch, Protocol
from screening.readers import Reader, Source, detect, open_source, reader_named
from screening.records import (
    Record,
    RecordContent,
    RecordId,
    Rejected,
    Search,
    SearchId,
    SourceKind,
    to_record_id,
)
from screening.sessions.review import Review, Writer
from screening.store import RejectedRow, RowsDigest

_CHUNK = 500
_CONTENT_FIELDS = tuple(field.name for field in fields(RecordContent))


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
class _Tally:
    """Running counts and digests of one import."""

    records: RowsDigest
    rejects: RowsDigest
    imported: int = 0
    rejected: int = 0
    without_abstract: int = 0
    with_problems: int = 0


def import_file(
    review: Review,
    path: Path,
    facts: SearchFacts,
    *,
    format_name: str = "",
    accept_difference: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import one export file: all of it, or nothing.

    Args:
        review: the open review.
        path: the export file; a copy of it is kept in the review.
        facts: source, kind, query ... of the search.
        format_name: the reader to use; else the file's content tells.
        accept_difference: import even if the count of entries found differs; the log says so.
        progress: called with (entries done, entries found).

    Raises:
        BadInput: the file cannot be read.
        CheckFailed: found differs from imported + rejected; nothing was imported.
    """
    source = open_source(path)
    if known := _known(review, source.sha256):
        return known
    reader, why = _reader(source, format_name)
    found = reader.count(source)
    kept = _keep_original(review, source)
    try:
        with review.writing() as writer:
            if known := _known(review, source.sha256):  # another process was faster
                return known
            search = _search(review, source, reader, facts)
            tally = _store_entries(writer, reader, source, search, (found, progress))
            report = _report(source, reader, why, search, found, tally)
            if not report.adds_up and not accept_difference:
                raise _difference(report)
            first = writer.transaction.next_record() - tally.imported
            event = writer.append(_imported(search, reader, report, tally, first))
    except BaseException:
        if kept:
            (review.originals / source.sha256).unlink(missing_ok=True)
        raise
    return _with_ids(report, event)


def check_file(path: Path, *, format_name: str = "") -> ImportReport:
    """Say what an import would do, without a review and without changing anything."""
    source = open_source(path)
    reader, why = _reader(source, format_name)
    tally = _new_tally()
    search = _search_of(source, reader, SearchFacts(), PlannedSearch(source=path.stem), 1)
    for entry in reader.read(source):
        _count(tally, entry)
    return _report(source, reader, why, search, reader.count(source), tally)


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedEntry:
    """A rejected entry with the search it belongs to."""

    search: str
    file: str
    entry: Rejected


def rejected_entries(review: Review) -> Iterator[RejectedEntry]:
    """All rejected entries of all imports."""
    names = {done.body.search.id: done.body.search.file_name for done in review.state.imports}
    for row in review.store.rejected():
        entry = from_json(row.body, Rejected, f"Rejected entry {row.position} of {row.search}")
        file = names.get(SearchId(row.search), "?")
        yield RejectedEntry(search=row.search, file=file, entry=entry)


def _known(review: Review, sha256: str) -> ImportReport | None:
    for done in review.state.imports:
        body = done.body
        if body.search.file_sha256 == sha256:
            return ImportReport(
                file=body.search.file_name,
                format=body.search.format,
                why="",
                encoding=body.search.encoding,
                source=body.search.source,
                found=body.found,
                imported=0,
                rejected=0,
                without_abstract=0,
                with_problems=0,
                search=body.search.id,
                known=f"{body.search.id} on {done.at:%Y-%m-%d %H:%M} UTC by {done.by}",
            )
    return None


def _reader(source: Source, format_name: str) -> tuple[Reader, str]:
    if format_name:
        return reader_named(format_name), "asked for"
    detection = detect(source)
    return detection.reader, detection.reason


def _keep_original(review: Review, source: Source) -> bool:
    """Copy the file into the review under its hash; whether it was not there before."""
    target = review.originals / source.sha256
    if target.exists():
        return False
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        review.originals.mkdir(exist_ok=True)
        with source.path.open("rb") as original, part.open("wb") as copy:
            while block := original.read(1 << 20):
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise cannot_write(target, error) from error
    return True


def _search(review: Review, source: Source, reader: Reader, facts: SearchFacts) -> Search:
    planned = _planned(review.protocol, facts.source or source.path.stem)
    return _search_of(source, reader, facts, planned, len(review.state.imports) + 1)


def _planned(protocol: Protocol, source: str) -> PlannedSearch:
    for planned in protocol.searches:
        if planned.source.casefold() == source.casefold():
            return planned
    return PlannedSearch(source=source)


def _search_of(
    source: Source, reader: Reader, facts: SearchFacts, planned: PlannedSearch, number: int
) -> Search:
    return Search(
        id=SearchId(f"S{number:02d}"),
        source=planned.source,
        kind=facts.kind or planned.kind,
        platform=facts.platform or planned.platform,
        query=facts.query or planned.query,
        run_on=facts.run_on or planned.run_on,
        file_name=source.path.name,
        file_sha256=source.sha256,
        file_bytes=source.size,
        format=reader.name,
        encoding=source.encoding,
    )


def _new_tally() -> _Tally:
    return _Tally(records=RowsDigest(), rejects=RowsDigest())


def _store_entries(
    writer: Writer,
    reader: Reader,
    source: Source,
    search: Search,
    shown: tuple[int, Progress | None],
) -> _Tally:
    """Stream the file into the store, in chunks; returns counts and digests."""
    tally, (found, progress) = _new_tally(), shown
    number = writer.transaction.next_record()
    rows: list[tuple[int, str, str]] = []
    rejects: list[RejectedRow] = []
    for entry in reader.read(source):
        _count(tally, entry)
        if isinstance(entry, Rejected):
            body = to_json(entry)
            tally.rejects.add(entry.position, body)
            rejects.append(RejectedRow(search.id, entry.position, body))
        else:
            body = to_json(_record(entry, to_record_id(number), search.id))
            tally.records.add(number, body)
            rows.append((number, search.id, body))
            number += 1
        if len(rows) + len(rejects) >= _CHUNK:
            _flush(writer, rows, rejects)
            if progress:
                progress(tally.imported + tally.rejected, found)
    _flush(writer, rows, rejects)
    if progress:
        progress(tally.imported + tally.rejected, found)
    return tally


def _flush(writer: Writer, rows: list[tuple[int, str, str]], rejects: list[RejectedRow]) -> None:
    writer.transaction.add_records(rows)
    writer.transaction.add_rejected(rejects)
    rows.clear()
    rejects.clear()


def _count(tally: _Tally, entry: RecordContent | Rejected) -> None:
    if isinstance(entry, Rejected):
        tally.rejected += 1
        return
    tally.imported += 1
    tally.without_abstract += not entry.abstract
    tally.with_problems += bool(entry.problems)


def _record(content: RecordContent, record: RecordId, search: SearchId) -> Record:
    values = {name: getattr(content, name) for name in _CONTENT_FIELDS}
    return Record(id=record, search=search, **values)


def _report(
    source: Source, reader: Reader, why: str, search: Search, found: int, tally: _Tally
) -> ImportReport:
    return ImportReport(
        file=source.path.name,
        format=reader.label,
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


def _imported(
    search: Search, reader: Reader, report: ImportReport, tally: _Tally, first: int
) -> SearchImported:
    return SearchImported(
        search=search,
        found=report.found,
        imported=report.imported,
        rejected=report.rejected,
        first=first,
        records_digest=tally.records.hex(),
        rejected_digest=tally.rejects.hex(),
        reader=reader.name,
        note="" if report.adds_up else "imported although found differs",
    )


def _with_ids(report: ImportReport, event: Event) -> ImportReport:
    body = event.body
    if not isinstance(body, SearchImported) or not body.imported:
        return report
    last = to_record_id(body.first + body.imported - 1)
    return replace(report, first=to_record_id(body.first), last=last)


def _difference(report: ImportReport) -> CheckFailed:
    return CheckFailed(
        f"{report.file}: {report.found} entries were found by their markers, but"
        f" {report.imported} records and {report.rejected} rejected entries came out. Nothing was"
        " imported.",
        "Look at the file: an entry may be cut or run into the next. To import it all the same,"
        " repeat with --accept-difference; the log will say so.",
    )


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
