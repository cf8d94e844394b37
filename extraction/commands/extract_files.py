"""``tamis extract export`` and ``import``: the table as a file that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from screening.console import counted, give, say, typed
from screening.options import HERE, Replace, Reviewer, ReviewFolder


def export(
    file: Annotated[Path, typer.Argument(help="The file to write: .xlsx, .csv or .json.")],
    replace: Replace = False,
    review: ReviewFolder = HERE,
) -> None:
    """Write the table; Excel with the source of each value, the proposals and the form."""
    from extraction.sessions.sheet import look_at_sheet
    from extraction.sessions.sheet_files import export_sheet
    from screening.sessions.outputs import outputs

    with look_at_sheet(review) as opened:
        with outputs([file], kind="table", review=review, replace=replace):
            export_sheet(opened, file)
        studies = len(opened.studies)
    say(f"Written: {file} ({counted(studies, 'study', 'studies')})")
    if file.suffix.casefold() != ".json":
        say(f"Filled-in values come back with: tamis extract import {typed(file)}")


def import_(
    file: Annotated[Path, typer.Argument(help="A filled-in table: Excel or CSV.")],
    clear_empty: Annotated[
        bool,
        typer.Option("--clear-empty", help="Empty the cells that are empty in the file."),
    ] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Take the values of a table in your name, all or none; every bad cell is named."""
    from extraction.sessions.sheet import open_sheet
    from extraction.sessions.sheet_import import import_sheet

    with open_sheet(review, by=by) as opened:
        done = import_sheet(opened, file, clear_empty=clear_empty)
    give(
        f"{counted(done.rows, 'row')}, {counted(done.cells, 'value')}: {done.filled} taken,"
        f" {done.same} known already, {counted(done.cleared, 'cell')} emptied."
    )
    if done.unread:
        say(f"Columns that were not read: {', '.join(done.unread)}.")
    if done.filled or done.cleared:
        say("A mistake is taken back with tamis extract undo.")
