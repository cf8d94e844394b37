"""``tamis import``: search exports in, with a count that must add up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.commands import imports, rejected
from screening.console import COLUMNS, counted, give, give_table, progress_bar, say, wrapped
from screening.options import HERE, AsJson, Replace, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.readers.column_map import ColumnMap
    from screening.sessions.export_files import ExportFile
    from screening.sessions.import_files import FileOutcome
    from screening.sessions.import_report import ImportReport, SearchFacts
    from screening.sessions.review import Review
    from screening.sessions.staging import Compared


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command("rejected")(rejected.rejected)


Files = Annotated[list[Path], typer.Argument(help="Export files of one source.")]
SourceName = Annotated[
    str, typer.Option(help="The database or register; else the file's name.", metavar="NAME")
]
Kind = Annotated[
    str, typer.Option(help="database, register, website, organisation, citation or other.")
]
Platform = Annotated[str, typer.Option(help="Where the source was searched.")]
Query = Annotated[str, typer.Option(help="The search string, exactly as run.")]
RunOn = Annotated[
    str, typer.Option("--run-on", "--date", help="The date of the search, YYYY-MM-DD.")
]
Update = Annotated[
    str, typer.Option(help="What you call this update of the review.", metavar="LABEL")
]
Format = Annotated[str, typer.Option("--format", help="Force a format instead of detecting it.")]
Map = Annotated[
    Path | None,
    typer.Option("--map", help="A TOML file that says what the columns hold.", metavar="FILE"),
]
Check = Annotated[bool, typer.Option("--check", help="Only say what would happen.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="With --check, say it of every entry.")
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", help="Write a report, .html or .csv by its ending.", metavar="FILE"),
]
SkipUnknown = Annotated[
    bool, typer.Option("--skip-unknown", help="Leave out files of an archive that are no exports.")
]
AcceptDifference = Annotated[
    bool, typer.Option("--accept-difference", help="Import even if the count does not add up.")
]


def import_(
    files: Files,
    source: SourceName = "",
    kind: Kind = "",
    platform: Platform = "",
    query: Query = "",
    run_on: RunOn = "",
    update: Update = "",
    format_: Format = "",
    map_: Map = None,
    check: Check = False,
    verbose: Verbose = False,
    report: ReportFile = None,
    accept_difference: AcceptDifference = False,
    skip_unknown: SkipUnknown = False,
    replace: Replace = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Import search exports. Formats are recognised by content.

    Each file is imported as a whole or not at all; each file of a ZIP archive becomes a search of
    its own. Import again any time: records that the same source brought before are known again,
    and what is new in them is kept as a change.

    Source, kind, query and date that you leave out are taken from review.toml, where it lists a
    search of that name.
    """
    from screening.sessions.export_files import export_files
    from screening.sessions.import_page import check_report_path

    if report:
        check_report_path(report, review, replace=replace)
    facts = _facts(source, kind, platform, query, run_on=run_on, update=update)
    told = _Told(as_json=as_json, verbose=verbose, done=not check, report=report, home=review)
    how = _How(format_name=format_, columns=_column_map(map_), facts=facts, told=told)
    recognise, left_out = not (format_ or map_), _tell_left_out if skip_unknown else None
    with export_files(files, recognise=recognise, left_out=left_out) as given:
        if not source:
            say("No --source was given: the name of each file stands for its source.")
        if check:
            _check_all(given, how, review)
        else:
            _import_all(given, how, review, by, accept_difference=accept_difference)


def _facts(
    source: str, kind: str, platform: str, query: str, *, run_on: str, update: str
) -> SearchFacts:
    from screening.sessions.import_report import SearchFacts, to_search_date, to_source_kind

    return SearchFacts(
        source=source,
        kind=to_source_kind(kind) if kind else None,
        platform=platform,
        query=query,
        run_on=to_search_date(run_on),
        update=update,
    )


def _column_map(path: Path | None) -> ColumnMap | None:
    from screening.readers.column_map import read_column_map

    return read_column_map(path) if path else None


def _tell_left_out(name: str) -> None:
    say(f"Left out, since it is no export that is recognised: {name}")


