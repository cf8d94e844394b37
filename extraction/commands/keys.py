"""Where keys come from: single keys of a terminal, or the lines of a pipe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TextIO

_INTERRUPT, _ESCAPE, _END = "\x03", "\x1b", ("\x04", "\x1a")


class Keyboard(Protocol):
    """Keys and answers; both are None at the end of the input."""

    strict: bool

    def key(self) -> str | None:
        """The next key."""

    def answer(self, question: str) -> str | None:
        """The answer to a question."""

    def where(self) -> str:
        """The place of the last key, for messages."""


class Terminal:
    """Single keys without Enter; answers are lines."""

    strict = False

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    def key(self) -> str | None:
        """Wait for one key; Ctrl-C interrupts, Ctrl-D ends, arrows and the like are passed over."""
        while True:
            try:
                typed = self._read()
            except EOFError:
                return None
            if not typed or typed in _END:
                return None
            if typed == _INTERRUPT:
                raise KeyboardInterrupt
            if not typed.startswith(_ESCAPE):
                return typed[0]

    def answer(self, question: str) -> str | None:
        """Ask for a line."""
        try:
            return input(f"{question}: ")
        except EOFError:
            return None

    def where(self) -> str:
        """A terminal has no line numbers."""
        return ""


class Lines:
    """Keys from a pipe, one per line; what follows the key is the answer it asks for.

    A key that fails stops the run: the lines after it could hit the wrong proposals.
    """

    strict = True

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._number = 0
        self._rest = ""

    def key(self) -> str | None:
        """The first character of the next line that is not empty."""
        for line in self._stream:
            self._number += 1
            if line.strip():
                self._rest = line.strip()[1:].strip()
                return line.strip()[0]
        return None

    def answer(self, question: str) -> str | None:  # noqa: ARG002 - a pipe is not asked
        """What followed the key on its line."""
        return self._rest

    def where(self) -> str:
        """The line number."""
        return f"Line {self._number} of the keys: "
