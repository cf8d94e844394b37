"""Keys of a terminal or lines of a pipe, alike to whoever reads them. Standard library only."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, TextIO

_INTERRUPT, _ESCAPE, _END = "\x03", "\x1b", ("\x04", "\x1a")
_ENTER, _ERASE, _ERASE_WORD, _ERASE_ALL = "\r\n", "\x7f\x08", "\x17", "\x15"
_LAST_WORD = re.compile(r"\S*\s*\Z")
# What follows Esc in the codes of arrows and function keys, but not where Esc itself is pressed.
_CODE_STARTS = ("\x1b[", "\x1bO")
_UNFINISHED = re.compile(rb"\x1b(?:[\[O][0-9;]*)?\Z")
# A line that is slow may bring the parts of such a code apart, though hardly further than this.
_CODE_SECONDS = 0.05


class Keyboard(Protocol):
    """Where keys and lines come from; both return None at the end of the input."""

    strict: bool

    def key(self) -> str | None:
        """The next key."""

    def pick(self, prompt: str) -> str | None:
        """The key that answers a question; None too where the answer is withheld."""

    def line(self, prompt: str, *, needed: bool = True) -> str | None:
        """The answer to a prompt, None too where it is withheld; it may be empty if not needed."""

    def where(self) -> str:
        """The place of the last key, for messages."""


class Terminal:
    """Single keys from a terminal, without Enter, and lines that Esc withholds."""

    strict = False

    def __init__(self) -> None:
        self._ahead = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def key(self) -> str | None:
        """Wait for one key; Ctrl-C interrupts, Ctrl-D ends, arrows and the like do nothing.

        Esc does nothing either, and this is said.
        """
        while (pressed := self._next()) == _ESCAPE:
            _say("Esc does nothing here: ? names the keys, q quits.\n")
        return None if pressed in _END else pressed

    def pick(self, prompt: str) -> str | None:  # noqa: ARG002
        """Wait for the key that answers; Esc withholds it."""
        pressed = self._next()
        return None if pressed in (_ESCAPE, *_END) else pressed

    def line(self, prompt: str, *, needed: bool = True) -> str | None:  # noqa: ARG002
        """Ask for a line, which ends with Enter; Esc withholds it, as in the popups."""
        _say(f"{prompt}, Esc goes back: ")
        try:
            with _unechoed():
                return self._rest_of_line()
        finally:  # also where Ctrl-C interrupts: what is said then begins a line
            _say("\n")

    def _rest_of_line(self) -> str | None:
        typed = ""
        while (pressed := self._next()) is not None and pressed not in (_ESCAPE, *_END):
            if pressed in _ENTER:
                return typed
            kept = _edited(typed, pressed)
            _echo(typed, kept)
            typed = kept
        return None

    def _next(self) -> str | None:
        """The next character, or Esc alone; codes of arrows and the like are passed over.

        What came in one go with an Esc is dropped with it: it was no key of its own.
        """
        sys.stdout.flush()
        while not self._ahead:
            data = _typed()
            if not data:
                return None
            text, code, rest = self._decoder.decode(data).partition(_ESCAPE)
            if code and not (code + rest).startswith(_CODE_STARTS):
                text += code
            self._ahead = text
        pressed, self._ahead = self._ahead[0], self._ahead[1:]
        if pressed == _INTERRUPT:
            raise KeyboardInterrupt
        return pressed

    def where(self) -> str:
        """A terminal has no line numbers."""
        return ""


def _edited(typed: str, pressed: str) -> str:
    """A line after a key: longer by it, shorter, or as it was if the key stands for no sign."""
    if pressed in _ERASE:
        return typed[:-1]
    if pressed == _ERASE_WORD:
        return _LAST_WORD.sub("", typed)
    if pressed == _ERASE_ALL:
        return ""
    return typed if unicodedata.category(pressed) == "Cc" else typed + pressed


def _echo(before: str, after: str) -> None:
    """Show a line as it is now: what was typed, or what is wiped out."""
    if after.startswith(before):
        _say(after[len(before) :])
    else:
        gone = sum(map(_columns, before[len(after) :]))
        _say("\b" * gone + " " * gone + "\b" * gone)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


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

    def pick(self, prompt: str) -> str | None:
        """What followed the key on its line, else the next line."""
        return self.line(prompt)

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

    def _unechoed() -> AbstractContextManager[None]:
        """Keys are never echoed here."""
        return nullcontext()

    def _typed() -> bytes:
        """One key; an arrow or function key as other systems write them."""
        import msvcrt

        first = msvcrt.getwch()
        if first in "\x00\xe0":  # its second half says which, which means nothing here
            msvcrt.getwch()
            return _CODE_STARTS[0].encode()
        return first.encode("utf-8", "surrogateescape")

else:

    @contextmanager
    def _unechoed() -> Iterator[None]:
        """Keys come one by one, and the terminal does not show them by itself."""
        import termios
        import tty

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor, termios.TCSADRAIN)  # keep what was typed ahead
            yield
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def _typed() -> bytes:
        """What was typed since the last look, at least one key; empty at the end."""
        import os
        import select

        descriptor = sys.stdin.fileno()
        with _unechoed():
            data = os.read(descriptor, 64)
            if _UNFINISHED.search(data) and select.select([descriptor], [], [], _CODE_SECONDS)[0]:
                data += os.read(descriptor, 64)
        return data
