"""What the full screens share: keys go to one place, and a line tells what came of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

# What the console calls terminals of 16 colours.
FEW_COLOURS = ("standard", "windows")


class FullScreen(App[None]):
    """An app that Ctrl-C leaves as the key ``q`` does, from a window on top too.

    Where text was selected with the mouse, it is copied first, as in every terminal program.
    NO_COLOR is respected by Textual itself.
    """

    TITLE = "Tamis"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "copy_or_leave", "leave", show=False, priority=True)
    ]

    def action_copy_or_leave(self) -> None:
        """Copy what is selected; without anything selected leave. All decisions are saved."""
        if selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
        else:
            self.exit()


class KeyScreen(Screen[None]):
    """A screen with the lines ``#message`` and ``#saved``, whose printable keys are all actions."""

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
