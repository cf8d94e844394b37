"""The duplicates desk in full screen: two records side by side, the evidence, the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screening.errors import ReviewError, UsageError
from screening.sessions.desk_actions import DeskAct, desk_action
from screening.sessions.duplicate_desk import DuplicateDesk, Question
from screening.sessions.side_by_side import FIELDS
from screening.tui import pair_drawing
from screening.tui.key_screen import FEW_COLOURS, FullScreen, KeyScreen
from screening.tui.prompts import Page


class PairScreen(KeyScreen):
    """One question: why it is asked, both records field by field, what speaks for and against."""

    def __init__(self, desk: DuplicateDesk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        """The panes, from top to bottom; the abstracts last, since they are long."""
        with Horizontal(id="head"):
            yield Static(id="stage", markup=False)
            yield Static("saved", id="saved", markup=False)
        with VerticalScroll(id="pair", can_focus=True):
            yield Static(id="why")
            yield from _row("heads")
            for label in FIELDS[:-1]:
                yield from _row(label.lower())
            yield Static(id="evidence")
            yield from _row(FIELDS[-1].lower())
        yield Static(id="message", markup=False)
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first question."""
        self.query_one("#pair").focus()
        self.show_question()

    def on_resize(self) -> None:
        """The keys may need another line."""
        self.show_keys(open_question=self.desk.question() is not None)

    def show_question(self) -> None:
        """Bring everything up to date."""
        question = self.desk.question()
        left = f"{question.total:,} left" if question else "done"
        head = f"Duplicates  {self.desk.review.by}  {left}, {self.desk.answered:,} answered"
        self.query_one("#stage", Static).update(head)
        if question is None:
            self.query_one("#why", Static).update(pair_drawing.done_text(self.desk))
        else:
            self._show_pair(question)
        for row in self.query(".row"):
            row.display = question is not None and row.id in _rows_of(question)
        self.query_one("#evidence").display = question is not None
        self.query_one("#pair", VerticalScroll).scroll_home(animate=False)
        self.show_keys(open_question=question is not None)

    def _show_pair(self, question: Question) -> None:
        self.query_one("#why", Static).update(pair_drawing.why_text(question))
        self.query_one("#evidence", Static).update(pair_drawing.evidence_text(question.evidence))
        one, two = question.sources
        self._fill(
            "heads",
            "",
            pair_drawing.head_text(question.kept, one, "kept if duplicates"),
            pair_drawing.head_text(question.record, two, "marked if duplicates"),
        )
        for side in question.sides:
            self._fill(
                side.label.lower(),
                pair_drawing.field_text(side),
                pair_drawing.value_text(side.one, side.only_one),
                pair_drawing.value_text(side.two, side.only_two),
            )

    def _fill(self, row: str, *cells: Content | str) -> None:
        for part, cell in zip(_PARTS, cells, strict=True):
            self.query_one(f"#{row} .{part}", Static).update(cell)

    def show_keys(self, *, open_question: bool) -> None:
        """Lay the keys out in as many lines as the width asks for."""
        keys = pair_drawing.desk_keys(self.app.size.width - 2, open_question=open_question)
        self.query_one("#keys", Static).update(keys)

    def action_press(self, key: str) -> None:
        """What a key or a click on it does."""
        action = desk_action(key)
        if action is None:
            self.tell(f"The key {key!r} means nothing here. Press ? for help.")
        elif action.act is DeskAct.QUIT:
            self.app.exit()
        elif action.act is DeskAct.HELP:
            self.app.push_screen(Page("Keys and marks", pair_drawing.desk_help()))
        else:
            self.do(action.act)

    def do(self, act: DeskAct) -> None:
        """Do it, saved before the next question shows."""
        try:
            self.tell(self.desk.do(act))
        except ReviewError as error:
            lost = not isinstance(error, UsageError)
            self.tell(f"Not done: {error.message} {error.hint}", saved=not lost)
        self.show_question()


_PARTS = ("field", "one", "two")


def _row(name: str) -> ComposeResult:
    with Horizontal(id=name, classes="row"):
        for part in _PARTS:
            yield Static(classes=part)


def _rows_of(question: Question | None) -> set[str]:
    return {"heads", *(side.label.lower() for side in question.sides)} if question else set()


class PairApp(FullScreen):
    """The desk in a terminal."""

    CSS_PATH: ClassVar = ["seat.tcss", "pair.tcss"]

    def __init__(self, desk: DuplicateDesk) -> None:
        super().__init__()
        self.desk = desk
        if self.console.color_system in FEW_COLOURS:
            self.theme = "ansi-dark"

    def on_mount(self) -> None:
        """Sit down."""
        self.push_screen(PairScreen(self.desk))
