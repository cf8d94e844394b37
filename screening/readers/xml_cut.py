"""An XML file cut at the tags of its records, without parsing it: to count, and to rescue.

Comments and CDATA sections are passed over, so that a well-formed file is cut exactly where a
parser sees its elements. Memory is that of one block and one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from screening.readers.source import Source
from screening.readers.xml_stream import open_bytes

_BLOCK = 1 << 20
_OVERLAP = 128
_MAX_ELEMENT = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The text of one element as it stands in the file; which of its two tags are there."""

    line: int
    text: bytes
    opened: bool = True
    closed: bool = True


def count(source: Source, name: str) -> int:
    """Elements of this name: start tags, and end tags that lack theirs."""
    found, is_open = 0, False
    for kind, _ in _marks(source, name):
        found += kind == b"<" or not is_open
        is_open = kind == b"<"
    return found


def cut(source: Source, name: str) -> Iterator[Piece]:
    """The file cut at the tags of this name; an element ends at its end tag or the next start."""
    start: int | None = None
    after = 0
    with open_bytes(source) as stream:
        window = _Window(stream)
        for kind, at in _marks(source, name):
            is_end = kind == b"/"
            if start is not None or is_end:
                begin = after if start is None else start
                yield window.piece(begin, at, opened=start is not None, closed=is_end)
                after = at
            start = None if is_end else at
        if start is not None:
            yield window.piece(start, None, opened=True, closed=False)


def _marks(source: Source, name: str) -> Iterator[tuple[bytes, int]]:
    """``(b"<", offset)`` of each start tag, ``(b"/", offset after)`` of each end tag."""
    tag = re.compile(
        rb"(<!--)|(-->)|(<!\[CDATA\[)|(\]\]>)|<(?:[\w.-]+:)?%(name)s(?=[\s/>])|(</(?:[\w.-]+:)?%(name)s\s*>)"
        % {b"name": name.encode()}
    )
    inside = b""
    for offset, data, limit in _windows(source):
        for found in tag.finditer(data):
            if found.start() >= limit:
                break
            if inside:
                inside = b"" if found.group() == inside else inside
            elif found[1] or found[3]:
                inside = b"-->" if found[1] else b"]]>"
            elif not (found[2] or found[4]):
                is_end = bool(found[5])
                yield (b"/", offset + found.end()) if is_end else (b"<", offset + found.start())


def _windows(source: Source) -> Iterator[tuple[int, bytes, int]]:
    """``(offset, bytes, limit)``: blocks that overlap, marks before the limit belong to them."""
    offset, rest = 0, b""
    with open_bytes(source) as stream:
        while block := stream.read(_BLOCK):
            data = rest + block
            limit = max(0, len(data) - _OVERLAP)
            yield offset, data, limit
            rest, offset = data[limit:], offset + limit
    yield offset, rest, len(rest) + 1


class _Window:
    """Reads pieces of the file front to back and keeps count of lines."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._line = 1

    def piece(self, start: int, end: int | None, *, opened: bool, closed: bool) -> Piece:
        """The bytes from ``start`` to ``end`` (None: end of file), and the line they begin on."""
        skipped = self._take(start - self._at)
        line = self._line + skipped.count(b"\n")
        text = self._take(_MAX_ELEMENT if end is None else end - start)
        self._at, self._line = start + len(text), line + text.count(b"\n")
        return Piece(line=line, text=text, opened=opened, closed=closed)

    def _take(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and (block := self._stream.read(size)):
            parts.append(block[:size])
            size -= len(block)
        return b"".join(parts)
