"""``tamis report``: the whole review as one HTML file, as JSON, or its methods as text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extraction.commands.findings import ReferenceFile
from screening.console import counted, give, say
from screening.options import HERE, AsJson, Replace, ReviewFolder

FILE = "report.html"
_ENDINGS = (".html", ".htm")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The HTML file to write, .html; else report.html beside review.toml.",
        ),
    ] = None,
    methods: Annotated[
        bool, typer.Option("--methods", help="Print the methods paragraphs as text, write nothing.")
    ] = False,
    references: ReferenceFile = None,
    replace: Replace = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Write the report of the review: one HTML file that needs no network and no script.

    Protocol, searches, PRISMA 2020 flow, agreement, ranking and stopping with what is guaranteed,
    included and excluded reports, themes, checklists filled in as far as the log can, methods
    ready to paste, log digest and software. A review in progress gets one too, which says so.
    """
    from extraction.report.write import looked_at, report_page
    from screening.codec import to_json
    from screening.sessions.outputs import outputs

    with looked_at(review, references) as at:
        if as_json:
            give(to_json(at.made.report))
            return
        if methods:
            from extraction.report.methods import methods_text

            give(methods_text(at.made.report))
            return
        path = out or review / FILE
        with outputs([path], kind="report", review=review, replace=replace, endings=_ENDINGS):
            report_page(at, path)
    give(str(path))
    if at.made.report.banner:
        say(at.made.report.banner)
    open_items = sum(not item.facts for one in at.made.report.checklists for item in one.items)
    say(f"Next: open it in a browser; {counted(open_items, 'item')} of the checklists are for you.")
