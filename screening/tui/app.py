"""The Textual application: lays the seat out, passes keys to it, and shows what came of them."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from screening.errors import ReviewError, UsageError
from screening.sessions.actions import Act, Ask
from screening.sessions.seat import Press, Seat
from screening.tui import drawing
from screening.tui.prompts import Page, ReasonPrompt, TextPrompt

_LOOK_SECONDS = 5.0


class SeatScreen(Screen[None]):
    """One stage: progress above, the record and the criteria side by side, the keys below."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "app.quit", "quit", show=False)]

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def compose(self) -> ComposeResult:
        """The panes, from top to bottom."""
        with Horizontal(id="head"):
            yield Static(id="stage", markup=False)
            yield Static("saved", id="saved", markup=False)
        with Horizontal(id="progress"):
            yield ProgressBar(id="bar", show_eta=False, show_percentage=False)
            yield Static(id="counts", markup=False)
        with Horizontal(id="body"):
            with VerticalScroll(id="record", can_focus=True):
                yield Static(id="text")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(drawing.criteria_text(self.seat), id="criteria")
        yield Static(id="message", markup=False)
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first record, and look for other people's changes now and then."""
        self.query_one("#record").focus()
        self.show_record()
        self.set_interval(_LOOK_SECONDS, self.look_around)

    def show_record(self) -> None:
        """Bring the record pane and everything around it up to date."""
        shown = self.seat.shown()
        text = drawing.record_text(shown) if shown else drawing.summary_text(self.seat)
        self.query_one("#text", Static).update(text)
        self.query_one("#record", VerticalScroll).scroll_home(animate=False)
        self.show_keys()
        self.show_counts()

    def show_keys(self) -> None:
        """Lay the keys out in as many lines as the width asks for."""
        room = self.app.size.width - 2
        self.query_one("#keys", Static).update(drawing.keys_text(self.seat, room))

    def on_resize(self) -> None:
        """The keys may need another line."""
        self.show_keys()

    def show_counts(self) -> None:
        """Bring the two lines at the top up to date."""
        seat = self.seat
        where = f"  {shown.where}" if (shown := seat.shown()) else "  done"
        head = f"{seat.stage.label.capitalize()} stage  {seat.review.by}{where}"
        self.query_one("#stage", Static).update(head)
        self.query_one("#counts", Static).update(seat.progress_line)
        done = seat.progress.decided
        self.query_one(ProgressBar).update(total=max(done + seat.left, 1), progress=done)

    def look_around(self) -> None:
        """Take in what others have written; the record in view stays."""
        try:
            if self.seat.refresh():
                self.show_counts()
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}", saved=False)

    def tell(self, text: str, *, saved: bool = True) -> None:
        """Say what came of a key, and whether everything is saved."""
        self.query_one("#message", Static).update(text)
        self.query_one("#saved", Static).update("saved" if saved else "NOT SAVED")
        self.set_class(not saved, "failed")

    def on_key(self, event: Key) -> None:
        """Pass a key to the seat."""
        if event.is_printable and event.character:
            event.stop()
            self.action_press(event.character)

    def action_press(self, key: str) -> None:
        """What a key or a click on it does."""
        try:
            press = self.seat.press(key)
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}")
            return
        if press is not None:
            self.follow(press)

    def follow(self, press: Press) -> None:
        """Do what a key means, after asking for what it still needs."""
        done = partial(self.do, press.act)
        if press.act is Act.QUIT:
            self.app.exit()
        elif press.act is Act.HELP:
            self.app.push_screen(Page("Keys", drawing.help_text(self.seat)))
        elif press.act is Act.CRITERIA:
            self.app.push_screen(Page("Criteria", drawing.criteria_text(self.seat)))
        elif press.ask is Ask.REASON:
            self.app.push_screen(ReasonPrompt(self.seat.reasons), done)
        elif press.ask is not Ask.NOTHING:
            heading = "Note" if press.ask is Ask.NOTE else "Why could it not be retrieved?"
            self.app.push_screen(TextPrompt(heading), done)
        else:
            self.do(press.act, press.answer)

    def do(self, act: Act, answer: str | None) -> None:
        """Do it, saved before the next record shows; nothing if the answer was withheld."""
        if answer is None:
            return
        try:
            self.tell(self.seat.do(act, answer))
        except ReviewError as error:
            lost = not isinstance(error, UsageError)
            self.tell(f"Not done: {error.message} {error.hint}", saved=not lost)
        self.show_record()


class SeatApp(App[None]):
    """The seat in a terminal. NO_COLOR is respected by Textual itself."""

    TITLE = "Tamis"
    CSS_PATH = "seat.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's form

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def on_mount(self) -> None:
        """Sit down."""
        self.push_screen(SeatScreen(self.seat))
