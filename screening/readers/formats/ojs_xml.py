"""OJS article XML: the root ``Articles`` with locales, and ``ArticleSet`` as in PubMed deposits.

Read as a stream; a file that is not well-formed is read up to the break and from there record by
record, so each complete one is kept and each broken one rejected with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft
from screening.readers.source import Head, Source
from screening.readers.xml_cut import Piece, count, cut
from screening.readers.xml_stream import (
    Malformed,
    MendedStream,
    Repair,
    element_of,
    elements,
    open_bytes,
    refuse_entities,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORD = "Article"
_PROLOG = re.compile(
    r"(?:\s|\ufeff|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(Articles|ArticleSet)((?:\s[^>]*)?)/?>")
_JOURNAL_TITLE = re.compile(r"""JournalTitle\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class _OjsXml:
    name = "ojs_xml"
    label = "OJS article XML (Articles or ArticleSet)"
    extensions = (".xml",)

    def sniff(self, head: Head) -> Sniff:
        root = _root(head.text)
        if root is None:
            return NO_MATCH
        return Sniff(confidence=0.95, reason=f"the root element is {root[1]}")

    def read(self, source: Source) -> Iterator[Entry]:
        refuse_entities(source)
        journal_title = _journal_title(source)
        complete = 0
        try:
            for entry in _strict(source, journal_title):
                complete += 1
                yield entry
        except Malformed:
            yield from _piecewise(source, journal_title, complete)

    def count(self, source: Source) -> int:
        return count(source, _RECORD)


READER = _OjsXml()


def _root(text: str) -> re.Match[str] | None:
    prolog = _PROLOG.match(text)
    return _ROOT.match(text, prolog.end() if prolog else 0)


def _journal_title(source: Source) -> str:
    root = _root(source.head.text)
    title = _JOURNAL_TITLE.search(root[2]) if root else None
    return (title[1] or title[2] or "") if title else ""


def _strict(source: Source, journal_title: str) -> Iterator[Entry]:
    with open_bytes(source) as stream:
        mended = MendedStream(stream)
        for position, element in enumerate(elements(source, _RECORD, mended), start=1):
            draft = Draft(position=position, line=_line(element), raw=partial(_raw, element))
            _tell_repairs(draft, mended, element)
            yield _record(draft, element, journal_title)


def _piecewise(source: Source, journal_title: str, complete: int) -> Iterator[Entry]:
    for position, piece in enumerate(cut(source, _RECORD), start=1):
        if position > complete:
            yield _from_piece(position, piece, source, journal_title)


def _from_piece(position: int, piece: Piece, source: Source, journal_title: str) -> Entry:
    raw = piece.text.decode(errors="replace")
    draft = Draft(position=position, line=piece.line, raw=raw)
    if not piece.opened:
        return draft.reject(
            f"An entry ends after line {piece.line} that never began: <{_RECORD}> is missing.",
            "Add the tag in a text editor or export the file again.",
        )
    if not piece.closed:
        return draft.reject(
            f"The entry that begins on line {piece.line} has no end: </{_RECORD}> is missing.",
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
    return _record(draft, element, journal_title)


def _record(draft: Draft, element: _Element, journal_title: str) -> Entry:
    from screening.readers.ojs_fields import fill

    fill(draft, element, journal_title)
    return draft.finish()


def _line(element: _Element) -> int:
    return cast("int | None", element.sourceline) or 1


def _raw(element: _Element) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode", with_tail=False)


def _tell_repairs(draft: Draft, mended: MendedStream, element: _Element) -> None:
    """Tell what was mended within the lines of this element."""
    if not mended.repairs:
        return
    last = _line(element) + _raw(element).count("\n")
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
