"""``tamis export``: the coded themes and the records as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extraction.commands.findings import ReferenceFile
from extraction.commands.package import package
from screening.console import counted, give, progress_bar, say
from screening.options import HERE, Replace, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.export_records import Exported

FOLDER = "themes"
AsImported = Annotated[bool, typer.Option("--as-imported", help="The same as --format original.")]
WhereOption = Annotated[
    str,
    typer.Option(
        help="all, unique, included, excluded, not-screened, unsure, pending, conflicts,"
        " not-retrieved or duplicates.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Write results as files for other programs.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.callback()(_group)
    group.command("themes")(themes)
    group.command("records")(records)
    group.command("package")(package)
    app.add_typer(group, name="export")


def _group() -> None:
    """Write results as files for other programs."""


def themes(
    format_name: Annotated[
        str, typer.Option("--format", help="csv, xlsx, docx, qdpx ...; docs/exports.md lists them.")
    ] = "csv",
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to write to; else 'themes' in the review."),
    ] = None,
    references: ReferenceFile = None,
    among: Annotated[
        list[str] | None,
        typer.Option(help="A theme to compare with others named so; repeat for several."),
    ] = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
) -> None:
    """Write tree, codings, study x code matrix, effect sizes and shares; approved codes only.

    Shares are given in three units, each with its denominator; the proposals come along with what
    became of them.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.exporting import export_themes, read_references
    from screening.sessions.outputs import may_fill

    folder = out or review / FOLDER
    may_fill(folder, review)
    with open_coding(review) as coding:
        numbers = read_references(coding, references) if references else None
        files = export_themes(
            coding,
            format_name,
            folder,
            references=numbers,
            among=among or (),
            replace=replace,
        )
        waiting = len(coding.book.pending())
    for file in files:
        give(str(file))
    if waiting:
        say(f"Still waiting, and no part of the tree: {counted(waiting, 'proposal')}.")
        say("Next: tamis themes review")


def records(
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file to write, else 'records' with the format's ending; for 'original', the"
            " folder to copy to, else 'as-imported'."
        ),
    ] = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            help="ris, csv, xlsx, bibtex, nbib, endnote_xml, csl_json, jsonl or original; rayyan,"
            " covidence, asreview, asreview_ris or eppi_json; else by the ending of --out, or ris.",
        ),
    ] = "",
    as_imported: AsImported = False,
    where: WhereOption = "all",
    stage: Annotated[
        str, typer.Option(help="Only records that reached this stage, by their outcome there.")
    ] = "",
    replace: Replace = False,
    review: ReviewFolder = HERE,
) -> None:
    """Write records with their decisions, reasons and notes for other programs.

    'original' copies the imported files back, byte for byte, under the names they had; with
    --where or --stage, without the bytes of the records that are not chosen.
    """
    from screening.protocol import to_stage
    from screening.sessions.export_records import export_records, to_format
    from screening.sessions.review import look_into

    with look_into(review) as opened, progress_bar("Writing") as shown:
        at = to_stage(stage) if stage else None
        name = to_format(format_name, out, as_imported=as_imported)
        done = export_records(
            opened, name, out, where=where, stage=at, replace=replace, progress=shown
        )
    _tell(done)


def _tell(done: Exported) -> None:
    """What was written, and where the decisions are found in it."""
    for file in done.files:
        give(str(file))
    twice = f", {done.duplicates:,} of them marked as duplicates" if done.duplicates else ""
    if not done.decision_in:
        files, held = counted(len(done.files), "file"), counted(done.records, "record")
        say(f"{files} written, with {held} as they came{twice}.")
        return
    if not done.records:
        say("No record stands so: the file holds none. 'tamis status' counts those that there are.")
        return
    say(f"{counted(done.records, 'record')} written{twice}.")
    say(f"The decisions stand in {done.decision_in}.")
    say(f"Next: open {done.files[0].name} in your reference manager or spreadsheet program.")
