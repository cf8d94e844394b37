"""``tamis extract``: what a person decides on cells and rows."""

from __future__ import annotations

from typing import Annotated

import typer

from extraction.commands.one_key import decide
from screening.console import counted, give, say
from screening.keys import keyboard
from screening.options import HERE, Reviewer, ReviewFolder

Record = Annotated[str, typer.Argument(help="A report of the study, such as R0017.")]
Records = Annotated[list[str], typer.Argument(help="Reports of the studies, such as R0017.")]
Field = Annotated[str, typer.Argument(help="The field, such as sample_size.")]
Why = Annotated[str, typer.Option(help="The reason, kept in the log.")]
Note = Annotated[str, typer.Option(help="A remark, kept beside it.")]
_UNDO = "A mistake is taken back with tamis extract undo."


def fill(
    record: Record,
    field: Field,
    value: Annotated[str, typer.Argument(help="The value, as the field's type asks.")],
    quote: Annotated[str, typer.Option(help="The words that say it, letter for letter.")] = "",
    source: Annotated[
        str, typer.Option(help="The text quoted: abstract, title or fulltext.")
    ] = "abstract",
    origin: Annotated[str, typer.Option(help="Where it was read, without a text at hand.")] = "",
    note: Note = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Put a value into a cell in your name, with its quote or typed in."""
    from extraction.sessions.cells import Source
    from extraction.sessions.cells import fill as fill_cell
    from extraction.sessions.sheet import open_sheet

    told = Source(quote=quote, text=source, origin=origin, note=note)
    with open_sheet(review, by=by) as opened:
        cell = fill_cell(opened, record, field, value, told)
    give(f"{cell.record}, {cell.field}: {cell.value}")
    say(_UNDO)


def approve(
    proposals: Annotated[list[int], typer.Argument(help="Proposals by their numbers.")],
    value: Annotated[str, typer.Option(help="Another value, for one proposal.")] = "",
    note: Note = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Put proposed values into their cells in your name."""
    from extraction.sessions.cells import approve_all
    from extraction.sessions.sheet import open_sheet

    with open_sheet(review, by=by) as opened:
        for cell in approve_all(opened, proposals, value=value, note=note):
            give(f"{cell.record}, {cell.field}: {cell.value}")
    say(_UNDO)


def reject(
    proposals: Annotated[list[int], typer.Argument(help="Proposals by their numbers.")],
    why: Why = "",
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Reject proposed values; they stay in the log and are not proposed again."""
    from extraction.sessions.cells import reject as reject_proposals
    from extraction.sessions.sheet import open_sheet

    with open_sheet(review, by=by) as opened:
        found = reject_proposals(opened, proposals, why=why)
    give(f"Rejected {counted(len(found), 'value')}.")
    say(_UNDO)


def clear(
    record: Record, field: Field, why: Why = "", review: ReviewFolder = HERE, by: Reviewer = ""
) -> None:
    """Empty a cell; its past stays in the log."""
    from extraction.sessions.cells import clear as clear_cell
    from extraction.sessions.sheet import open_sheet

    with open_sheet(review, by=by) as opened:
        cell = clear_cell(opened, record, field, why=why)
    give(f"{cell.record}, {cell.field}: emptied; it held {cell.value!r}.")
    say(_UNDO)


def sign(records: Records, note: Note = "", review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Sign that the rows of these studies are complete; a later change breaks the signature."""
    from extraction.sessions.cells import sign as sign_rows
    from extraction.sessions.sheet import open_sheet

    with open_sheet(review, by=by) as opened:
        done = sign_rows(opened, records, note=note)
        name = opened.by
    give(f"{', '.join(done)}: signed by {name}.")


def undo(review: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Take back your latest act on the table, as a whole; repeat to go further back."""
    from extraction.sessions.sheet import open_sheet, undo_latest

    with open_sheet(review, by=by) as opened:
        give(f"Took back: {undo_latest(opened)}.")


def review(folder: ReviewFolder = HERE, by: Reviewer = "") -> None:
    """Decide cell by cell with one key each; every decision is saved at once.

    From a pipe each line is one key, and what follows it the answer: 1-9, a, e VALUE, r WHY, s,
    u, q.
    """
    from extraction.sessions.sheet import open_sheet
    from extraction.sessions.sheet_walk import KEYS, SheetWalk

    with open_sheet(folder, by=by) as opened:
        walk = SheetWalk(opened)
        if not walk.current:
            say("No proposal waits. Next: tamis extract propose, or tamis extract list")
            return
        decide(walk, keyboard(), KEYS, (f"{at.key} {at.does}" for at in KEYS))
        give(f"{walk.done:,} decided, {counted(walk.left, 'cell')} waiting.")
        say("Next: " + ("tamis extract review" if walk.left else "tamis extract sign RECORD"))
