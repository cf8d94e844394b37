"""``tamis themes import``: codebooks and coded projects of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import give, give_table, say
from screening.options import HERE, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.qda_import import QdaReport


KeepDouble = Annotated[
    bool,
    typer.Option(
        "--keep-double", help="Take new codes of one name in one place as codes of their own."
    ),
]


def add_to(group: typer.Typer) -> None:
    """Add the command to ``tamis themes``."""
    group.command("import")(import_file)


def import_file(
    file: Annotated[
        Path,
        typer.Argument(help="A .qdc or .qdpx file of NVivo, ATLAS.ti, MAXQDA, QualCoder or Tamis."),
    ],
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV with the columns source,record: which record each text of the file is.",
        ),
    ] = None,
    outside: Annotated[
        bool, typer.Option("--outside", help="Take quotes of records that are not included, too.")
    ] = False,
    update: Annotated[
        bool,
        typer.Option("--update", help="Take over names, definitions and places that differ."),
    ] = False,
    keep_double: KeepDouble = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Take over a codebook or the codings of another program; what is here already stays.

    A codebook can start a review (a framework) or come back after work in the other program. The
    same file can come again: only what is new is added, and nothing is taken out. 'tamis themes
    undo' takes a whole import back.
    """
    from extraction.sessions.coding import open_coding
    from extraction.sessions.qda_import import import_qda
    from screening.codec import to_json

    with open_coding(review, by=by) as coding:
        report = import_qda(
            coding,
            file,
            sources=sources,
            outside=outside,
            update=update,
            keep_double=keep_double,
        )
    if as_json:
        give(to_json(report))
    else:
        _show(report)


def _show(report: QdaReport) -> None:
    rows = [
        (name, tally.total, tally.added, tally.known, tally.left)
        for name, tally in (
            ("codes and groups", report.codes),
            ("quotes", report.findings),
            ("codings", report.codings),
        )
    ]
    give_table(("in the file", "found", "added", "known", "left out"), rows)
    if report.updated:
        say(f"Names, definitions and places taken over from the file: {report.updated}.")
    for note in report.notes:
        say(f"Note: {note}")
    say("Next: tamis themes show")
