"""``tamis conflicts`` and ``adjudicate``: where reviewers differ, and the verdict that counts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Annotated

import typer

from screening.commands.decide import say_next
from screening.console import COLUMNS, give, give_csv, say, width
from screening.options import HERE, AsCsv, AsJson, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.conflicts import Conflict

_GAP = 2
_RECORD = 8  # columns of a record's number with its gap
_NARROWEST = 12  # a reviewer's column; many reviewers on one record go beyond 80 columns


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("conflicts")(conflicts)
    app.command("adjudicate")(adjudicate)


def conflicts(
    stage: Annotated[str, typer.Option(help="Only this stage.")] = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the records on which the reviewers differ, with what each of them said side by side."""
    from screening.codec import to_json
    from screening.protocol import to_stage
    from screening.sessions.conflicts import list_conflicts
    from screening.sessions.review import look_into

    with look_into(review, by=by) as opened:
        found = list_conflicts(opened, to_stage(stage) if stage else None)
    if as_json:
        for at in found:
            give(to_json(at))
        return
    if as_csv:
        _as_csv(found)
    else:
        _side_by_side(found)
    if found:
        say(f"{len(found):,} to settle. Next: tamis adjudicate RECORD VERDICT --stage STAGE")
        say("What they noted, and the abstract: tamis show RECORD")
    else:
        say("No reviewers differ.")


def _as_csv(found: Iterable[Conflict]) -> None:
    """One row for each reviewer, so that any number of reviewers fits the same columns."""
    rows = [
        (at.record, at.stage, made.by, made.verdict, made.reason, at.title)
        for at in found
        for made in at.decisions
    ]
    give_csv(("record", "stage", "reviewer", "verdict", "reason", "title"), rows)


def _side_by_side(found: Sequence[Conflict]) -> None:
    """A table for each stage and each set of reviewers: a column for each of them."""

    def who(at: Conflict) -> tuple[str, tuple[str, ...]]:
        return at.stage.label, tuple(sorted(made.by for made in at.decisions))

    order = {stage: number for number, stage in enumerate(dict.fromkeys(at.stage for at in found))}
    ordered = sorted(found, key=lambda at: (order[at.stage], who(at), at.record))
    for number, ((stage, names), group) in enumerate(groupby(ordered, key=who)):
        if number:
            give()
        give(f"{stage.capitalize()} stage")
        room = max((COLUMNS - _RECORD) // len(names) - _GAP, _NARROWEST)
        give(_line("record", names, room))
        for at in group:
            _one(at, room)


def _one(at: Conflict, room: int) -> None:
    """What each said, broken over lines of ``room`` columns, and the title below."""
    from screening.sessions.shown import one_line

    said = {
        made.by: ", ".join(filter(None, (made.verdict, made.reason, one_line(made.note, 200))))
        for made in at.decisions
    }
    cells = [textwrap.wrap(said[name], room) for name in sorted(said)]
    for number, row in enumerate(zip_longest(*cells, fillvalue="")):
        give(_line(at.record if number == 0 else "", row, room))
    give(_line("", (one_line(at.title, COLUMNS - _RECORD),), room))


def _line(first: str, cells: Iterable[str], room: int) -> str:
    columns = (cell + " " * (room + _GAP - width(cell)) for cell in cells)
    return (first.ljust(_RECORD) + "".join(columns)).rstrip()


def adjudicate(
    record: Annotated[str, typer.Argument(help="A record in conflict, such as R0017.")],
    verdict: Annotated[str, typer.Argument(help="include or exclude.")],
    stage: Annotated[str, typer.Option(help="title, abstract or fulltext.")],
    reason: Annotated[
        str, typer.Option(help="Why it is excluded: a reason's words or its number.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Settle anew what another person has settled.")
    ] = False,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Settle a conflict; both reviewers' own decisions stay in the log."""
    from screening.protocol import to_stage, to_verdict
    from screening.sessions.conflicts import adjudicate as settle
    from screening.sessions.review import open_review

    at, said = to_stage(stage), to_verdict(verdict)
    with open_review(review, by=by) as opened:
        known = opened.known(record)
        event = settle(opened, at, known, said, reason=reason, again=again)
        give(f"{known}: settled as {said} at the {at.label} stage, by {event.by}.")
        say("To settle it otherwise, adjudicate again; 'tamis undo' only takes back decisions.")
        say_next(opened)
