"""A reader of any XML format: which elements are entries, and who fills a draft from one.

Read as a stream; a file that is not well-formed is read up to the break and from there record by
record, so each complete one is kept and each broken one rejected with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft
from screening.readers.source import Head, Source
from screening.readers.xml_cut import Piece, count, cut
from screening.readers.xml_mend import MendedStream, Repair
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_stream import (
    Malformed,
    element_of,
    elements,
    open_bytes,
    refuse_entities,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

Fill = Callable[[Draft, "_Element", Context], None]

_PROLOG = re.compile(
    r"(?:\s|\ufeff|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:\s[^>]*)?)/?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The root element as the head shows it: name, attributes as text, what is before and after."""

    name: str
    attributes: str
    prolog: str
    rest: str


def root_of(text: str) -> Root | None:
    """The root element of an XML file, None if there is none in its head."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    found = _ROOT.match(text, start)
    if found is None:
        return None
    return Root(name=found[1], attributes=found[2], prolog=text[:start], rest=text[found.end() :])


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlReader:
    """One XML format; ``known_by`` says what shows that a root is its own, empty if nothing."""

    name: str
    label: str
    shape: Shape
    known_by: Callable[[Root], str]
    fill: Fill
    extensions: tuple[str, ...] = (".xml",)
    of_registers: bool = False

    def sniff(self, head: Head) -> Sniff:
        """Judge by the root element and by what the head shows below it."""
        root = root_of(head.text)
        reason = self.known_by(root) if root else ""
        return Sniff(confidence=0.95, reason=reason) if reason else NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        """Every entry once: those before a break by the parser, those after it one by one."""
        return read_records(source, self.shape, self.fill)

    def count(self, source: Source) -> int:
        """Entries by their tags alone."""
        return count(source, self.shape)


def read_records(source: Source, shape: Shape, fill: Fill) -> Iterator[Entry]:
    """Every record element of the file as a record or a rejection.

    Raises:
        BadInput: the file declares entities of its own.
    """
    refuse_entities(source)
    complete = 0
    try:
        for entry in _strict(source, shape, fill):
            complete += 1
            yield entry
    except Malformed:
        yield from _piecewise(source, shape, fill, complete)


def _strict(source: Source, shape: Shape, fill: Fill) -> Iterator[Entry]:
    with open_bytes(source, shape.skipped) as stream:
        mended = MendedStream(stream)
        for position, (element, around) in enumerate(elements(source, shape, mended), start=1):
            draft = Draft(position=position, line=_line(element), raw=partial(_raw, element))
            _tell_repairs(draft, mended, element)
            fill(draft, element, around)
            yield draft.finish()


def _piecewise(source: Source, shape: Shape, fill: Fill, complete: int) -> Iterator[Entry]:
    position, around = 0, Context()
    for piece in cut(source, shape):
        if piece.name in shape.scopes:
            around.clear()
        if piece.name in shape.records:
            position += 1
            if position > complete:
                yield _from_piece(position, piece, source, partial(_fill_piece, fill, around))
        if piece.name in shape.context:
            _remember(around, piece, source)


def _fill_piece(fill: Fill, around: Context, draft: Draft, element: _Element) -> None:
    fill(draft, element, around)


def _remember(around: Context, piece: Piece, source: Source) -> None:
    """Keep what stands before the records; what cannot be read is not replaced by older news."""
    around.pop(piece.name, None)
    if piece.opened and piece.closed:
        try:
            around[piece.name], _ = element_of(piece.text, source)
        except Malformed:
            return


def _from_piece(
    position: int, piece: Piece, source: Source, fill: Callable[[Draft, _Element], None]
) -> Entry:
    raw = piece.text.decode(errors="replace")
    draft = Draft(position=position, line=piece.line, raw=raw)
    if not piece.opened:
        return draft.reject(
            f"An entry ends after line {piece.line} that never began: <{piece.name}> is missing.",
            "Add the tag in a text editor or export the file again.",
        )
    if not piece.closed:
        return draft.reject(
            f"The entry that begins on line {piece.line} has no end: </{piece.name}> is missing.",
            "The file was probably cut off; export it again.",
        )
    try:
        element, repairs = element_of(piece.text, source)
    except Malformed as error:
        return draft.reject(
            f"The entry that begins on line {piece.line} is not well-formed XML: {error.message}.",
            "Correct it in a text editor or export it again.",
        )
    for repair in repairs:
        _tell(draft, Repair(line=repair.line + piece.line - 1, what=repair.what))
    fill(draft, element)
    return draft.finish()


def _line(element: _Element) -> int:
    return cast("int | None", element.sourceline) or 1


def _raw(element: _Element) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode", with_tail=False)


def _plain(element: _Element) -> str:
    """All text of an element as it stands in the file, its line ends with it."""
    from lxml import etree

    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


def _tell_repairs(draft: Draft, mended: MendedStream, element: _Element) -> None:
    """Tell what was mended within the lines of this element."""
    if not mended.repairs:
        return
    last = _line(element) + _plain(element).count("\n")
    mine = [repair for repair in mended.repairs if repair.line <= last]
    mended.repairs = mended.repairs[len(mine) :]
    for repair in mine:
        _tell(draft, repair)


def _tell(draft: Draft, repair: Repair) -> None:
    draft.note(
        f"{repair.what} is not legal here and was read as the character it stands for, or as text.",
        "Compare the text with the source.",
        repair.line,
    )
