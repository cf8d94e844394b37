"""The line mode of screening: labelled lines for screen readers, poor terminals and pipes.

On a terminal one key decides, without Enter; from a pipe each line is one key, and what follows
on the line is the answer it asks for (``e 2``, ``n look again``).
"""

from __future__ import annotations

import sys
from typing import Protocol, TextIO

from screening.console import give
from screening.errors import BadInput, ReviewError
from screening.sessions.actions import Act, Ask
from screening.sessions.criteria import criteria_lines
from screening.sessions.highlights import Mark
from screening.sessions.seat import Press, Seat
from screening.sessions.shown import Passage, RecordShown

_INTERRUPT, _ESCAPE, _END = "\x03", "\x1b", ("\x04", "\x1a")


class Keyboard(Protocol):
    """Where keys and lines come from; both return None at the end of the input."""

    strict: bool

    def key(self) -> str | None:
        """The next key."""

    def line(self, prompt: str) -> str | None:
        """The next line, asked for with a prompt."""

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

    def line(self, prompt: str) -> str | None:
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

    A key that means nothing stops the run: the lines after it could hit the wrong records.
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

    def line(self, prompt: str) -> str | None:  # noqa: ARG002 - a pipe is not asked
        """What followed the key on its line, else the next line."""
        rest, self._rest = self._rest, ""
        return rest or self._next()

    def _next(self) -> str | None:
        text = self._stream.readline()
        self._number += 1
        return text.rstrip("\r\n") if text else None

    def where(self) -> str:
        """The line number."""
        return f"Line {self._number} of the keys: "


def run(seat: Seat, keyboard: Keyboard) -> None:
    """Screen until the queue is empty, the input ends or the reviewer quits.

    Raises:
        BadInput: a piped line that means nothing; what came before it is kept.
    """
    give(f"{seat.stage.label.capitalize()} stage, reviewer {seat.review.by}. Keys: {_keys(seat)}")
    _show(seat)
    while (pressed := keyboard.key()) is not None:
        try:
            if _act(seat, keyboard, pressed):
                break
        except ReviewError as error:
            if keyboard.strict:
                raise BadInput(
                    f"{keyboard.where()}{error.message}",
                    f"{error.hint} Everything before this line is kept.".strip(),
                ) from error
            give(f"Not done: {error.message} {error.hint}".rstrip())
            _show(seat)
    give(f"Saved. {seat.progress_line}.")


def _act(seat: Seat, keyboard: Keyboard, pressed: str) -> bool:
    """Do what a key means; whether the reviewer quits."""
    press = seat.press(pressed)
    if press is None:
        _unknown(seat, keyboard, pressed)
    elif press.act is Act.QUIT:
        return True
    elif press.act is Act.HELP:
        for key, help_ in seat.keys:
            give(f"{key}: {help_}")
    elif press.act is Act.CRITERIA:
        for line in criteria_lines(seat):
            give(line)
    else:
        _do(seat, keyboard, press)
    return False


def _unknown(seat: Seat, keyboard: Keyboard, pressed: str) -> None:
    if keyboard.strict:
        raise BadInput(f"The key {pressed!r} means nothing here.", f"The keys are: {_keys(seat)}.")
    give(f"The key {pressed!r} means nothing here. Press ? for help.")


def _do(seat: Seat, keyboard: Keyboard, press: Press) -> None:
    answer: str | None = press.answer
    if press.ask is Ask.REASON:
        for key, words in seat.reasons:
            give(f"Reason {key}: {words}")
        given = keyboard.line("Reason") if keyboard.strict else keyboard.key()
        answer = seat.reason_of(given) if given else None
    elif press.ask is not Ask.NOTHING:
        answer = keyboard.line("Note" if press.ask is Ask.NOTE else "Why")
    if answer is None:
        give("Nothing was changed.")
        return
    give(f"{seat.do(press.act, answer)} Saved.")
    _show(seat)


def _keys(seat: Seat) -> str:
    return ", ".join(f"{action.key} {action.name}" for action in seat.actions)


def _show(seat: Seat) -> None:
    shown = seat.shown()
    give("")
    if shown is None:
        for line in seat.summary():
            give(line)
        return
    for line in _lines(seat, shown):
        give(line)


def _lines(seat: Seat, shown: RecordShown) -> list[str]:
    lines = [f"Record: {shown.where}. {seat.progress_line}.", f"Title: {shown.title.text}"]
    lines += [f"By: {shown.byline}"] if shown.byline else []
    lines += [_labelled(part, "Abstract") for part in shown.abstract]
    lines += ["Abstract: none in the export."] if shown.abstract_missing else []
    lines += [_labelled(part, "Text") for part in shown.details]
    lines += [f"Source: {shown.source}"]
    lines += [f"Your note: {note}" for note in shown.notes]
    lines += [f"Your verdict so far: {shown.earlier}"] if shown.earlier else []
    parts = (shown.title, *shown.abstract, *shown.details)
    for mark in Mark:
        words = dict.fromkeys(
            part.text[at.start : at.end].lower()
            for part in parts
            for at in part.marks
            if at.mark is mark
        )
        lines += [f"Marked to {mark}: {', '.join(words)}"] if words else []
    return lines


def _labelled(part: Passage, otherwise: str) -> str:
    return f"{part.label or otherwise}: {part.text}"


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
