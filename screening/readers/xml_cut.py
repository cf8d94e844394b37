"""An XML file cut at the tags of its records, without parsing it: to count, and to rescue.

Comments and CDATA sections are passed over, so that a well-formed file is cut exactly where a
parser sees its elements. Memory is that of one block and one record.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from screening.readers.source import Source
from screening.readers.xml_shape import Shape
from screening.readers.xml_stream import open_bytes

_BLOCK = 1 << 20
_OVERLAP = 128
_MAX_ELEMENT = 8 << 20
_CLOSED_BY = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_MARK = (
    rb"<(?:(?:[\w.-]++:)?(?P<start>NAMES)(?=[\s/>])|/(?:[\w.-]++:)?(?P<end>NAMES)\s*>"
    rb"|!--|!\[CDATA\[|\?|!DOCTYPE(?:[^<>\"'\[]|\"[^\"]{0,999}\"|'[^']{0,999}')*)"
    rb"|-->|\]\]>|\?>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The text of one element as it stands in the file; which of its two tags are there."""

    name: str
    line: int
    text: bytes
    opened: bool = True
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    name: str
    at: int
    is_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """``start`` is None where the start tag is missing, ``end`` where the file ends before."""

    name: str
    start: int | None
    end: int | None
    closed: bool


def count(source: Source, shape: Shape) -> int:
    """Records of the file: start tags, and end tags that lack theirs."""
    return sum(span.name in shape.records for span in spans(source, shape))


def cut(source: Source, shape: Shape) -> Iterator[Piece]:
    """The file cut at the tags of its records and of what stands around them.

    An element ends at its end tag or where the next begins. A scope is an empty piece.
    """
    after = 0
    with open_bytes(source, shape.skipped) as stream:
        window = _Window(stream)
        for span in spans(source, shape):
            begin = after if span.start is None else span.start
            if span.name in shape.scopes:
                yield Piece(name=span.name, line=0, text=b"")
                continue
            text, line = window.piece(begin, span.end)
            opened = span.start is not None
            yield Piece(name=span.name, line=line, text=text, opened=opened, closed=span.closed)
            after = begin + len(text)


def spans(source: Source, shape: Shape) -> Iterator[_Span]:
    """Where each element stands, in bytes of ``open_bytes`` with what the shape skips left out."""
    opened: _Mark | None = None
    is_tainted = False
    for mark in _marks(source, shape):
        is_record = mark.name in shape.records
        if opened and opened.name in shape.records and not is_record:
            is_tainted = True
        elif mark.name in shape.scopes:
            if not mark.is_end:
                yield _Span(name=mark.name, start=mark.at, end=mark.at, closed=True)
        else:
            yield from _closed(opened, mark, shape)
            if opened and is_tainted and not mark.is_end and shape.scopes:
                # The record before has no end: what stood in it may or may not have been its own.
                yield _Span(name=shape.scopes[0], start=mark.at, end=mark.at, closed=True)
            opened, is_tainted = None if mark.is_end else mark, False
    if opened:
        yield _Span(name=opened.name, start=opened.at, end=None, closed=False)


def _closed(opened: _Mark | None, mark: _Mark, shape: Shape) -> Iterator[_Span]:
    """What ends at this mark: the open element, or a record without its start tag."""
    is_record = mark.name in shape.records
    if opened and mark.is_end and is_record and opened.name not in shape.records:
        yield _Span(name=opened.name, start=opened.at, end=opened.at, closed=False)
        opened = None
    if opened:
        yield _Span(name=opened.name, start=opened.at, end=mark.at, closed=mark.is_end)
    elif mark.is_end and is_record:
        yield _Span(name=mark.name, start=None, end=mark.at, closed=True)


def _marks(source: Source, shape: Shape) -> Iterator[_Mark]:
    """Each start tag with its offset, each end tag with the offset after it.

    What opens a comment, a CDATA section or an instruction and finds no end is text like any
    other, as is every later one of its kind.
    """
    closes = dict(_CLOSED_BY)
    begin: int | None = 0
    while begin is not None:
        begin = yield from _marks_from(source, shape, begin, closes)


def _marks_from(
    source: Source, shape: Shape, begin: int, closes: dict[bytes, bytes]
) -> Generator[_Mark, None, int | None]:
    """The marks from an offset on; returns where to go on if something there had no end."""
    names = "|".join(map(re.escape, shape.names)).encode()
    tag = re.compile(_MARK.replace(b"NAMES", names))
    opener, opened_at = b"", 0
    for offset, data, limit in _windows(source, shape):
        for found in tag.finditer(data, max(0, begin - offset)):
            if found.start() >= limit:
                break
            if opener:
                opener = b"" if found.group() == closes[opener] else opener
            elif found.group() in closes:
                opener, opened_at = found.group(), offset + found.start()
            elif found["start"]:
                yield _Mark(name=found["start"].decode(), at=offset + found.start(), is_end=False)
            elif found["end"]:
                yield _Mark(name=found["end"].decode(), at=offset + found.end(), is_end=True)
    if opener:
        del closes[opener]
        return opened_at + len(opener)
    return None


def _windows(source: Source, shape: Shape) -> Iterator[tuple[int, bytes, int]]:
    """``(offset, bytes, limit)``: blocks that overlap, marks before the limit belong to them."""
    offset, rest = 0, b""
    with open_bytes(source, shape.skipped) as stream:
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

    def piece(self, start: int, end: int | None) -> tuple[bytes, int]:
        """The bytes from ``start`` to ``end`` (None: end of file), and the line they begin on."""
        skipped = self._take(start - self._at)
        line = self._line + skipped.count(b"\n")
        text = self._take(_MAX_ELEMENT if end is None else end - start)
        self._at, self._line = start + len(text), line + text.count(b"\n")
        return text, line

    def _take(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and (block := self._stream.read(size)):
            parts.append(block[:size])
            size -= len(block)
        return b"".join(parts)
