"""Import an export file: every entry becomes a record, is a known one, or is kept as rejected.

Reading comes first and takes as long as it takes; only then is the store locked, for as long as
the rows need to be written, all of them in one transaction. A process that is killed leaves either
nothing or the whole import.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from screening.codec import from_json
from screening.console import Progress
from screening.events import Event
from screening.events.kinds import RecordChanged, SearchImported
from screening.readers import Source, open_source
from screening.readers.column_map import ColumnMap
from screening.sessions.bundle_rules import need_whole_review
from screening.sessions.import_reading import (
    ACCEPTED,
    AGAIN,
    Asked,
    Chosen,
    adds_nothing,
    choose,
    count_found,
    earlier_import,
    next_search,
    nothing_to_do,
    reading_of,
)
from screening.sessions.import_report import (
    ImportReport,
    SearchFacts,
    Tally,
    difference,
    report_of_search,
    with_counts,
    with_ids,
)
from screening.sessions.kept_files import sweep_half_copies
from screening.sessions.originals import drop_original, keep_original
from screening.sessions.review import Review, Writer
from screening.sessions.staging import Reading, Runs, Stage, Watcher, stage, watch
from screening.store import RejectedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """One file on its way into a review."""

    review: Review
    source: Source
    asked: Asked
    chosen: Chosen
    facts: SearchFacts
    found: int
    accept_difference: bool

    def run(self, progress: Progress | None) -> ImportReport:
        """Import the file; what another process imports meanwhile is compared with it, too."""
        keep_original(self.review, self.source)
        try:
            while (report := self._attempt(progress)) is None:
                self.review.refresh()
                if same := nothing_to_do(self.review, self.source, self.asked):
                    return same
        except BaseException:
            drop_original(self.review, self.source)
            raise
        return report

    def _attempt(self, progress: Progress | None) -> ImportReport | None:
        """Read the file, then write all of it; None if another import came, or went, between."""
        reading = reading_of(self.review, self.source, self.chosen, self.facts, self.found)
        taken_back = len(self.review.state.taken_back)
        with Stage(self.review.folder) as rows:
            tally = Tally()
            runs = stage(reading, rows, tally, progress)
            report = _report(reading, self.chosen, tally)
            if not (report.adds_up or self.accept_difference):
                raise difference(report)
            if reading.whole and adds_nothing(self.review, self.source, report):
                return replace(report, same_file=earlier_import(self.review, self.source))
            with self.review.writing() as writer:
                now = next_search(self.review), len(writer.state.taken_back)
                if now != (reading.search.id, taken_back):
                    return None
                keep_original(self.review, self.source)  # a failed import may have dropped it
                done = _write(writer, rows, _event(reading, rows, report, runs, self.asked))
        return with_ids(report, done)


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

    Records that the same source brought before get no second row; what is new in them is recorded
    as a change. A file that was imported before is read again only if a format or columns are
    named, and then each entry is the record that came of it.

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
        UsageError: the file was imported before, from a source of another name, or the review is
            a bundle.
        CheckFailed: found differs from imported + known + rejected; nothing was imported.
    """
    need_whole_review(review.state)
    source, asked = open_source(path, name), Asked(format_name=format_name, columns=columns)
    review.refresh()
    sweep_half_copies(review.originals)
    if same := nothing_to_do(review, source, asked):
        return same
    chosen = choose(source, asked)
    step = _Import(
        review=review,
        source=source,
        asked=asked,
        chosen=chosen,
        facts=facts,
        found=count_found(source, chosen.reader),
        accept_difference=accept_difference,
    )
    return step.run(progress)


def check_file(
    path: Path,
    *,
    review: Review | None = None,
    facts: SearchFacts | None = None,
    name: str = "",
    format_name: str = "",
    columns: ColumnMap | None = None,
    watcher: Watcher | None = None,
) -> ImportReport:
    """Say what an import would do, without changing anything.

    Args:
        path: the export file.
        review: the review it would be imported into; without one nothing is known.
        facts: as for ``import_file``.
        name: as for ``import_file``.
        format_name: as for ``import_file``.
        columns: as for ``import_file``.
        watcher: called with each entry and what would become of it.

    Raises:
        BadInput, UsageError: as ``import_file``.
    """
    source, asked = open_source(path, name), Asked(format_name=format_name, columns=columns)
    same = nothing_to_do(review, source, asked) if review else None
    chosen, tally = choose(source, asked), Tally()
    found = count_found(source, chosen.reader)
    facts = SearchFacts() if same or facts is None else facts
    reading = reading_of(review, source, chosen, facts, found)
    watch(reading, tally, watcher)
    report = replace(_report(reading, chosen, tally), compared=review is not None)
    if same:
        return replace(report, same_file=same.same_file, read_again=False)
    if review and reading.whole and adds_nothing(review, source, report):
        return replace(report, same_file=earlier_import(review, source))
    return report


def _report(reading: Reading, chosen: Chosen, tally: Tally) -> ImportReport:
    report = with_counts(report_of_search(reading.search, reading.found), tally)
    return replace(
        report,
        file=reading.source.name,
        why=chosen.why,
        confidence=chosen.confidence,
        read_again=reading.whole,
    )


def _event(
    reading: Reading, rows: Stage, report: ImportReport, runs: Runs, asked: Asked
) -> SearchImported:
    notes = [asked.note, AGAIN if reading.whole else "", "" if report.adds_up else ACCEPTED]
    return SearchImported(
        search=reading.search,
        found=report.found,
        imported=report.imported,
        rejected=report.rejected,
        first=reading.first,
        records_digest=rows.records_digest.hex(),
        rejected_digest=rows.rejected_digest.hex(),
        reader=reading.search.format,
        note="; ".join(note for note in notes if note),
        known=report.known,
        changed=report.changed,
        seen=tuple(runs.runs),
    )


def _write(writer: Writer, rows: Stage, event: SearchImported) -> Event:
    search = event.search.id
    for part in rows.records.chunks():
        writer.transaction.add_records([(number, search, body) for number, body in part])
    for part in rows.rejects.chunks():
        writer.transaction.add_rejected([RejectedRow(search, at, body) for at, body in part])
    done = writer.append(event)
    for part in rows.changes.chunks():
        where = f"A change by {search}"
        writer.append_all([from_json(body, RecordChanged, where) for _at, body in part])
    return done
