"""``tamis extract``: what a person decides on cells and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, say
from screening.errors import BadInput, ReviewError
from screening.keys import Keyboard, keyboard
from screening.options import HERE, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from extraction.sessions.sheet_walk import SheetWalk

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
    from extraction.sessions.sheet_walk import SheetWalk

    with open_sheet(folder, by=by) as opened:
        walk = SheetWalk(opened)
        if not walk.current:
            say("No proposal waits. Next: tamis extract propose, or tamis extract list")
            return
        _run(walk, keyboard())
        give(f"{walk.done} decided, {counted(walk.left, 'cell')} waiting.")
        say("Next: " + ("tamis extract review" if walk.left else "tamis extract sign RECORD"))


def _run(walk: SheetWalk, keys: Keyboard) -> None:
    _help()
    _show(walk)
    while (key := keys.key()) not in (None, "q"):
        if key == "?":
            _help()
        elif key is not None:
            _press(walk, keys, key)
            if not walk.current:
                return


def _press(walk: SheetWalk, keys: Keyboard, key: str) -> None:
    from extraction.sessions.sheet_walk import KEYS
    from screening.sessions.shown import safe_text

    asked = next((at for at in KEYS if at.key == key and at.asks), None)
    answer = keys.line(asked.asks, needed=asked.needs_answer) if asked else ""
    if answer is None:
        return
    try:
        give(safe_text(walk.press(key, answer)))
    except ReviewError as error:
        if keys.strict:
            raise BadInput(
                f"{keys.where()}{error.message}",
                f"{error.hint} Everything before this line is kept.".strip(),
            ) from error
        give(f"Not done: {error.message} {error.hint}".rstrip())
        return
    _show(walk)


def _help() -> None:
    from extraction.sessions.sheet_walk import KEYS

    say("Keys: " + ", ".join(f"{at.key} {at.does}" for at in KEYS))


def _show(walk: SheetWalk) -> None:
    from screening.sessions.shown import safe_text

    give("")
    for line in walk.lines():
        indent = line[: len(line) - len(line.lstrip(" "))]
        give(f"{indent}{safe_text(line)}")
