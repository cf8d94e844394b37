"""What an export is read as, which search it belongs to, and what its entries are compared with."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from screening.errors import BadInput, UsageError
from screening.events import Imported
from screening.protocol import PlannedSearch
from screening.readers import Reader, RegisterReader, Source, detect, reader_named
from screening.readers.column_map import ColumnMap, table_reader
from screening.records import Search, SearchId, SourceKind
from screening.sessions.import_report import ImportReport, SearchFacts, report_of_same_file
from screening.sessions.known_records import (
    Matcher,
    NothingKnown,
    SamePlace,
    SameSource,
    records_of_source,
)
from screening.sessions.review import Review
from screening.sessions.staging import Reading

ACCEPTED = "imported although found differs"
AGAIN = "the same file read again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the user wants a file to be read: by which reader, as a table with which columns."""

    format_name: str = ""
    columns: ColumnMap | None = None

    @property
    def note(self) -> str:
        """The columns for the log, empty if none are named."""
        return self.columns.note if self.columns else ""

    def __bool__(self) -> bool:
        return bool(self.format_name or self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The reader of a file, how sure that is (None: it was asked for) and why.

    ``numbers`` are the labels of numbers that the user says each belong to one record.
    """

    reader: Reader
    why: str
    confidence: float | None = None
    numbers: tuple[str, ...] = ()


def nothing_to_do(review: Review, source: Source, asked: Asked) -> ImportReport | None:
    """The report if this very file is there already, read as it is asked for."""
    earlier = imports_of(review, source.sha256)
    if not earlier:
        return None
    last = earlier[-1].body
    note = last.note.removesuffix(ACCEPTED).removesuffix("; ")
    note = note.removesuffix(AGAIN).removesuffix("; ")
    as_asked = not asked.columns or asked.note == note
    if not asked or (as_asked and asked.format_name in ("", last.reader)):
        return report_of_same_file(earlier[0])
    return None


def imports_of(review: Review, sha256: str) -> list[Imported]:
    """The imports that brought this very file, in order."""
    return [done for done in review.state.imports if done.body.search.file_sha256 == sha256]


def earlier_import(review: Review, source: Source) -> str:
    """When and by whom this very file was first imported."""
    return report_of_same_file(imports_of(review, source.sha256)[0]).same_file


def adds_nothing(review: Review, source: Source, report: ImportReport) -> bool:
    """Whether a file that was read again says what it said when it was last read."""
    return (
        report.nothing_new
        and report.rejected == imports_of(review, source.sha256)[-1].body.rejected
    )


def choose(source: Source, asked: Asked) -> Chosen:
    """The reader of a file: as asked for, else by its content.

    Raises:
        BadInput, UsageError: no reader fits.
    """
    if asked.columns:
        reader = table_reader(source, asked.format_name, asked.columns)
        return Chosen(
            reader=reader,
            why=f"mapped by {asked.columns.path.name}",
            numbers=asked.columns.id_labels,
        )
    if asked.format_name:
        return Chosen(reader=reader_named(asked.format_name), why="asked for")
    found = detect(source)
    return Chosen(reader=found.reader, why=found.reason, confidence=found.confidence)


def count_found(source: Source, reader: Reader) -> int:
    """Entries by their markers.

    Raises:
        BadInput: there is none; the file is not what it was taken for.
    """
    found = reader.count(source)
    if not found:
        raise BadInput(
            f"{source.path} has no entry that can be read as {reader.name} ({reader.label}).",
            "Is it the right file, and the right --format? A search without results needs no"
            " import.",
        )
    return found


def reading_of(
    review: Review | None, source: Source, chosen: Chosen, facts: SearchFacts, found: int
) -> Reading:
    """What is read as which search, and what its entries are compared with.

    Raises:
        UsageError: the file was imported before, from a source of another name.
    """
    reader = chosen.reader
    earlier = imports_of(review, source.sha256) if review else []
    search = _search(review, source, reader, facts)
    matcher: Matcher = NothingKnown()
    if review and earlier:
        search = _read_again(search, earlier[-1].body.search, facts)
    if review and earlier and earlier[-1].body.reader == reader.name:
        matcher = SamePlace(review, earlier)
    elif review and (known := list(records_of_source(review.state, search.source))):
        matcher = SameSource(review, known, chosen.numbers)
    return Reading(
        source=source,
        reader=reader,
        search=search,
        found=found,
        first=review.state.last_number + 1 if review else 1,
        matcher=matcher,
        whole=bool(earlier),
    )


def _read_again(search: Search, before: Search, facts: SearchFacts) -> Search:
    """The search of a file that was imported before: the same search, read in another way."""
    if facts.source and facts.source.casefold() != before.source.casefold():
        raise UsageError(
            f"{search.file_name} was imported as {before.id} of {before.source}, not of"
            f" {facts.source}.",
            "To read it again in another way, leave --source out. If its source was mistyped, take"
            f" it back first: tamis imports take-back {before.id}",
        )
    return replace(before, id=search.id, format=search.format, encoding=search.encoding)


def _search(review: Review | None, source: Source, reader: Reader, facts: SearchFacts) -> Search:
    named = facts.source or source.path.stem
    planned = _planned(review, named) or PlannedSearch(source=named, kind=_usual_kind(reader))
    return Search(
        id=next_search(review),
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
        update=facts.update,
    )


def next_search(review: Review | None) -> SearchId:
    """The id that the next import's search gets."""
    return SearchId(f"S{len(review.state.every_import()) + 1 if review else 1:02d}")


def _planned(review: Review | None, source: str) -> PlannedSearch | None:
    """The search of that source in the protocol."""
    searches = review.protocol.searches if review else ()
    return next((at for at in searches if at.source.casefold() == source.casefold()), None)


def _usual_kind(reader: Reader) -> SourceKind:
    """What a source is of which nobody says it: a register, if its format is theirs alone."""
    is_register = isinstance(reader, RegisterReader) and reader.of_registers
    return SourceKind.REGISTER if is_register else SourceKind.DATABASE
