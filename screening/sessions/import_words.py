"""An import's report in sentences, the same on the terminal and on paper. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening.console import percent
from screening.records import Rejected, SourceKind
from screening.sessions.import_report import FIELDS, ImportReport, filled_fields
from screening.sessions.staging import Compared


def sum_lines(report: ImportReport, *, done: bool) -> Iterator[str]:
    """What became of the entries, as a sum that can be checked; then how the file was read."""
    if report.same_file:
        yield f"{report.file}: nothing new; {_same_file(report)}"
        return
    new = "imported" if done else "would be imported"
    known = f" + {report.known:,} known" if report.known else ""
    changed = f", {report.changed:,} of them changed" if report.changed else ""
    sure = f"{percent(report.confidence, 0)} sure, " if report.confidence is not None else ""
    yield (
        f"{report.file}: {report.found:,} found = {report.imported:,} {new}{known}"
        f" + {report.rejected:,} rejected{changed}"
    )
    kind = "" if report.kind is SourceKind.DATABASE else f" ({report.kind})"
    yield f"source {report.source}{kind}, format {report.format}, {sure}{report.encoding}"
    if report.known and report.nothing_new:
        yield f"Nothing new: {report.source} brought all of these records before, as they are."


def _same_file(report: ImportReport) -> str:
    if report.read_again:
        return (
            f"read again ({report.why}), every entry says what its record says already"
            f" (the file was imported as {report.same_file})."
        )
    return f"this very file was imported as {report.same_file}."


def details(report: ImportReport, *, done: bool = True) -> Iterator[str]:
    """What else a person should know, one sentence each."""
    if report.same_file:
        return
    if report.changed:
        fields = ", ".join(f"{at.field} of {at.entries:,}" for at in report.changed_fields)
        yield f"Changed in known records, whose decisions stay: {fields}."
    if report.without_abstract:
        yield f"{report.without_abstract:,} without an abstract, to be ranked by title."
    yield from _problems(report, done=done)
    if report.rejected:
        where = "kept with line and reason: tamis rejected" if done else "named by --check -v"
        yield f"Rejected entries are {where}"
    if report.rejected and not report.imported + report.known:
        yield "Careful: no entry could be read; if the file is of another format, name it: --format"
    if not report.adds_up:
        yield "Careful: the count does not add up; an entry may be cut or run into the next."


def _problems(report: ImportReport, *, done: bool) -> Iterator[str]:
    """How many entries have something to look at; a known record keeps none of it."""
    new, known = report.with_problems - report.known_with_problems, report.known_with_problems
    if report.with_problems and not done:
        yield f"{report.with_problems:,} with something to look at: named by --check -v"
        return
    if new:
        yield f"{new:,} with something to look at: tamis records --problems"
    if known:
        yield f"{known:,} known with something to look at in this file; no record keeps it"


def fill_rows(report: ImportReport) -> list[tuple[str, int, str]]:
    """The fields that any entry fills: name, in how many entries, their share of those read."""
    read = report.imported + report.known
    return [
        (at.field, at.entries, percent(at.entries / read, 0)) for at in report.filled if at.entries
    ]


def empty_fields(report: ImportReport) -> str:
    """The fields that no entry fills."""
    return ", ".join(at.field for at in report.filled if not at.entries)


def kept_columns_line(columns: Sequence[str]) -> str:
    """Which columns fill no field, the first dozen by name, and what to do about it."""
    named = ", ".join(map(repr, columns[:12]))
    more = f" and {len(columns) - 12} more" if len(columns) > 12 else ""
    return f"Columns without a field, kept as they stand (--map gives one): {named}{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """What would become of one entry: ``new``, ``known`` or ``rejected``, and what it holds."""

    file: str
    entry: int
    line: int | None
    becomes: str
    record: str = ""
    changes: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    reason: str = ""
    problems: tuple[str, ...] = ()


def entry_facts(file: str, at: Compared) -> EntryFacts:
    """What would become of one entry, and which fields it has."""
    entry = at.entry
    if isinstance(entry, Rejected):
        return EntryFacts(
            file=file,
            entry=entry.position,
            line=entry.line,
            becomes="rejected",
            reason=entry.reason,
        )
    there = filled_fields(entry)
    return EntryFacts(
        file=file,
        entry=entry.position,
        line=entry.line,
        becomes="known" if at.record else "new",
        record=at.record.id if at.record else "",
        changes=at.made.fields if at.made else (),
        has=tuple(there),
        lacks=tuple(name for name in FIELDS if name not in there),
        problems=tuple(problem.message for problem in entry.problems),
    )


def entry_line(facts: EntryFacts) -> str:
    """The same in a line."""
    line = f", line {facts.line}" if facts.line else ""
    where = f"entry {facts.entry}{line}: {facts.becomes}"
    if facts.reason:
        return f"{where}: {facts.reason}"
    known = f" as {facts.record}" if facts.record else ""
    changes = f", changed: {', '.join(facts.changes)}" if facts.changes else ""
    has, lacks = ", ".join(facts.has), ", ".join(facts.lacks) or "nothing"
    told = f"; to look at: {' '.join(facts.problems)}" if facts.problems else ""
    return f"{where}{known}{changes}; has {has}; lacks {lacks}{told}"
