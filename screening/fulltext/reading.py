"""Which reader a file of a full text needs, told by its content; and the file read by it."""

from __future__ import annotations

from pathlib import Path

from screening.errors import BadInput
from screening.fulltext import formats
from screening.fulltext.contract import Document, TextReader
from screening.registry import Registry

MOST_BYTES = 1 << 29
_HEAD = 1 << 16

_REGISTRY: Registry[TextReader] = Registry(formats, "READER", "format of full texts")


def text_readers() -> tuple[TextReader, ...]:
    """Every reader, those first whose signs are surest."""
    return tuple(sorted(_REGISTRY.entries(), key=lambda reader: reader.rank))


def reader_of(path: Path) -> TextReader:
    """The reader of a file.

    Raises:
        BadInput: it cannot be opened, is empty or too large, or no full text that can be read.
    """
    head = _head(path)
    for reader in text_readers():
        if reader.knows(head, path.name.casefold()):
            return reader
    known = ", ".join(reader.label for reader in text_readers())
    raise BadInput(
        f"{path} is none of: {known}.",
        "Save it as PDF (a word processor can), or as a text that ends in .txt.",
    )


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's name and permissions."
        ) from error
    if not head:
        raise BadInput(f"{path} is empty.", "Download it again.")
    if size > MOST_BYTES:
        raise BadInput(
            f"{path} is larger than {MOST_BYTES >> 20} MB.", "Attach the part that is the report."
        )
    return head


def read_document(path: Path) -> Document:
    """Read the text of a file, with its pages.

    Raises:
        BadInput: it is none of the formats, damaged, locked, or takes too much time or memory.
    """
    return reader_of(path).read(path)
