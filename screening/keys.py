"""Keys of a terminal or lines of a pipe, alike to whoever reads them. Standard library only."""

from __future__ import annotations

import sys
from typing import Protocol, TextIO

_INTERRUPT, _ESCAPE, _END = "\x03", "\x1b", ("\x04", "\x1a")


class Keyboard(Protocol):
    """Where keys and lines come from; both return None at the end of the input."""

    strict: bool

    def key(self) -> str | None:
        """The next key."""

    def line(self, prompt: str, *, needed: bool = True) -> str | None:
        """The answer to a prompt; an answer that is not needed may be empty."""

    def where(self) -> str:
        """The place of the last key, for messages."""


class Terminal:
    """Single keys from a terminal, without Enter."""

    strict = False

    def __init__(self) -> None:
        self._ahead = ""

    def key(self) -> str | None:
        """Wait for one key; Ctrl-C interrupts, Ctrl-D ends, arrows and the like are passed over."""
        sys.stdout.flush()
        while not self._ahead:
            typed = _typed()
            if not typed:
                return None
            self._ahead = "" if typed.startswith(_ESCAPE) else typed
        pressed, self._ahead = self._ahead[0], self._ahead[1:]
        if pressed == _INTERRUPT:
            raise KeyboardInterrupt
        return None if pressed in _END else pressed

    def line(self, prompt: str, *, needed: bool = True) -> str | None:  # noqa: ARG002
        """Ask for a line."""
        try:
            return input(f"{prompt}: ")
        except EOFError:
            return None

    def where(self) -> str:
        """A terminal has no line numbers."""
        return ""


class Lines:
    """Keys from a pipe or file, one per line.

    A key that fails stops the run: the lines after it could hit the wrong records or proposals.
    """

    strict = True

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._number = 0
        self._rest = ""

    def key(self) -> str | None:
        """The first character of the next line that is not empty."""
        sys.stdout.flush()
        while (text := self._next()) is not None:
            if text.strip():
                self._rest = text.strip()[1:].strip()
                return text.strip()[0]
        return None

    def line(self, prompt: str, *, needed: bool = True) -> str | None:  # noqa: ARG002
        """What followed the key on its line; a needed answer may also be the next line."""
        rest, self._rest = self._rest, ""
        return rest or (self._next() if needed else "")

    def _next(self) -> str | None:
        text = self._stream.readline()
        self._number += 1
        return text.rstrip("\r\n") if text else None

    def where(self) -> str:
        """The line number."""
        return f"Line {self._number} of the keys: "


def keyboard() -> Keyboard:
    """The keyboard of this process: its terminal, else the lines of its standard input."""
    return Terminal() if sys.stdin.isatty() else Lines(sys.stdin)


if sys.platform == "win32":

    def _typed() -> str:
        import msvcrt

        first = msvcrt.getwch()
        if first in "\x00\xe0":  # an arrow or function key: its second half means nothing
            msvcrt.getwch()
            return _ESCAPE
        return first

else:

    def _typed() -> str:
        """What was typed since the last look, at least one key; empty at the end."""
        import os
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor, termios.TCSADRAIN)  # keep what was typed ahead
            return os.read(descriptor, 64).decode("utf-8", "replace")
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
