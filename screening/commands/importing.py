"""``tamis import`` and ``rejected``: search exports in, with a count that must add up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_csv, give_table, progress_bar, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.readers.column_map import ColumnMap
    from screening.sessions.export_files import ExportFile
    from screening.sessions.import_report import ImportReport, SearchFacts
    from screening.sessions.review import Review


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command("rejected")(rejected)


Files = Annotated[list[Path], typer.Argument(help="Export files of one source.")]
SourceName = Annotated[
    str, typer.Option(help="The database or register; else the file's name.", metavar="NAME")
]
Kind = Annotated[
    str, typer.Option(help="database, register, website, organisation, citation or other.")
]
Platform = Annotated[str, typer.Option(help="Where the source was searched.")]
Query = Annotated[str, typer.Option(help="The search string, exactly as run.")]
RunOn = Annotated[str, typer.Option(help="The date of the search, YYYY-MM-DD.")]
Format = Annotated[str, typer.Option("--format", help="Force a format instead of detecting it.")]
Map = Annotated[
    Path | None,
    typer.Option("--map", help="A TOML file that says what the columns hold.", metavar="FILE"),
]
Check = Annotated[bool, typer.Option("--check", help="Only say what would happen.")]
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
    format_: Format = "",
    map_: Map = None,
    check: Check = False,
    accept_difference: AcceptDifference = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Import search exports. Formats are recognised by content.

    Each file of a ZIP archive becomes a search of its own.

    Source, kind, query and date that you leave out are taken from review.toml, where it lists a
    search of that name.
    """
    from screening.sessions.export_files import export_files
    from screening.sessions.review import open_review

    columns = _column_map(map_)
    choice = _Choice(format_name=format_, columns=columns, as_json=as_json)
    with export_files(files, recognise=not (format_ or columns)) as given:
        if check:
            _check_all(given, choice)
            return
        facts = _facts(source, kind, platform, query, run_on)
        if not source:
            say("No --source was given: the name of each file stands for its source.")
        with open_review(review, by=by) as opened:
            for file in given:
                _import(opened, file, facts, choice, accept_difference=accept_difference)
            total = opened.state.record_total
    say(f"The review holds {counted(total, 'record')}. Next: tamis status")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """How files are read and shown."""

    format_name: str
    columns: ColumnMap | None
    as_json: bool


def _column_map(path: Path | None) -> ColumnMap | None:
    from screening.readers.column_map import read_column_map

    return read_column_map(path) if path else None


def _check_all(files: list[ExportFile], choice: _Choice) -> None:
    from screening.readers import open_source
    from screening.readers.column_map import columns_told
    from screening.sessions.export_files import told_by_name
    from screening.sessions.importing import check_file

    for file in files:
        with told_by_name(file):
            report = check_file(
                file.path, name=file.name, format_name=choice.format_name, columns=choice.columns
            )
            _show(report, as_json=choice.as_json, done=False)
            if choice.columns and not choice.as_json:
                source = open_source(file.path)
                for line in columns_told(source, choice.format_name, choice.columns):
                    give(f"  {line}")


def _import(
    review: Review,
    file: ExportFile,
    facts: SearchFacts,
    choice: _Choice,
    *,
    accept_difference: bool,
) -> None:
    from screening.sessions.export_files import told_by_name
    from screening.sessions.importing import import_file

    with told_by_name(file), progress_bar(f"Importing {file.name}") as progress:
        report = import_file(
            review,
            file.path,
            facts,
            name=file.name,
            format_name=choice.format_name,
            columns=choice.columns,
            accept_difference=accept_difference,
            progress=progress,
        )
    _show(report, as_json=choice.as_json, done=True)


def _facts(source: str, kind: str, platform: str, query: str, run_on: str) -> SearchFacts:
    from screening.sessions.import_report import SearchFacts, to_search_date, to_source_kind

    return SearchFacts(
        source=source,
        kind=to_source_kind(kind) if kind else None,
        platform=platform,
        query=query,
        run_on=to_search_date(run_on),
    )


def _show(report: ImportReport, *, as_json: bool, done: bool) -> None:
    from screening.codec import to_json

    if as_json:
        give(to_json(report))
        return
    if report.known:
        give(f"{report.file}: nothing new; this very file was imported as {report.known}.")
        return
    verb = "imported" if done else "would be imported"
    give(
        f"{report.file}: {report.found} found = {report.imported} {verb} + {report.rejected}"
        f" rejected  (source {report.source}, format {report.format}, {report.encoding})"
    )
    if report.first:
        many = report.first != report.last
        ids = f"records {report.first} to {report.last}" if many else f"record {report.first}"
        give(f"  {ids}, search {report.search}")
    if report.without_abstract:
        say(f"  {report.without_abstract} without an abstract, to be ranked by title.")
    if report.with_problems:
        say(f"  {report.with_problems} with something to look at: tamis records --problems")
    if report.rejected:
        say("  Rejected entries are kept with line and reason: tamis rejected")
    if not report.adds_up:
        say("  Careful: the count does not add up; an entry may be cut or run into the next.")


def rejected(review: ReviewFolder = HERE, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the entries that could not become records, with line, reason and remedy."""
    from screening.codec import to_json
    from screening.sessions.importing import rejected_entries
    from screening.sessions.review import look_into

    with look_into(review) as opened:
        found = list(rejected_entries(opened))
    if as_json:
        for at in found:
            give(to_json(at))
        return
    headers = ("search", "file", "entry", "line", "reason", "remedy")
    rows = [
        (at.search, at.file, at.entry.position, at.entry.line, at.entry.reason, at.entry.remedy)
        for at in found
    ]
    if as_csv:
        raws = [at.entry.raw for at in found]
        give_csv((*headers, "raw"), [(*row, raw) for row, raw in zip(rows, raws, strict=True)])
    elif rows:
        give_table(headers, rows)
    else:
        say("No entry was rejected.")
