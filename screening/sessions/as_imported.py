"""Chosen records as they came in: each imported file again, without the other records' bytes."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.console import cannot_write, write_chunks
from screening.errors import CannotWrite, UsageError
from screening.readers import Source, open_source, reader_named
from screening.readers.places import places, without_others
from screening.readers.workbook_reader import WorkbookReader
from screening.records import Record, RecordId, Search
from screening.sessions.originals import check_original, names_of
from screening.sessions.review import Review

_OLD_WORKBOOK = "excel_old"
_ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The chosen records of one imported file, and the file they are written to."""

    search: Search
    target: Path
    records: tuple[Record, ...]

    @property
    def positions(self) -> frozenset[int]:
        return frozenset(record.position for record in self.records)


def export_as_imported(
    review: Review, chosen: Sequence[RecordId], folder: Path
) -> tuple[Path, ...]:
    """Write every imported file that holds a chosen record, without the records not chosen.

    The bytes of the records are those of the original, and so is all that stands around them; a
    workbook has its header and the chosen rows. Files already there are not replaced.

    Raises:
        UsageError: nothing is chosen, or a file's format cannot be cut.
        BadReview: an original is missing or was altered.
        CannotWrite: the folder cannot be written, or holds a file of that name.
    """
    if not chosen:
        raise UsageError("No record stands so; nothing was written.", "See 'tamis status'.")
    parts = list(_parts(review, chosen, folder))
    for part in parts:
        check_original(review, part.search)
        _refuse_old_workbook(part)
        if os.path.lexists(part.target):
            raise CannotWrite(f"{part.target} is there already.", "Choose another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in parts:
            write_chunks(part.target, _content(review, part))
    except OSError as error:
        raise cannot_write(folder, error) from error
    return tuple(part.target for part in parts)


def _parts(review: Review, chosen: Sequence[RecordId], folder: Path) -> Iterator[_Part]:
    searches = [done.body.search for done in review.state.imports]
    found: dict[str, list[Record]] = defaultdict(list)
    for record in review.records(chosen):
        found[record.search].append(record)
    for search, name in zip(searches, names_of(searches), strict=True):
        if search.id in found:
            target = folder / (name[: -len(".gz")] if name.casefold().endswith(".gz") else name)
            yield _Part(search=search, target=target, records=tuple(found[search.id]))


def _refuse_old_workbook(part: _Part) -> None:
    if part.search.format != _OLD_WORKBOOK:
        return
    rows = [str(record.line) for record in part.records]
    listed = ", ".join(rows[:_ROWS_SHOWN]) + (", ..." if len(rows) > _ROWS_SHOWN else "")
    raise UsageError(
        f"{part.search.file_name} is an old Excel workbook (.xls), which cannot be cut; the chosen"
        f" records stand in its rows {listed}.",
        "Write all originals whole (--where all), or choose another format.",
    )


def _content(review: Review, part: _Part) -> Iterator[bytes]:
    source = open_source(review.originals / part.search.file_sha256, part.search.file_name)
    reader = reader_named(part.search.format)
    if isinstance(reader, WorkbookReader):
        return _rows(source, reader, part.records)
    return without_others(source, places(source, reader), part.positions)


def _rows(source: Source, reader: WorkbookReader, records: Collection[Record]) -> Iterator[bytes]:
    from screening.writers.workbook_rows import chosen_rows

    sheet = reader.sheet_read(source)
    rows = {record.line for record in records if record.line is not None}
    adopted = {record.position for record in records if record.line is None}
    if adopted:  # of an import taken back; where it stands in this file was not kept
        entries = (at for at in reader.read(source) if at.position in adopted)
        rows |= {at.line for at in entries if at.line is not None}
    return chosen_rows(source.path, sheet.name, sheet.row, rows)
