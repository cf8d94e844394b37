"""``tamis prisma``: the flow as table, JSON, CSV and diagram, and the commands of its group."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.commands.prisma_more import explain, from_totals, lint
from screening.commands.prisma_shown import Files, draw_all, give_link, give_rows, write_template
from screening.console import counted, give, give_table, say
from screening.options import HERE, AsCsv, AsJson, Replace, ReviewFolder

if TYPE_CHECKING:
    from screening.prisma import FlowCounts, Form
    from screening.records import RecordId
    from screening.sessions.flow_time import Standing
    from screening.sessions.review import Review

FormName = Annotated[
    str,
    typer.Option(
        help="three-stage (title, abstract, full text), prisma2020 or prisma2009. Table and drawing"
        " are three-stage without it; CSV and JSON then hold all three."
    ),
]
Drawings = Annotated[
    list[Path] | None,
    typer.Option(
        help="Draw the diagram into FILE (.svg, .png, .pdf or .pptx); repeat for several."
    ),
]
Template = Annotated[
    Path | None,
    typer.Option(help="Write the CSV template of the PRISMA2020 R package and web app."),
]
AT_HELP = (
    "The flow as it stood then: 2026-03-01 is the end of that day in UTC,"
    " '2026-03-01 Europe/Berlin' its end there, 2026-03-01T14:30+01:00 an instant."
)
At = Annotated[str, typer.Option(help=AT_HELP, metavar="DATE")]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Show, draw, explain and check the PRISMA flow.",
        rich_markup_mode=None,
        invoke_without_command=True,
    )
    group.callback()(show)
    group.command("explain")(explain)
    group.command("lint")(lint)
    group.command("from-totals")(from_totals)
    app.add_typer(group, name="prisma")


def show(
    context: typer.Context,
    form: FormName = "",
    out: Drawings = None,
    template: Template = None,
    pad: Annotated[
        bool,
        typer.Option(
            "--pad-single-reason", help="Add 'Other, 0' in the template, for R packages to 1.1.1."
        ),
    ] = False,
    link: Annotated[
        bool, typer.Option("--link", help="Print the web app's address with all numbers in it.")
    ] = False,
    box: Annotated[str, typer.Option(help="List the records behind one number.")] = "",
    at: At = "",
    replace: Replace = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the PRISMA flow. Every number is computed from the log and checked."""
    if context.invoked_subcommand:
        return
    from screening.prisma.told import told
    from screening.sessions.flow import checked_flow, records_in_box, to_form
    from screening.sessions.review import look_into

    chosen = to_form(form) if form else None
    files = Files(drawings=tuple(out or ()), template=template, review=review, replace=replace)
    files.check()
    with look_into(review) as opened:
        standing, when = _standing(opened, at)
        counts = checked_flow(standing)
        if box:
            _list(opened, records_in_box(standing, box))
            return
        title, notes = standing.protocol.title, _notes(opened, at)
    with files.written():
        draw_all(counts, chosen, out, title, note=when)
        write_template(told(counts), template, pad=pad)
    if link:
        give_link(told(counts))
    else:
        _give(counts, chosen, as_json=as_json, as_csv=as_csv)
    for sentence in (*notes, *_doubts(counts)):
        say(sentence)


def _standing(review: Review, at: str) -> tuple[Standing, str]:
    """The review itself, or as it stood at a moment typed, with a note that says when."""
    from screening.sessions.flow_time import in_words, moment, parse_at

    if not at:
        return review, ""
    found = moment(review, parse_at(at))
    note = f"As of {in_words(found.at)}."
    say(note)
    return found, note


def _give(counts: FlowCounts, form: Form | None, *, as_json: bool, as_csv: bool) -> None:
    from screening.prisma import Form, to_csv, to_json

    forms = [form] if form else list(Form)
    if as_json:
        give(to_json(counts, forms))
    elif as_csv:
        give(to_csv(counts, forms).rstrip("\n"))
    else:
        give_rows(counts, form)


def _notes(review: Review, at: str) -> list[str]:
    """What a reader of the present flow must know beside its numbers."""
    from screening.sessions.retracted import retraction_note

    edited = "review.toml was edited after the log's last event; this flow follows the edited text."
    found = () if at else (edited if review.protocol_changed else "", retraction_note(review))
    return [sentence for sentence in found if sentence]


def _doubts(counts: FlowCounts) -> list[str]:
    from screening.sessions.flow import doubts

    told = list(doubts(counts))
    if left := counts.open_records:
        told.append(f"Screening is not finished; still to be decided: {counted(left, 'record')}.")
    return told


def _list(review: Review, records: Sequence[RecordId]) -> None:
    from screening.sessions.merged import merged_records

    rows = [(at.id, str(at.year or ""), at.title) for at in merged_records(review, records)]
    give_table(("record", "year", "title"), rows)
    say(f"{counted(len(rows), 'record')}.")
