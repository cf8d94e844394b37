"""``tamis extract``: the table of what each study reports, proposed, approved and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from extraction.commands import extract_decide, extract_files
from screening.console import counted, give, give_csv, give_table, say
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.sheet_rows import CellRow, StudyRow

_WIDEST = 48


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(
        help="Take facts from the included studies into a table that you approve and sign.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    for name, command in (
        ("form", form),
        ("propose", propose),
        ("review", extract_decide.review),
        ("list", list_),
        ("show", show),
        ("fill", extract_decide.fill),
        ("approve", extract_decide.approve),
        ("reject", extract_decide.reject),
        ("clear", extract_decide.clear),
        ("sign", extract_decide.sign),
        ("undo", extract_decide.undo),
        ("export", extract_files.export),
        ("import", extract_files.import_),
    ):
        group.command(name)(command)
    app.add_typer(group, name="extract")


def form(review: ReviewFolder = HERE, as_json: AsJson = False) -> None:
    """Show the fields of the extraction form; review.toml defines them under [[extraction]]."""
    from extraction.sessions.sheet import look_at_sheet
    from screening.codec import to_json

    with look_at_sheet(review) as opened:
        found = opened.form
    if as_json:
        for field in found.fields:
            give(to_json(field))
        return
    give_table(
        ("field", "label", "type", "unit", "required", "takes"),
        (
            (
                field.name, field.label, field.type, field.unit, "yes" if field.required else "",
                "; ".join(field.choices) or field.type.example,
            )
            for field in found.fields
        ),
    )  # fmt: skip
    if not found.own:
        say("This is the form used while review.toml has no [[extraction]] tables.")


def propose(
    record: Annotated[
        list[str] | None, typer.Argument(help="Records to read; all included ones if left out.")
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option(help="Only this field; repeat for several.")
    ] = None,
    per_cell: Annotated[
        int, typer.Option(help="How many values to propose for a cell; 0 for all.", min=0)
    ] = 3,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Propose values for empty cells from titles, abstracts and full texts; you approve them."""
    from extraction.sessions.proposing_cells import propose_cells
    from extraction.sessions.sheet import open_sheet

    with open_sheet(review, by=by) as opened:
        done = propose_cells(opened, records=record or (), fields=field or (), per_cell=per_cell)
    give(
        f"{counted(done.proposed, 'value')} proposed for"
        f" {counted(done.cells - done.nothing, 'cell')} of"
        f" {counted(done.studies, 'study', 'studies')};"
        f" {done.known:,} were proposed before, {done.left_out:,} ranked lower and were left out,"
        f" {done.unfit:,} did not fit their field."
    )
    if done.nothing:
        say(f"Nothing found for {counted(done.nothing, 'cell')}: fill them in by hand.")
    if done.left_out:
        say("For the others: tamis extract propose --per-cell 0")
    say("Next: tamis extract review, or tamis extract export table.xlsx")


def list_(
    proposals: Annotated[
        bool, typer.Option("--proposals", help="The open proposals instead of the table.")
    ] = False,
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the studies with their values, what waits and who signed."""
    from extraction.sessions.sheet import look_at_sheet
    from extraction.sessions.sheet_rows import proposal_rows, study_rows
    from screening.codec import to_json

    with look_at_sheet(review) as opened:
        fields = [field.name for field in opened.form.fields]
        waiting = list(proposal_rows(opened)) if proposals else []
        rows = () if proposals else study_rows(opened)
    if as_json:
        for row in waiting or rows:
            give(to_json(row))
    elif proposals:
        headers = ("proposal", "study", "field", "value", "score", "source", "quote", "why", "by")
        _give(headers, [[getattr(row, name) for name in headers] for row in waiting], as_csv)
    else:
        _give(
            ("study", "title", *fields, "waiting", "missing", "signed by"),
            [_cells(row, fields) for row in rows],
            as_csv,
        )
    say(f"{counted(len(waiting), 'proposal')} waiting." if proposals else _standing(rows))


def _cells(row: StudyRow, fields: list[str]) -> list[object]:
    values = [row.values.get(name, "") for name in fields]
    return [
        row.study,
        row.title,
        *values,
        row.waiting,
        ", ".join(row.missing),
        "; ".join(row.signed_by),
    ]


def _give(headers: tuple[str, ...], rows: list[list[object]], as_csv: bool) -> None:
    from screening.sessions.shown import safe_text

    if as_csv:
        give_csv(headers, rows)
    elif rows:
        give_table(headers, [[_short(safe_text(str(cell))) for cell in row] for row in rows])


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _standing(rows: tuple[StudyRow, ...]) -> str:
    signed = sum(bool(row.signed_by) for row in rows)
    waiting = sum(row.waiting for row in rows)
    return (
        f"{counted(len(rows), 'study', 'studies')}, {signed} signed;"
        f" {counted(waiting, 'cell')} with open proposals."
    )


def show(
    record: Annotated[str, typer.Argument(help="A report of the study, such as R0017.")],
    field: Annotated[str, typer.Argument(help="Only this field.")] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show what a study's cells hold, where each was read, what waits and all that happened."""
    from extraction.sessions.cells import history
    from extraction.sessions.sheet import look_at_sheet
    from extraction.sessions.sheet_rows import cell_rows, proposal_rows
    from screening.codec import to_json

    with look_at_sheet(review) as opened:
        study = opened.study(record)
        only = opened.form.field(field).name if field else ""
        cells = [row for row in cell_rows(opened, study) if only in ("", row.field)]
        waiting = [row for row in proposal_rows(opened, study) if only in ("", row.field)]
        past = history(opened, record, field)
        title = opened.review.record(study).title
    if as_json:
        give(to_json({"study": study, "cells": cells, "proposals": waiting, "history": past}))
        return
    from screening.sessions.shown import safe_text

    give(f"{study} {safe_text(title)}")
    for cell in cells:
        give(safe_text(f"{cell.field}: {cell.value} {cell.unit}").rstrip())
        _indented(_where(cell))
    for row in waiting:
        give(safe_text(f"{row.field}? {row.value}"))
        _indented(f"proposal {row.proposal}, score {row.score:.2f}, {row.source}: “{row.context}”")
    give("History:" if past else "Nothing happened here yet.")
    for event in past:
        undone = " (undone)" if event.undone else ""
        _indented(f"{event.event} {event.at:%Y-%m-%d %H:%M} {event.by}: {event.what}{undone}")


def _where(cell: CellRow) -> str:
    """Where a value was read, who says so and when."""
    read = f"{cell.source}: “{cell.quote}”" if cell.quote else cell.source
    said = "; ".join(part for part in (read, cell.origin, cell.note) if part)
    return f"{said}; {cell.by}, {cell.at:%Y-%m-%d %H:%M}"


def _indented(text: str) -> None:
    from screening.sessions.shown import safe_text

    give(f"    {safe_text(text)}")
