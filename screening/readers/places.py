"""Where each entry stands in its file, byte by byte, so that it can be given back as it came.

Lines: from the line that opens the entry to the one that opens the next, text after an end mark
goes with the next. XML and JSON: from the first to the last byte of the element or object. What
lies outside all places (headers, roots, what stands around the records) is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import BinaryIO, Protocol, runtime_checkable

from screening.errors import BadInput, UsageError
from screening.readers.contract import Reader
from screening.readers.formats.bibtex import entry_starts
from screening.readers.json_cut import spans as json_spans
from screening.readers.json_records import JsonReader
from screening.readers.source import Source
from screening.readers.tagged_format import TaggedFormat
from screening.readers.workbook_reader import WorkbookReader
from screening.readers.xml_cut import spans as xml_spans
from screening.readers.xml_shape import Shape

_BLOCK = 1 << 20
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_RIS_END = re.compile(r"[ \t]{0,14}ER(?:[ \t]{2,4}[-–].*|[ \t]*[-–]?[ \t]*)$")
_RIS_PREAMBLE = re.compile(r"Record #\d+ of \d+\s*$")
_END_OF_FILE = 1 << 62
# An archive with a database; codes of other parts of the file that its references name.
TAKEN_WHOLE = frozenset({"asreview", "eppi_json"})
_BOM_BYTES = {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """``(start, end)`` of every entry in the unpacked content, in order.

    ``joined``: what stands between two entries joins them (the commas of a JSON array), so it goes
    with the one that is left out.
    """

    spans: tuple[tuple[int, int], ...]
    joined: bool = False


@runtime_checkable
class _CutByTags(Protocol):
    @property
    def shape(self) -> Shape:
        """The elements the format is cut by."""


def places(source: Source, reader: Reader) -> Places:
    """Where each entry stands that the reader finds, imported and rejected ones alike.

    Raises:
        UsageError: entries of this format have no place of their own (workbooks, projects).
        BadInput: the file as a whole cannot be read in this format.
    """
    if isinstance(reader, WorkbookReader):
        raise UsageError(
            "The rows of a workbook have no bytes of their own.", "Choose its rows instead."
        )
    if reader.name in TAKEN_WHOLE:
        raise UsageError(
            f"Entries of the format {reader.name} cannot be cut from the file.",
            "Take the file as a whole, or export the records in another format.",
        )
    if isinstance(reader, _CutByTags):
        found = Places(spans=tuple(_elements(source, reader.shape)))
    elif isinstance(reader, JsonReader):
        found = Places(spans=tuple(_objects(source)), joined=True)
    elif reader.name == "bibtex":
        found = Places(spans=tuple(_bibtex(source)))
    else:
        found = Places(spans=tuple(_lines_of_entries(source, reader)))
    _check(source, reader, found)
    return found


def without_others(source: Source, found: Places, kept: Collection[int]) -> Iterator[bytes]:
    """The content with only the kept entries (positions from 1); nothing else is altered."""
    at = 0
    with source.binary() as stream:
        for start, end in _left_out(found, kept):
            yield from _copied(stream, start - at)
            for _dropped in _copied(stream, end - start):
                pass
            at = end
        while block := stream.read(_BLOCK):
            yield block


def _left_out(found: Places, kept: Collection[int]) -> Iterator[tuple[int, int]]:
    spans, last = found.spans, max(kept, default=0)
    for position, (start, end) in enumerate(spans, start=1):
        if position in kept:
            continue
        if found.joined and position < last:
            yield start, spans[position][0]
        elif found.joined and position > 1:
            yield spans[position - 2][1], end
        else:
            yield start, end


def _copied(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (block := stream.read(min(size, _BLOCK))):
        size -= len(block)
        yield block


def _check(source: Source, reader: Reader, found: Places) -> None:
    """Refuse to cut where the second scan, or the order of the places, speaks against them."""
    entries = reader.count(source)
    in_order = all(one[1] <= two[0] for one, two in pairwise(found.spans))
    if len(found.spans) != entries or not in_order or any(a >= b for a, b in found.spans):
        raise BadInput(
            f"{source.path}: {entries} entries are counted, but {len(found.spans)} places found.",
            "The file cannot be cut safely; take it as a whole.",
        )


def _elements(source: Source, shape: Shape) -> Iterator[tuple[int, int]]:
    """Offsets of the elements; those of transcoded text are counted anew in the file."""
    ends = [
        (span.start, span.end, span.name in shape.records)
        for span in xml_spans(source, replace(shape, skipped=()))
    ]
    after, offsets = 0, list[int]()
    for start, end, is_record in ends:
        begin = after if start is None else start
        after = _END_OF_FILE if end is None else end
        offsets += [begin, after] if is_record else []
    if source.encoding.startswith(("utf-16", "utf-32")):
        offsets = list(_in_file(source, offsets, lambda text: len(text.encode())))
    return _paired(source, offsets)


def _objects(source: Source) -> Iterator[tuple[int, int]]:
    after, offsets = 0, list[int]()
    for start, end, _closed in json_spans(source):
        begin = after if start is None else start
        after = _END_OF_FILE if end is None else end
        offsets += [begin, after]
    return _paired(source, list(_in_file(source, offsets, len)))


def _paired(source: Source, offsets: list[int]) -> Iterator[tuple[int, int]]:
    with source.binary() as stream:
        size = sum(map(len, iter(lambda: stream.read(_BLOCK), b"")))
    bounded = [min(offset, size) for offset in offsets]
    return zip(bounded[::2], bounded[1::2], strict=True)


def _in_file(source: Source, offsets: list[int], unit: Callable[[str], int]) -> Iterator[int]:
    """Offsets counted in a unit of the decoded text as bytes of the file; they ascend."""
    width, at, raw = _width(source.encoding), 0, _BOM_BYTES.get(source.encoding, 0)
    with source.text() as stream:
        for offset in offsets:
            size = 1 if unit is not len else min(offset - at, _BLOCK)
            while at < offset and (text := stream.read(size)):
                at, raw = at + unit(text), raw + width(text)
                size = 1 if unit is not len else min(offset - at, _BLOCK)
            yield raw if at >= offset else _END_OF_FILE


def _width(encoding: str) -> Callable[[str], int]:
    """How many bytes a text takes in the file."""
    if encoding == "cp1252":
        return len
    unmarked = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
    codec = unmarked.get(encoding, encoding)  # without a byte order mark of its own
    return lambda text: len(text.encode(codec, "surrogatepass"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its number, its first byte and the byte after its end."""

    number: int
    start: int
    end: int
    text: str


