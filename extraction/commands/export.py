"""``tamis export``: the coded themes as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extraction.commands.findings import ReferenceFile
from screening.console import counted, give, say
from screening.options import HERE, ReviewFolder

FOLDER = "themes"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Write results as files for other programs.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.callback()(_group)
    group.command("themes")(themes)
    app.add_typer(group, name="export")


def _group() -> None:
    """Write results as files for other programs."""


def themes(
    format_name: Annotated[str, typer.Option("--format", help="csv, xlsx or json.")] = "csv",
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to write to; else 'themes' in the review."),
    ] = None,
    references: ReferenceFile = None,
    among: Annotated[
        list[str] | None,
        typer.Option(help="A theme to compare with others named so; repeat for several."),
    ] = None,
    review: ReviewFolder = HERE,
) -> None:
    """Write tree, codings, study x code matrix, effect sizes and shares; approved codes only.

    Shares are given in three units, each with its denominator; the proposals come along with what
    became of them.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.exporting import export_themes, read_references

    with open_coding(review) as coding:
        numbers = read_references(coding, references) if references else None
        files = export_themes(
            coding, format_name, out or review / FOLDER, references=numbers, among=among or ()
        )
        waiting = len(coding.book.pending())
    for file in files:
        give(str(file))
    if waiting:
        say(f"Still waiting, and no part of the tree: {counted(waiting, 'proposal')}.")
        say("Next: tamis themes review")
