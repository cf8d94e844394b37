"""The Textual application: lays the seat out, passes keys to it, and shows what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import ProgressBar, Static

from screening.errors import ReviewError, UsageError
from screening.sessions.actions import QUESTIONS, Act, Ask, Press
from screening.sessions.addresses import open_address
from screening.sessions.outlook import Outlook
from screening.sessions.seat import Seat
from screening.sessions.shown import RecordShown
from screening.tui import drawing
from screening.tui.full_text import full_text, line_of
from screening.tui.key_screen import FEW_COLOURS, FullScreen, KeyScreen
from screening.tui.prompts import FoundPrompt, LatePage, Page, ReasonPrompt, TextPrompt

_LOOK_SECONDS = 5.0
_BESIDE_SECONDS = 0.25
# Lines that stay visible above words found in a full text.
_ABOVE = 4
# Columns between a message and what the order has learned.
_APART = 2


class SeatScreen(KeyScreen):
    """One stage: progress above, the record and the criteria side by side, the keys below."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self._outlook_shown: tuple[Outlook | None, str, int] | None = None
        self._keys_shown: tuple[bool, int] | None = None
        self._told = ""
        self._at_once: dict[Act, Callable[[], object]] = {
            Act.QUIT: lambda: self.app.exit(None),
            Act.LINK: lambda: self.tell(self._open(self.seat.address)),
            Act.READ_ON: self.read_on,
        }

    def compose(self) -> ComposeResult:
        """The panes, from top to bottom."""
        with Horizontal(id="head"):
            yield Static(id="stage", markup=False)
            yield Static("saved", id="saved", markup=False)
        with Horizontal(id="progress"):
            yield ProgressBar(id="bar", show_eta=False, show_percentage=False)
            yield Static(id="counts", markup=False)
        yield Static(id="outlook", markup=False)
        with Horizontal(id="body"):
            with VerticalScroll(id="record", can_focus=True):
                yield Static(id="text")
                yield Static(id="fulltext")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(drawing.criteria_text(self.seat), id="criteria")
        with Horizontal(id="foot"):
            yield Static(id="message", markup=False)
            yield Static(id="learning", markup=False)
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first record, and look for other people's changes now and then."""
        self.query_one("#record").focus()
        self.show_record()
        self.set_interval(_LOOK_SECONDS, self.look_around)
        self.set_interval(_BESIDE_SECONDS, self.look_beside)

    def show_record(self) -> None:
        """Bring the record pane and everything around it up to date."""
        shown = self.seat.shown()
        text = drawing.record_text(shown) if shown else drawing.summary_text(self.seat)
        self.query_one("#text", Static).update(text)
        self.show_full_text()
        self.query_one("#record", VerticalScroll).scroll_home(animate=False)
        self.show_keys()
        self.show_counts(shown)

    def show_full_text(self) -> None:
        """Show the full text below the record, at the stage that has one."""
        pane, text = self.query_one("#fulltext", Static), self.seat.text
        pane.display = text is not None
        pane.update(full_text(text) if text else "")

    def read_on(self) -> None:
        """Go to the next page of the full text."""
        if self.seat.text is None:
            return
        try:
            self.tell(f"{self.seat.text.read_on().heading}.")
        except ReviewError as error:
            self.tell(error.message)
            return
        self.go_to_line(above=0)

    def find_in_text(self, words: str | None) -> None:
        """Go to the next place of words in the full text."""
        if words is None or self.seat.text is None:
            return
        try:
            self.tell(self.seat.text.find(words))
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}")
            return
        self.go_to_line(above=_ABOVE)

    def go_to_line(self, *, above: int) -> None:
        """Scroll to the page read or the place found, with some lines above it."""
        pane, text = self.query_one("#fulltext", Static), self.seat.text
        if text is not None:
            self.show_full_text()
            line = pane.virtual_region.y + line_of(text, pane.size.width) - above
            scroll = self.query_one("#record", VerticalScroll)
            self.call_after_refresh(scroll.scroll_to, y=line, animate=False)

    def show_keys(self) -> None:
        """Lay the keys out in as many lines as the width asks for, where that has changed."""
        now = (self.seat.current is None, self.app.size.width - 2)
        if now != self._keys_shown:
            self._keys_shown = now
            self.query_one("#keys", Static).update(drawing.keys_text(self.seat, now[1]))

    def on_resize(self) -> None:
        """The keys may need another line, the outlook has more room or less."""
        self.show_keys()
        self.show_outlook()

    def show_counts(self, shown: RecordShown | None) -> None:
        """Bring the lines around the record up to date."""
        seat = self.seat
        where = f"  {shown.where}" if shown else "  done"
        head = f"{seat.stage.label.capitalize()} stage  {seat.review.by}{where}"
        self.query_one("#stage", Static).update(head, layout=False)
        self.query_one("#counts", Static).update(seat.progress_line, layout=False)
        done = seat.progress.decided
        self.query_one(ProgressBar).update(total=max(done + seat.left, 1), progress=done)
        self.show_outlook()

    def show_outlook(self) -> None:
        """What is found and left, and what the order has learned, where they have changed."""
        seat, room = self.seat, self.app.size.width - 2
        now = (seat.outlook, seat.learning_line, room)
        if now != self._outlook_shown:
            self._outlook_shown = now
            self.query_one("#outlook", Static).update(
                drawing.outlook_text(seat.outlook, room), layout=False
            )
            self.query_one("#learning", Static).update(seat.learning_line)
            self.make_room()

    def tell(self, text: str, *, saved: bool = True) -> None:
        """Say what came of a key; see ``make_room``."""
        super().tell(text, saved=saved)
        self._told = text
        self.make_room()

    def make_room(self) -> None:
        """Give a message the whole line where what the order has learned has no room beside it."""
        both = cell_len(self._told) + cell_len(self.seat.learning_line) + _APART
        crowded = bool(self._told) and both > self.app.size.width - 2
        self.query_one("#learning", Static).display = not crowded

    def look_beside(self) -> None:
        """Take in what was worked out beside the seat; the record in view stays."""
        try:
            if self.seat.take_order():
                self.show_counts(self.seat.shown())
            self.show_outlook()
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}", saved=False)

    def look_around(self) -> None:
        """Take in what others have written; the record in view stays."""
        try:
            if self.seat.refresh():
                self.show_counts(self.seat.shown())
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}", saved=False)

    def action_press(self, key: str) -> None:
        """What a key or a click on it does."""
        try:
            press = self.seat.press(key)
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}")
            return
        if press is None:
            self.tell(f"The key {key!r} means nothing here. Press ? for help.")
        else:
            self.follow(press)

    def follow(self, press: Press) -> None:
        """Do what a key means, after asking for what it still needs."""
        if press.act in self._at_once:
            self._at_once[press.act]()
        elif press.act is Act.WHY_HERE:
            self.seat.ask_why()
            self.app.push_screen(LatePage("Why it stands here", self._why))
        elif press.act in _PAGES:
            heading, draw = _PAGES[press.act]
            self.app.push_screen(Page(heading, draw(self.seat)))
        elif press.ask is Ask.REASON:
            self.app.push_screen(ReasonPrompt(self.seat.reasons), partial(self.do, press.act))
        elif press.ask is not Ask.NOTHING:
            known = drawing.known_answers(self.seat, press.ask)
            prompt = TextPrompt(QUESTIONS[press.ask][0], known)
            look = {Act.FIND: self.find, Act.FIND_IN_TEXT: self.find_in_text}
            self.app.push_screen(prompt, look.get(press.act, partial(self.do, press.act)))
        else:
            self.do(press.act, press.answer)

    def find(self, text: str | None) -> None:
        """Show what was found, and go to the record chosen."""
        if text is None:
            return
        try:
            found = self.seat.find(text)
        except ReviewError as error:
            self.tell(f"{error.message} {error.hint}")
            return
        if not found.records:
            self.tell(f"Nothing was found for {found.text!r}.")
            return
        heading, rows = drawing.found_rows(self.seat, found)
        self.app.push_screen(FoundPrompt(heading, rows), partial(self.do, Act.GO_TO))

    def _why(self) -> Content | None:
        return drawing.why_text(self.seat.why) if self.seat.why else None

    def _open(self, address: str) -> str:
        """Open an address, as asked, in the browser that shows this screen, if one does."""
        if not address:
            return "Neither DOI nor address is known of this record."
        return open_address(address, self.app.open_url if self.app.is_web else None)

    def do(self, act: Act, answer: str | None) -> None:
        """Do it, saved before the next record shows; nothing if the answer was withheld."""
        if answer is None:
            return
        try:
            self.tell(self.seat.do(act, answer))
        except ReviewError as error:
            lost = not isinstance(error, UsageError)
            self.tell(f"Not done: {error.message} {error.hint}", saved=not lost)
        if act in (Act.MARK_INCLUDE, Act.MARK_EXCLUDE, Act.UNDO):
            self.query_one("#criteria", Static).update(drawing.criteria_text(self.seat))
        self.show_record()


_PAGES: Mapping[Act, tuple[str, Callable[[Seat], Content]]] = {
    Act.HELP: ("Keys", drawing.help_text),
    Act.PROGRESS: ("Progress", drawing.progress_text),
    Act.CRITERIA: ("Criteria", drawing.criteria_text),
}


class SeatApp(FullScreen):
    """The seat in a terminal."""

    CSS_PATH = "seat.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        if self.console.color_system in FEW_COLOURS:
            self.theme = "ansi-dark"  # the terminal's own colours, as its owner chose them

    def on_mount(self) -> None:
        """Sit down."""
        self.push_screen(SeatScreen(self.seat))
