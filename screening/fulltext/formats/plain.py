"""Plain text in UTF-8, UTF-16 or Windows-1252; form feeds part pages, as pdftotext writes them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput
from screening.fulltext.contract import Document
from screening.fulltext.markup import bytes_of
from screening.fulltext.pages import PAGE_MARK, joined

_ENDINGS = (".txt", ".text", ".md")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainReader:
    """Reads text files; the name must say that a file is one, since any bytes could be."""

    name: str = "text"
    label: str = "plain text"
    extension: str = ".txt"
    rank: int = 3

    def knows(self, head: bytes, name: str) -> bool:
        """Named as a text, with a mark of its encoding or without zero bytes."""
        return name.endswith(_ENDINGS) and (head.startswith(_WIDE) or b"\0" not in head)

    def read(self, path: Path) -> Document:
        """The text; a form feed at the very end opens no page."""
        pages = _decoded(path, bytes_of(path)).rstrip(PAGE_MARK + "\r\n").split(PAGE_MARK)
        return Document(
            format=self.name, text=joined(pages), pages=len(pages) if len(pages) > 1 else 0
        )


def _decoded(path: Path, data: bytes) -> str:
    for encoding in ["utf-16"] if data.startswith(_WIDE) else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{path} is no text in UTF-8, UTF-16 or Windows-1252.", "Save it as UTF-8.")


READER = PlainReader()
