"""``tamis screen``: sit down and decide, full screen or line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, say
from screening.errors import UsageError
from screening.options import HERE, ModelFolder, Reviewer, ReviewFolder
from screening.settings import can_show, in_browser

if TYPE_CHECKING:
    from screening.protocol import Stage
    from screening.sessions.review import Review
    from screening.sessions.seat import Seat


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("screen")(screen)


Plain = Annotated[bool, typer.Option("--plain", help="Lines of text in place of a full screen.")]
Held = Annotated[
    bool, typer.Option("--held", help="Show the records you were unsure about and that wait.")
]
Learning = Annotated[
    bool,
    typer.Option(
        "--learning/--no-learning",
        help="Rank the records anew as you decide, or keep the order as it is.",
    ),
]
HideAuthors = Annotated[
    bool,
    typer.Option(
        "--hide-authors", help="Hide authors, year and venue; the log says so. Key h shows them."
    ),
]
Web = Annotated[bool, typer.Option("--web", help="The full screen in a browser of this computer.")]
Port = Annotated[
    int, typer.Option(help="With --web: the port; else any free one.", min=0, max=65535)
]


def screen(
    stage: Annotated[
        str,
        typer.Option(
            help="title, abstract or fulltext; else the first with something for you to decide.",
        ),
    ] = "",
    plain: Plain = False,
    held: Held = False,
    learning: Learning = True,
    hide_authors: HideAuthors = False,
    web: Web = False,
    port: Port = 0,
    model: ModelFolder = None,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
) -> None:
    """Read records and decide on each with one key; every decision is saved at once.

    Once a stage is ranked ('tamis rank'), the order goes on learning from every decision, beside
    the screen; each new order is kept in the log. While random draws are in force it stays.

    Without a terminal, and with --plain, keys are read line by line: i, e 2, m, s, u, n TEXT,
    t TAG, / WORDS, g R0017, q; '?' lists them all.

    With --web the address printed holds a key; keep it to yourself. Ctrl-C ends it.
    """
    from screening.protocol import to_stage
    from screening.sessions.assistant import assisted
    from screening.sessions.review import open_review
    from screening.sessions.seat import Seat
    from screening.sessions.stages import stage_to_screen
    from screening.sessions.turn import check_screener

    _refuse_both(web=web, plain=plain)
    with open_review(review, by=by) as opened:
        check_screener(opened.protocol, opened.by)
        wanted = to_stage(stage) if stage else stage_to_screen(opened)
        if web:
            options = _options(held=held, learning=learning, hide_authors=hide_authors, model=model)
            _serve(opened, wanted, options, port)
            return
        full = not plain and can_show(say)
        at_once = not (full or sys.stdin.isatty())
        with assisted(opened, wanted, learning=learning, model=model, at_once=at_once) as beside:
            seat = Seat(opened, wanted, only_held=held, assistant=beside, masked=hide_authors)
            if held and seat.current is None:
                _say_none_held(wanted)
            else:
                (_full_screen if full else _lines)(seat)


def _refuse_both(*, web: bool, plain: bool) -> None:
    if web and plain:
        raise UsageError(
            "--plain is lines of text in this terminal, --web a full screen in a browser.",
            "Leave one of the two out.",
        )


def _say_none_held(stage: Stage) -> None:
    say(f"No record is held as unsure at the {stage.label} stage.")
    say(f"Next: tamis screen --stage {stage}")


def _options(
    *, held: bool, learning: bool, hide_authors: bool, model: Path | None
) -> Iterator[str]:
    """The options of this command, for the one that is started for a web page."""
    yield from ["--held"] if held else []
    yield from [] if learning else ["--no-learning"]
    yield from ["--hide-authors"] if hide_authors else []
    yield from ["--model", str(model.resolve())] if model else []


def _serve(opened: Review, stage: Stage, options: Iterable[str], port: int) -> None:
    """Serve the seat, with the same reviewer and review, until interrupted; then say how it is."""
    from screening.tui import serve

    opened.protocol.plan(stage)
    this = [sys.executable, "-c", "from screening.app import main; main()", "screen"]
    who = ["--review", str(opened.folder.resolve()), "--as", opened.by, "--stage", stage.value]
    title = f"{opened.protocol.title} - {opened.by}"

    def told(address: str) -> None:
        say("Open this address in a browser of this computer, and keep it to yourself:")
        give(address)
        say("Every decision is saved at once. Ctrl-C ends the service.")
        sys.stdout.flush()

    serve([*this, *who, *options], port=port, title=title, told=told)
    _say_served(opened, stage)


def _say_served(opened: Review, stage: Stage) -> None:
    """What was decided in the browser, and how it goes on."""
    from screening.events.kinds import Decided
    from screening.sessions.seat import Seat

    new = opened.events(opened.state.last_seq)
    made = sum(isinstance(at.body, Decided) and at.by == opened.by for at in new)
    opened.refresh()
    say(f"The service has ended: {counted(made, 'decision')} of {opened.by} made and saved.")
    seat = Seat(opened, stage)
    _say_standing(seat)
    if seat.current is not None:
        say(f"Next: tamis screen --stage {stage}")


def _full_screen(seat: Seat) -> None:
    from screening.tui import sit_down

    sit_down(seat)
    if not in_browser():
        _say_standing(seat)


def _say_standing(seat: Seat) -> None:
    for line in seat.summary() if seat.current is None else (f"{seat.progress_line}.",):
        say(line)


def _lines(seat: Seat) -> None:
    from screening.commands.screen_plain import run
    from screening.keys import keyboard

    run(seat, keyboard())
