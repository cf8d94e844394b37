"""Import an export file: every entry becomes a record or is kept as rejected, with proof."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

from screening.codec import from_json, to_json
from screening.console import Progress, cannot_write, write_chunks
from screening.errors import BadInput, ReviewError
from screening.events.kinds import SearchImported
from screening.protocol import PlannedSearch, Protocol
from screening.readers import Reader, Source, detect, open_source, reader_named
from screening.readers.column_map import ColumnMap, table_reader
from screening.records import (
    Record,
    RecordContent,
    RecordId,
    Rejected,
    Search,
    SearchId,
    to_record_id,
)
from screening.sessions.import_report import (
    ImportReport,
    SearchFacts,
    Tally,
    count_entry,
    difference,
    import_report,
    new_tally,
    with_ids,
)
from screening.sessions.review import Review, Writer
from screening.store import RejectedRow

_CHUNK = 500
_CONTENT_FIELDS = tuple(field.name for field in fields(RecordContent))


def import_file(
    review: Review,
    path: Path,
    facts: SearchFacts,
    *,
    name: str = "",
    format_name: str = "",
    columns: ColumnMap | None = None,
    accept_difference: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import one export file: all of it, or nothing.

    Args:
        review: the open review.
        path: the export file; a copy of it is kept in the review.
        facts: source, kind, query ... of the search.
        name: what the file goes by, if not by its own name.
        format_name: the reader to use; else the file's content tells.
        columns: what the user says the columns of a table hold.
        accept_difference: import even if the count of entries found differs; the log says so.
        progress: called with (entries done, entries found).

    Raises:
        BadInput: the file cannot be read.
        CheckFailed: found differs from imported + rejected; nothing was imported.
    """
    source = open_source(path, name)
    if known := _known(review, source.sha256):
        return known
    reader, why = _reader(source, format_name, columns)
    found = _found(source, reader)
    try:
        with review.writing() as writer:
            if known := _known(review, source.sha256):  # another process was faster
                return known
            _keep_original(review, source)
            search = _search(review, source, reader, facts)
            tally = _store_entries(writer, reader, source, search, (found, progress))
            report = import_report(source, reader, why, search, found, tally)
            if not report.adds_up and not accept_difference:
                raise difference(report)
            first = writer.transaction.next_record() - tally.imported
            event = writer.append(_imported(search, report, tally, first, columns))
    except BaseException:
        _drop_original(review, source)
        raise
    return with_ids(report, event)


def check_file(
    path: Path, *, name: str = "", format_name: str = "", columns: ColumnMap | None = None
) -> ImportReport:
    """Say what an import would do, without a review and without changing anything."""
    source = open_source(path, name)
    reader, why = _reader(source, format_name, columns)
    found = _found(source, reader)
    tally = new_tally()
    search = _search_of(source, reader, SearchFacts(), PlannedSearch(source=path.stem), 1)
    for entry in reader.read(source):
        count_entry(tally, entry)
    return import_report(source, reader, why, search, found, tally)


def _found(source: Source, reader: Reader) -> int:
    """Entries by their markers; a file without any is not what it was taken for."""
    found = reader.count(source)
    if not found:
        raise BadInput(
            f"{source.path} has no entry that can be read as {reader.name} ({reader.label}).",
            "Is it the right file, and the right --format? A search without results needs no"
            " import.",
        )
    return found


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


def _reader(source: Source, format_name: str, columns: ColumnMap | None) -> tuple[Reader, str]:
    if columns:
        return table_reader(source, format_name, columns), f"mapped by {columns.path.name}"
    if format_name:
        return reader_named(format_name), "asked for"
    detection = detect(source)
    return detection.reader, detection.reason


def _keep_original(review: Review, source: Source) -> None:
    """Copy the file into the review under its hash."""
    target = review.originals / source.sha256
    if target.exists():
        return
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from error
    write_chunks(target, _checked_blocks(source))


def _drop_original(review: Review, source: Source) -> None:
    """Remove the copy of a failed import, unless another process has imported the file since."""
    target = review.originals / source.sha256
    if not target.exists():
        return
    with suppress(ReviewError), review.store.writing():
        review.refresh()
        if _known(review, source.sha256) is None:
            target.unlink(missing_ok=True)


def _checked_blocks(source: Source) -> Iterator[bytes]:
    """The file's bytes, which must still be those that were hashed."""
    sha = hashlib.sha256()
    with source.path.open("rb") as original:
        while block := original.read(1 << 20):
            sha.update(block)
            yield block
    if sha.hexdigest() != source.sha256:
        raise BadInput(
            f"{source.path} was changed while it was read.", "Repeat the import when it is done."
        )


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
        file_name=os.fsencode(source.name).decode(errors="replace"),
        file_sha256=source.sha256,
        file_bytes=source.size,
        format=reader.name,
        encoding=source.encoding,
    )


def _store_entries(
    writer: Writer,
    reader: Reader,
    source: Source,
    search: Search,
    shown: tuple[int, Progress | None],
) -> Tally:
    """Stream the file into the store, in chunks; returns counts and digests."""
    tally, (found, progress) = new_tally(), shown
    number = writer.transaction.next_record()
    rows: list[tuple[int, str, str]] = []
    rejects: list[RejectedRow] = []
    for entry in reader.read(source):
        count_entry(tally, entry)
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


def _record(content: RecordContent, record: RecordId, search: SearchId) -> Record:
    values = {name: getattr(content, name) for name in _CONTENT_FIELDS}
    return Record(id=record, search=search, **values)


def _imported(
    search: Search, report: ImportReport, tally: Tally, first: int, columns: ColumnMap | None
) -> SearchImported:
    notes = [columns.note] if columns else []
    notes += [] if report.adds_up else ["imported although found differs"]
    return SearchImported(
        search=search,
        found=report.found,
        imported=report.imported,
        rejected=report.rejected,
        first=first,
        records_digest=tally.records.hex(),
        rejected_digest=tally.rejects.hex(),
        reader=search.format,
        note="; ".join(notes),
    )
