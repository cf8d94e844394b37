"""``tamis screen``: sit down and decide, full screen or line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import say
from screening.options import HERE, ModelFolder, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from screening.sessions.seat import Seat


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("screen")(screen)


def screen(
    stage: Annotated[
        str,
        typer.Option(
            help="title, abstract or fulltext; else the first with something for you to decide.",
        ),
    ] = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines of text in place of a full screen.")
    ] = False,
    held: Annotated[
        bool, typer.Option("--held", help="Show the records you were unsure about and that wait.")
    ] = False,
    learning: Annotated[
        bool,
        typer.Option(
            "--learning/--no-learning",
            help="Rank the records anew as you decide, or keep the order as it is.",
        ),
    ] = True,
    model: ModelFolder = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Read records and decide on each with one key; every decision is saved at once.

    Once a stage is ranked ('tamis rank'), the order goes on learning from every decision, beside
    the screen; each new order is kept in the log. While random draws are in force it stays.

    Without a terminal, and with --plain, keys are read line by line: i, e 2, m, s, u, n TEXT, q.
    """
    from screening.protocol import to_stage
    from screening.sessions.assistant import assisted
    from screening.sessions.review import open_review
    from screening.sessions.seat import Seat
    from screening.sessions.stages import stage_to_screen

    with open_review(review, by=by) as opened:
        wanted = to_stage(stage) if stage else stage_to_screen(opened)
        full = not plain and sys.stdin.isatty() and sys.stdout.isatty()
        with assisted(
            opened, wanted, learning=learning, model=model, at_once=not sys.stdin.isatty()
        ) as beside:
            seat = Seat(opened, wanted, only_held=held, assistant=beside)
            if held and seat.current is None:
                say(f"No record is held as unsure at the {wanted.label} stage.")
                say(f"Next: tamis screen --stage {wanted}")
            else:
                (_full_screen if full else _lines)(seat)


def _full_screen(seat: Seat) -> None:
    from screening.tui import sit_down

    sit_down(seat)
    for line in seat.summary() if seat.current is None else (f"{seat.progress_line}.",):
        say(line)


def _lines(seat: Seat) -> None:
    from screening.commands.screen_plain import run
    from screening.keys import keyboard

    run(seat, keyboard())
