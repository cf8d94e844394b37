"""What the full screens share: keys go to one place, and a line tells what came of them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

# What the console calls terminals of 16 colours.
FEW_COLOURS = ("standard", "windows")


class KeyScreen(Screen[None]):
    """A screen with the lines ``#message`` and ``#saved``, whose printable keys are all actions."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "app.quit", "quit", show=False)]

    def tell(self, text: str, *, saved: bool = True) -> None:
        """Say what came of a key, and whether everything is saved."""
        self.query_one("#message", Static).update(text)
        if self.has_class("failed") is saved:
            self.query_one("#saved", Static).update("saved" if saved else "NOT SAVED")
            self.set_class(not saved, "failed")

    def on_key(self, event: Key) -> None:
        """Pass a printable key on; the others scroll."""
        if event.is_printable and event.character:
            event.stop()
            self.action_press(event.character)

    def action_press(self, key: str) -> None:
        """What a key or a click on it does; each screen says it."""
