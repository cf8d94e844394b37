"""What is read out of a file, and what every reader of a format promises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file holds.

    ``text`` is in normal form, a form feed between two pages; it may be empty (scanned pages).
    ``pages`` is 0 for formats without pages. ``dois`` and ``pmids`` are those that the file's own
    fields call its own, not those found in its text; ``title`` is the file's own field, too.
    """

    format: str
    text: str
    pages: int = 0
    dois: tuple[str, ...] = ()
    pmids: tuple[str, ...] = ()
    title: str = ""
    maker: str = "tamis"
    version: str = ""

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read and to search."""
        return any(not char.isspace() for char in self.text)


class TextReader(Protocol):
    """One format of full texts."""

    @property
    def name(self) -> str:
        """The format in one word."""

    @property
    def label(self) -> str:
        """The format in a few words, for messages."""

    @property
    def extension(self) -> str:
        """The ending that a kept file gets, with the dot."""

    @property
    def rank(self) -> int:
        """Of several readers that know a file, the one of the lowest rank reads it."""

    def knows(self, head: bytes, name: str) -> bool:
        """Judge by its first bytes, and its name in small letters, whether a file is of this kind.

        Only where any bytes could be of the format does the name count.
        """

    def read(self, path: Path) -> Document:
        """Read the file.

        Raises:
            BadInput: it is damaged, locked by a password, or takes too much time or memory.
        """
