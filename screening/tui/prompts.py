"""The small screens on top of the record: choose, type a line, read help or criteria."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

_LOOK_SECONDS = 0.05


class ReasonPrompt(ModalScreen[str | None]):
    """Choose an exclusion reason by its key, by arrows and Enter, or by mouse; None: none chosen.

    Args:
        reasons: (key, words), in the protocol's order.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "back")]

    def __init__(self, reasons: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.reasons = reasons

    def compose(self) -> ComposeResult:
        """A heading, the reasons, and how to choose."""
        with Vertical(classes="window"):
            yield Static("Why is it excluded?", classes="heading")
            yield OptionList(
                *(
                    Option(Content.assemble((f"{key}  ", "bold"), words), id=key)
                    for key, words in self.reasons
                )
            )
            yield Static(self._hint, id="hint", classes="hint", markup=False)

    @property
    def _hint(self) -> str:
        return f"Press the key of a reason ({self._keys}), or Esc to go back."

    @property
    def _keys(self) -> str:
        keys = [key for key, _words in self.reasons]
        runs = ([at for at in keys if at.isdigit()], [at for at in keys if not at.isdigit()])
        return ", ".join(f"{at[0]} to {at[-1]}" if len(at) > 1 else at[0] for at in runs if at)

    def on_key(self, event: Key) -> None:
        """Choose by key; of a key that is no reason's, say so."""
        words = dict(self.reasons).get((event.character or "").lower())
        if words is not None:
            event.stop()
            self.dismiss(words)
        elif event.is_printable:
            told = f"No reason has the key {event.character!r}. {self._hint}"
            self.query_one("#hint", Static).update(told)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose by Enter or mouse."""
        self.dismiss(dict(self.reasons)[event.option.id or ""])

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


class TextPrompt(ModalScreen[str | None]):
    """Type one line; None where the reviewer goes back.

    Args:
        heading: what is asked.
        known: what may help to answer, such as the tags in use; may be empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "back")]

    def __init__(self, heading: str, known: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.known = known

    def compose(self) -> ComposeResult:
        """A heading, the line, and how to end it."""
        with Vertical(classes="window"):
            yield Static(self.heading, classes="heading")
            yield Input()
            if self.known:
                yield Static(self.known, classes="hint", markup=False)
            yield Static("Enter takes it, Esc goes back.", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line back."""
        self.dismiss(event.value)

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)


class Page(ModalScreen[None]):
    """A page to read; Esc, Enter, q or the key that opened it closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,question_mark,c,p,w", "close", "back")
    ]

    def __init__(self, heading: str, body: Content) -> None:
        super().__init__()
        self.heading = heading
        self.body = body

    def compose(self) -> ComposeResult:
        """A heading and a text that scrolls."""
        with Vertical(classes="window page"):
            yield Static(self.heading, classes="heading")
            with VerticalScroll():
                yield Static(self.body, id="body")
            yield Static("Esc goes back, arrows scroll.", classes="hint")

    def action_close(self) -> None:
        """Back to the record."""
        self.dismiss(None)


class FoundPrompt(ModalScreen[str | None]):
    """Choose one of the records found; None: go to none.

    Args:
        heading: how many were found.
        rows: (record id, what to show of it).
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "back")]

    def __init__(self, heading: str, rows: tuple[tuple[str, Content], ...]) -> None:
        super().__init__()
        self.heading = heading
        self.rows = rows

    def compose(self) -> ComposeResult:
        """A heading, the records, and how to choose."""
        with Vertical(classes="window page"):
            yield Static(self.heading, classes="heading", markup=False)
            yield OptionList(*(Option(text, id=record) for record, text in self.rows))
            yield Static("Enter goes to the record, Esc goes back.", classes="hint")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the record chosen."""
        self.dismiss(event.option.id)

    def action_close(self) -> None:
        """Go nowhere."""
        self.dismiss(None)


class LatePage(Page):
    """A page whose text is still being worked out when it opens.

    Args:
        heading: above the text.
        look: the text, None while it is being worked out.
    """

    def __init__(self, heading: str, look: Callable[[], Content | None]) -> None:
        super().__init__(heading, look() or Content("This is being worked out ..."))
        self._look = look

    def on_mount(self) -> None:
        """Look for the text now and then."""
        self.set_interval(_LOOK_SECONDS, self.look_again)

    def look_again(self) -> None:
        """Show the text once it is there."""
        text = self._look()
        if text is not None and text != self.body:
            self.body = text
            self.query_one("#body", Static).update(text)
