"""Texts of files that wait to be attached: kept in a file without a name, not in memory.

A folder of 5,000 reports holds some 300 MB of text, and a PDF is read but once: reading it again
would cost more than all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from types import TracebackType

from screening.sessions.fulltexts import FileRead

_ODD = "surrogatepass"
"""A text that cannot be kept is refused when it is attached, not here."""


class TextsAside:
    """A place for texts that are wanted later; use it in a ``with`` block."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by the with block around this

    def __enter__(self) -> TextsAside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

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