@dataclass(slots=True, kw_only=True)
class _Told:
    """What was told so far, and how."""

    as_json: bool
    verbose: bool
    done: bool
    report: Path | None
    home: Path
    outcomes: list[FileOutcome] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    def __call__(self, outcome: FileOutcome) -> None:
        """Tell what became of a file, as soon as it is known."""
        self.outcomes.append(outcome)
        if outcome.report:
            _show(outcome.report, as_json=self.as_json, done=self.done)
            for line in self.columns:
                give(f"  {line}")
        self.columns.clear()

    @contextmanager
    def to_the_end(self) -> Iterator[None]:
        """Write the report whatever happens inside, then end with the errors of single files."""
        from screening.sessions.import_files import raise_failures
        from screening.sessions.import_page import write_report

        try:
            yield
        finally:
            if self.report and self.outcomes:
                write_report(self.report, self.outcomes, done=self.done, review=self.home)
                say(f"The report is in {self.report}.")
        if len(self.outcomes) > 1:
            _tell_failures(self.outcomes)
        raise_failures(self.outcomes, done=self.done)


def _tell_failures(outcomes: list[FileOutcome]) -> None:
    """Why each file could not be read, and what to do about it; the same remedy once."""
    errors = [(at.file, at.error) for at in outcomes if at.error]
    for file, error in errors:
        say(f"{file}: {error.message}")
    for hint in dict.fromkeys(error.hint for _file, error in errors if error.hint):
        say(hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """How files are read, and how it is told."""

    format_name: str
    columns: ColumnMap | None
    facts: SearchFacts
    told: _Told


def _import_all(
    given: list[ExportFile], how: _How, folder: Path, by: str, *, accept_difference: bool
) -> None:
    from screening.sessions.import_files import each_file
    from screening.sessions.importing import import_file
    from screening.sessions.review import open_review

    with open_review(folder, by=by) as review, how.told.to_the_end():

        def step(file: ExportFile) -> ImportReport:
            with progress_bar(f"Importing {file.name}") as progress:
                return import_file(
                    review,
                    file.path,
                    how.facts,
                    name=file.name,
                    format_name=how.format_name,
                    columns=how.columns,
                    accept_difference=accept_difference,
                    progress=progress,
                )

        each_file(given, step, how.told)
        if any(at.report for at in how.told.outcomes):
            held = counted(review.state.record_total, "record")
            say(f"The review holds {held}. Next: tamis status")
            imports.tell_way_back(at.report for at in how.told.outcomes)


def _check_all(given: list[ExportFile], how: _How, folder: Path) -> None:
    from screening.sessions.import_files import each_file
    from screening.sessions.review import PROTOCOL_FILE, look_into

    with how.told.to_the_end():
        if (folder / PROTOCOL_FILE).is_file():
            with look_into(folder) as review:
                each_file(given, lambda file: _check(file, how, review), how.told)
        else:
            say(f"There is no review in {folder.resolve()}: what is known cannot be told.")
            each_file(given, lambda file: _check(file, how, None), how.told)


def _check(file: ExportFile, how: _How, review: Review | None) -> ImportReport:
    from screening.readers import open_source
    from screening.readers.column_map import columns_kept, columns_told
    from screening.sessions.import_words import kept_columns_line
    from screening.sessions.importing import check_file

    every = how.told.verbose or how.told.as_json
    made = check_file(
        file.path,
        review=review,
        facts=how.facts,
        name=file.name,
        format_name=how.format_name,
        columns=how.columns,
        watcher=(lambda at: _show_entry(file.name, at, as_json=how.told.as_json))
        if every
        else None,
    )
    if how.columns and not how.told.as_json:
        how.told.columns.extend(columns_told(open_source(file.path), how.format_name, how.columns))
    elif not how.told.as_json and (kept := columns_kept(open_source(file.path), made.format)):
        how.told.columns.append(kept_columns_line(kept))
    return made


def _show_entry(file: str, at: Compared, *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.import_words import entry_facts, entry_line

    facts = entry_facts(file, at)
    give(to_json(facts) if as_json else f"  {entry_line(facts)}")


def _show(report: ImportReport, *, as_json: bool, done: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.import_words import details, empty_fields, fill_rows, sum_lines

    if as_json:
        give(to_json(report))
        return
    total, *facts = sum_lines(report, done=done)
    for line in wrapped(total, COLUMNS, indent="  "):
        give(line)
    for line in (part for fact in facts for part in wrapped(fact, COLUMNS - 2)):
        give(f"  {line}")
    if report.first:
        many = report.first != report.last
        ids = f"records {report.first} to {report.last}" if many else f"record {report.first}"
        give(f"  {ids}, search {report.search}")
    for sentence in details(report, done=done):
        say(f"  {sentence}")
    if not done:
        rows = [(f"  {name}", f"{n:,}", share) for name, n, share in fill_rows(report)]
        give_table(("  field", "entries", "share"), rows)
        if empty := empty_fields(report):
            for line in wrapped(f"in no entry: {empty}", COLUMNS - 2, indent="  "):
                give(f"  {line}")
