"""``tamis prisma``: the flow as table, JSON, CSV and diagram, computed from the log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, say
from screening.options import HERE, AsCsv, AsJson, ReviewFolder

if TYPE_CHECKING:
    from screening.records import RecordId
    from screening.sessions.review import Review


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("prisma")(prisma)


def prisma(
    form: Annotated[
        str, typer.Option(help="three-stage (title, abstract, full text) or prisma2020.")
    ] = "three-stage",
    out: Annotated[
        list[Path] | None,
        typer.Option(help="Draw the diagram into FILE (.svg, .png or .pdf); repeat for several."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="Write the CSV template of the PRISMA2020 R package and web app."),
    ] = None,
    box: Annotated[str, typer.Option(help="List the records behind one number.")] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the PRISMA flow. Every number is computed from the log and checked."""
    from screening.prisma import prisma2020_csv, table_rows, to_csv, to_json
    from screening.sessions.flow import checked_flow, records_in_box, to_form, write_diagram
    from screening.sessions.retracted import retraction_note
    from screening.sessions.review import look_into

    chosen = to_form(form)
    with look_into(review) as opened:
        counts = checked_flow(opened)
        if box:
            _list(opened, records_in_box(opened, box))
            return
        title, edited = opened.protocol.title, opened.protocol_changed
        retracted = retraction_note(opened)
    for path in out or ():
        write_diagram(counts, chosen, path, title=title)
        say(f"Wrote {path}.")
    if template:
        from screening.console import write_file

        write_file(template, prisma2020_csv(counts).encode("utf-8"))
        say(f"Wrote {template}.")
    if as_json:
        give(to_json(counts))
    elif as_csv:
        give(to_csv(counts).rstrip("\n"))
    else:
        rows = table_rows(counts, chosen)
        cells = [("  " * row.indent + row.label, "" if row.n is None else row.n) for row in rows]
        give_table(("", "n"), cells)
    _tell(edited=edited, retracted=retracted, left=counts.open_records)


def _tell(*, edited: bool, retracted: str, left: int) -> None:
    """What a reader of the flow must know beside its numbers."""
    if edited:
        say("review.toml was edited after the log's last event; this flow follows the edited text.")
    if retracted:
        say(retracted)
    if left:
        say(f"Screening is not finished; still to be decided: {counted(left, 'record')}.")


def _list(review: Review, records: Sequence[RecordId]) -> None:
    from screening.sessions.merged import merged_records

    rows = [(at.id, at.year or "", at.title) for at in merged_records(review, records)]
    give_table(("record", "year", "title"), rows)
    say(f"{counted(len(rows), 'record')}.")
