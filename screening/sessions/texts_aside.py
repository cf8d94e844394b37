"""Texts of files that wait to be attached: kept in a file without a name, not in memory.

A folder of 5,000 reports holds some 300 MB of text, and a PDF is read but once: reading it again
would cost more than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import IO

from screening.sessions.fulltexts import FileRead

_ODD = "surrogatepass"
"""A text that cannot be kept is refused when it is attached, not here."""


@contextmanager
def texts_aside() -> Iterator[TextsAside]:
    """A place for texts that are wanted later, for as long as the ``with`` block lasts."""
    with TemporaryFile() as file:
        yield TextsAside(file)


class TextsAside:
    """Texts one behind another in a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def put(self, file: FileRead) -> FileAside:
        """Put the text of a file aside."""
        text = file.document.text.encode("utf-8", _ODD)
        start = self._file.seek(0, 2)
        self._file.write(text)
        bare = replace(file, document=replace(file.document, text=""))
        return FileAside(bare=bare, start=start, size=len(text), kept_in=self)

    def text(self, start: int, size: int) -> str:
        """A text that was put aside, by its place in bytes."""
        self._file.seek(start)
        return self._file.read(size).decode("utf-8", _ODD)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAside:
    """A file as it was read, but for its text, which is ``size`` bytes from ``start`` on."""

    bare: FileRead
    start: int
    size: int
    kept_in: TextsAside

    def whole(self) -> FileRead:
        """The file with its text."""
        text = self.kept_in.text(self.start, self.size)
        return replace(self.bare, document=replace(self.bare.document, text=text))
