"""A JSON file cut at its records without parsing it: to count, to stream and to rescue.

Read are an array of objects, such an array under a name (``results``, ``items``), and one object
after another (JSON Lines). Memory is that of one record and a few MB. Where a brace or a quote is
missing, the next object that begins as the first one did begins a new record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.readers.source import Source

_BLOCK = 1 << 22
_LOOK_AHEAD = 1 << 20
_MAX_RECORD = 1 << 24
_WRAPPER = re.compile(
    r'"(?:results|items|records|references|References|data|studies)"\s*:\s*\[(?=\s*[{\]])'
)
# What only stands in a record; a list after it is the record's own, such as its references.
_IN_RECORD = re.compile(r'"protocolSection"\s*:')
_BEGUN = r'"(?:[^"\\\n]++|\\.)*+'
_TEXT = _BEGUN + '"'
_BEGUN_TEXT = re.compile(_BEGUN)
_FIRST = re.compile(rf"\{{\s*({_TEXT})\s*:(\s*(?:{_TEXT}|[\w.+-]+)\s*,\s*({_TEXT})\s*:)?")
# A closing quote stands before a comma, colon or bracket; a quote without one is a stray.
_MARK = r'["{}\[\]]'
_TOKEN = rf"{_TEXT}(?=\s*(?:[,:\]}}]|\Z))|{_MARK}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonPiece:
    """The text of one record as it stands in the file; which of its two braces are there."""

    line: int
    text: str
    opened: bool = True
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    text: str
    at: int
    end: int
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where the records begin, whether other things follow them, and how each record begins."""

    begin: int
    is_wrapped: bool
    first: str


def first_object(text: str) -> str:
    """The text from the first record on, empty if the head shows none."""
    return text[_layout(text).begin :].lstrip("\ufeff \t\r\n[")


def count_objects(source: Source) -> int:
    """Records of the file by their braces."""
    return sum(1 for _ in spans(source))


def cut_objects(source: Source) -> Iterator[JsonPiece]:
    """The text of every record, in order."""
    at, line = 0, 1
    with source.text() as stream:
        for start, end, closed in spans(source):
            begin = at if start is None else start
            line += stream.read(begin - at).count("\n")
            text = stream.read(_MAX_RECORD if end is None else end - begin)
            yield JsonPiece(line=line, text=text, opened=start is not None, closed=closed)
            at, line = begin + len(text), line + text.count("\n")


def spans(source: Source) -> Iterator[tuple[int | None, int | None, bool]]:
    """``(start, end, closed)`` of each record, in characters; see ``_Cutter``."""
    cutter = _Cutter(is_wrapped=_layout(source.head.text).is_wrapped)
    for token in _tokens(source):
        yield from cutter.take(token)
    if cutter.depth:
        yield cutter.start, None, False


class _Cutter:
    """Counts the brackets that are open inside the record; 0 between records.

    A text between records belongs to a record whose opening brace is missing.
    """

    def __init__(self, *, is_wrapped: bool) -> None:
        self.is_wrapped = is_wrapped
        self.is_over = False
        self.start: int | None = None
        self.depth = 0

    def take(self, token: _Token) -> Iterator[tuple[int | None, int | None, bool]]:
        """The record that ends at this token, if one does."""
        if token.is_first and self.depth:
            yield self.start, token.at, False
            self.depth = 0
        if not self.depth:
            self._between(token)
        elif token.text in {"{", "["}:
            self.depth += 1
        elif token.text in {"}", "]"}:
            self.depth -= 1
            if not self.depth:
                yield self.start, token.end, True

    def _between(self, token: _Token) -> None:
        if token.text == "]":
            self.is_over = self.is_wrapped
        elif token.is_first or not self.is_over:
            if token.text == "{":
                self.start, self.depth = token.at, 1
            elif len(token.text) > 1:
                self.start, self.depth = None, 1


def _tokens(source: Source) -> Iterator[_Token]:
    layout = _layout(source.head.text)
    first = rf"(\{{)(?={layout.first})" if layout.first else "(x^)"
    patterns = re.compile(f"{first}|{_TOKEN}"), re.compile(f"{first}|{_MARK}")
    offset, rest, ended = layout.begin, "", False
    with source.text() as stream:
        stream.read(layout.begin)
        while not ended:
            block = stream.read(_BLOCK)
            ended = not block
            data, at = rest + block, 0
            limit = len(data) + 1 if ended else len(data) - _LOOK_AHEAD
            for found in _found(patterns, data, limit):
                at = found.end()
                yield _Token(
                    text=found.group(),
                    at=offset + found.start(),
                    end=offset + at,
                    is_first=found[1] is not None,
                )
            at = max(at, min(limit, len(data)))
            offset, rest = offset + at, data[at:]


def _found(
    patterns: tuple[re.Pattern[str], re.Pattern[str]], data: str, limit: int
) -> Iterator[re.Match[str]]:
    """What stands before the limit: texts and marks, marks only inside a text that has no end.

    Every quotation mark in such a text is escaped, so none of them begins a text that has one.
    """
    texts, marks = patterns
    at = endless_to = 0
    while (found := (marks if at < endless_to else texts).search(data, at)) and (
        found.start() < limit
    ):
        if at < endless_to <= found.start():
            at = endless_to
            continue
        yield found
        at = found.end()
        if found.group() == '"' and at > endless_to:
            begun = _BEGUN_TEXT.match(data, found.start())
            stop = begun.end() if begun else at
            endless_to = at if data[stop : stop + 1] == '"' else stop


def _layout(head: str) -> _Layout:
    start = len(head) - len(head.lstrip("\ufeff \t\r\n"))
    wrapper = _WRAPPER.search(head) if head[start : start + 1] == "{" else None
    if wrapper and _IN_RECORD.search(head, start, wrapper.start()):
        wrapper = None
    begin = wrapper.end() if wrapper else start
    return _Layout(begin=begin, is_wrapped=wrapper is not None, first=_first_keys(head, begin))


def _first_keys(head: str, begin: int) -> str:
    """How the first record begins, as a pattern; empty if objects inside it begin so too."""
    at = head.find("{", begin)
    found = _FIRST.match(head, at) if at >= 0 else None
    if found is None:
        return ""
    keys = rf"\s*{re.escape(found[1])}\s*:"
    if found[3]:
        keys += rf"\s*(?:{_TEXT}|[\w.+-]+)\s*,\s*{re.escape(found[3])}\s*:"
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(head, at)
    except (ValueError, RecursionError):
        return keys
    return keys if len(re.findall(rf"\{{{keys}", head[at:end])) == 1 else ""
