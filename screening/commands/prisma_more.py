"""``tamis prisma explain``, ``lint`` and ``from-totals``: what is behind numbers, and others'."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.commands.prisma_shown import Files, draw_all, give_rows, write_template
from screening.console import counted, give, give_table, give_wrapped, room, say
from screening.errors import CheckFailed
from screening.options import HERE, AsCsv, AsJson, Replace, ReviewFolder

if TYPE_CHECKING:
    from screening.prisma.lint_file import LintFinding
    from screening.prisma.totals import Totals
    from screening.sessions.flow_explain import BoxNumber, Explained

_INDENT = 7  # columns of a record's number with its gap


def explain(
    box: Annotated[str, typer.Argument(help="The name of a box; without it, all are listed.")] = "",
    at: Annotated[
        str, typer.Option(help="As it stood at a date; see 'tamis prisma --help'.", metavar="DATE")
    ] = "",
    review: ReviewFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """List the records and the events behind a number of the flow."""
    from screening.codec import to_json
    from screening.sessions.flow_explain import all_boxes
    from screening.sessions.flow_explain import explain as behind
    from screening.sessions.flow_time import moment, parse_at
    from screening.sessions.review import look_into

    with look_into(review) as opened:
        then = moment(opened, parse_at(at)) if at else None
        boxes = all_boxes(then or opened)
        found = behind(opened, box, then, then.events if then else ()) if box else None
    if as_json:
        give(to_json(found or boxes))
    elif found:
        _tell(found)
    else:
        _list_boxes(boxes)


def _list_boxes(boxes: tuple[BoxNumber, ...]) -> None:
    rows = [(at.box, at.n, at.meaning) for at in boxes]
    give_table(("box", "n", "what it counts"), rows, within=room())


def _tell(found: Explained) -> None:
    for record in found.records:
        year = f" ({record.year})" if record.year else ""
        give_table(("", ""), [(record.record, f"{record.title}{year}")], within=room())
        for event in record.events:
            at = event.at[:19].replace("T", " ")
            told = f"event {event.seq}, {at} UTC, {event.by}: {event.what}"
            give_wrapped(" " * _INDENT + told, indent="  ")
    say(f"{found.box} = {found.n}: {found.meaning}.")
    if found.note:
        say(found.note)


def lint(
    file: Annotated[Path, typer.Argument(help="A filled CSV template of the PRISMA2020 package.")],
    as_json: AsJson = False,
) -> None:
    """Check anybody's PRISMA2020 CSV: its form, its sums, its reasons; exit code 3 on errors."""
    from screening.codec import to_json
    from screening.prisma import Severity
    from screening.sessions.flow_totals import lint_file

    found = lint_file(file)
    errors = sum(at.severity is Severity.ERROR for at in found)
    if as_json:
        give(to_json(found))
    else:
        for at in found:
            _complain(at)
    if errors:
        warnings = counted(len(found) - errors, "warning")
        raise CheckFailed(
            f"{file.name}: {counted(errors, 'error')} and {warnings}.",
            "Mend the errors, then run the same command again.",
        )
    told = f", {counted(len(found), 'warning')}" if found else ""
    say(f"{file.name}: no error{told}.")


def _complain(at: LintFinding) -> None:
    where = f"line {at.line}, {at.box}" if at.line else at.box
    give(f"{at.severity}: {where + ': ' if where else ''}{at.sentence}")
    give(f"  Mend: {at.mend}")


def from_totals(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(help="NAME=NUMBER ..., such as identified=74 studies=16.", metavar="..."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--from", help="Take numbers from a filled PRISMA2020 CSV.")
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="List the names of all boxes.")] = False,
    form: Annotated[
        str, typer.Option(help="prisma2020, prisma2009 or three-stage.")
    ] = "prisma2020",
    title: Annotated[str, typer.Option(help="Printed above the diagram.")] = "",
    out: Annotated[
        list[Path] | None,
        typer.Option(help="Draw into FILE (.svg, .png, .pdf or .pptx); repeat for several."),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="Write the CSV template of the PRISMA2020 R package.")
    ] = None,
    replace: Replace = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Draw a flow from typed numbers, without any log; what is not known stays marked '?'.

    What follows from the numbers is computed and marked; numbers that cannot hold together are
    refused with the rule they break.
    """
    from screening.prisma.totals import box_list
    from screening.sessions.flow import to_form
    from screening.sessions.flow_totals import typed_totals

    if names:
        give("\n".join(box_list()))
        return
    chosen = to_form(form)
    files = Files(drawings=tuple(out or ()), template=template, review=HERE, replace=replace)
    files.check()
    made = typed_totals(numbers or (), file)
    with files.written():
        draw_all(made.told, chosen, out, title, note=made.note, marks=made.marks)
        write_template(made.told, template, pad=False)
    if as_json:
        give(_json(made))
    else:
        give_rows(made.told, chosen, as_csv=as_csv)
    say(made.note)
    for sentence in made.warnings:
        say(f"Warning: {sentence}")


def _json(made: Totals) -> str:
    from screening.codec import to_json

    return to_json(
        {
            "given": dict(made.given),
            "computed": dict(made.computed),
            "unknown": list(made.unknown),
            "warnings": list(made.warnings),
        }
    )
