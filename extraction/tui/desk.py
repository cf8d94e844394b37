"""The desk: the proposal on the left, its evidence on the right, the tree below."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from extraction.sessions.walk import Walk
from extraction.sessions.walk_keys import ThemeAct, ThemeAction, theme_action
from extraction.tui import drawing
from screening.errors import ReviewError, UsageError
from screening.tui.key_screen import FullScreen, KeyScreen
from screening.tui.prompts import Page, TextPrompt


class DeskScreen(KeyScreen):
    """One proposal at a time; what a key did stands in the line above the keys."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk_through = walk

    def compose(self) -> ComposeResult:
        """The panes, from top to bottom."""
        with Horizontal(id="head"):
            yield Static(id="stage", markup=False)
            yield Static("saved", id="saved", markup=False)
        with Horizontal(id="desk"):
            with VerticalScroll(id="proposal", can_focus=True):
                yield Static(id="proposal-text")
            with VerticalScroll(id="evidence-pane", can_focus=True):
                yield Static(id="evidence-text")
        with VerticalScroll(id="tree", can_focus=True):
            yield Static(id="tree-text")
        yield Static(id="message", markup=False)
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first proposal."""
        self.query_one("#proposal").focus()
        self.show_proposal()

    def on_resize(self) -> None:
        """The keys may need another line."""
        self.show_keys()

    def show_proposal(self) -> None:
        """Bring everything up to date."""
        walk = self.walk_through
        here = walk.current
        head = f"Proposals  {walk.coding.by}  {walk.left:,} waiting, {walk.done:,} decided"
        self.query_one("#stage", Static).update(head)
        self.query_one("#proposal-text", Static).update(drawing.proposal_text(walk, here))
        self.query_one("#evidence-text", Static).update(drawing.evidence_text(walk, here))
        for pane in ("#proposal", "#evidence-pane"):
            self.query_one(pane, VerticalScroll).scroll_home(animate=False)
        self.show_tree()
        self.show_keys()

    def show_tree(self) -> None:
        """The tree, scrolled to the place that is proposed."""
        lines = self.walk_through.tree()
        self.query_one("#tree-text", Static).update(drawing.tree_text(lines))
        here = next((number for number, line in enumerate(lines) if line.is_here), 0)
        pane = self.query_one("#tree", VerticalScroll)
        self.call_after_refresh(partial(pane.scroll_to, y=max(0, here - 2), animate=False))

    def show_keys(self) -> None:
        """Lay the keys out in as many lines as the width asks for."""
        has_proposal = self.walk_through.current is not None
        keys = drawing.desk_keys(self.app.size.width - 2, has_proposal=has_proposal)
        self.query_one("#keys", Static).update(keys)

    def action_press(self, key: str) -> None:
        """What a key or a click on it does."""
        action = theme_action(key)
        if action is None:
            self.tell(f"The key {key!r} means nothing here. Press ? for help.")
        elif action.act is ThemeAct.QUIT:
            self.app.exit()
        elif action.act is ThemeAct.HELP:
            self.app.push_screen(Page("Keys", drawing.desk_help()))
        elif action.asks and self.walk_through.current is not None:
            self.app.push_screen(TextPrompt(action.asks), partial(self.do, action))
        else:
            self.do(action, "")

    def do(self, action: ThemeAction, answer: str | None) -> None:
        """Do it, saved before the next proposal shows; nothing if the answer was withheld."""
        if answer is None:
            return
        try:
            self.tell(self.walk_through.do(action, answer.strip()))
        except ReviewError as error:
            lost = not isinstance(error, UsageError)
            self.tell(f"Not done: {error.message} {error.hint}", saved=not lost)
        self.show_proposal()


class DeskApp(FullScreen):
    """The desk in a terminal."""

    CSS_PATH = "desk.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-wide")]  # noqa: RUF012 - Textual's form

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk_through = walk

    def on_mount(self) -> None:
        """Sit down."""
        self.push_screen(DeskScreen(self.walk_through))