def _lines(source: Source) -> Iterator[_Line]:
    """The lines as ``Source.lines`` numbers them."""
    at, width = _BOM_BYTES.get(source.encoding, 0), _width(source.encoding)
    codec = "cp1252" if source.encoding == "cp1252" else "utf-8"
    for number, line in enumerate(_whole_lines(source), start=1):
        if isinstance(line, str):
            text, end = line, at + width(line)
        else:
            text, end = line.decode(codec, "replace"), at + len(line)
        yield _Line(number, at, end, text.rstrip("\r\n"))
        at = end


def _whole_lines(source: Source) -> Iterator[str | bytes]:
    if source.encoding.startswith(("utf-16", "utf-32")):
        with source.text() as text:
            yield from text
        return
    with source.binary() as stream:
        stream.read(_BOM_BYTES.get(source.encoding, 0))
        for chunk in stream:
            yield from _LINE.findall(chunk)


def _lines_of_entries(source: Source, reader: Reader) -> Iterator[tuple[int, int]]:
    opening = {entry.line for entry in reader.read(source)}
    end, preamble = _marks(reader)
    start: int | None = None  # of the open entry
    before: int | None = None  # where text begins that goes with the next entry
    at = 0
    for line in _lines(source):
        at = line.end
        if line.number in opening:
            begin = line.start if before is None else before
            if start is not None:
                yield start, begin
            start, before = begin, None
        elif before is None and preamble and preamble.match(line.text):
            before = line.start
        if end and start is not None and end.match(line.text):
            yield start, line.end
            start, before = None, line.end
    if start is not None:
        yield start, at


def _marks(reader: Reader) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    if isinstance(reader, TaggedFormat):
        return reader.dialect.end, None
    return (_RIS_END, _RIS_PREAMBLE) if reader.name == "ris" else (None, None)


def _bibtex(source: Source) -> Iterator[tuple[int, int]]:
    start: int | None = None
    at, width = 0, _width(source.encoding)
    for line in _lines(source):
        for column, is_record in entry_starts(line.text):
            here = line.start + width(line.text[:column])
            if start is not None:
                yield start, here
            start = here if is_record else None
        at = line.end
    if start is not None:
        yield start, at
