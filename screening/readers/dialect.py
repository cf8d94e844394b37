"""Cutting line-tagged text into entries; what the tagged formats besides RIS and MEDLINE share.

A format says in a ``Dialect`` which lines open an entry, end one, carry a tag or belong to the file
itself. An entry also opens at a known tag where none is open, and at a head tag after a blank line
if the open entry has its title: a lost marker line never joins two entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from screening.readers.draft import Draft
from screening.readers.tagged import TaggedEntry, raw_text

_SENTENCE_ENDS = tuple('.!?:;)]"”’。\uff1b')
_BLANK = " \t\ufeff\x0c\x1a"

TagOf = Callable[[str], tuple[str, str] | None]


def matcher(pattern: str) -> TagOf:
    """Tags by a pattern whose first group is the tag and whose second is the value."""
    compiled = re.compile(pattern)

    def tag_of(line: str) -> tuple[str, str] | None:
        found = compiled.match(line)
        return (found[1], found[2] or "") if found else None

    return tag_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of one format are told apart.

    ``start`` opens an entry, ``end`` closes one, ``outside`` belongs to the file and to no entry.
    ``after_blank`` are tags that open an entry after a blank line; ``heads`` do so if a tag of
    ``titles`` was seen. Inside ``long_text`` an unknown tag is text if its sentence is not over,
    or, where tags look like prose (``prose_like``), always. A ``start`` line that is itself a tag
    becomes the first field.
    """

    start: re.Pattern[str]
    tag_of: TagOf
    known: frozenset[str]
    titles: frozenset[str]
    heads: frozenset[str] = frozenset()
    after_blank: frozenset[str] = frozenset()
    long_text: frozenset[str] = frozenset()
    end: re.Pattern[str] | None = None
    outside: re.Pattern[str] | None = None
    prose_like: bool = False


@dataclass(slots=True)
class _State:
    """What decides whether a line opens an entry."""

    is_open: bool = False
    after_blank: bool = True
    has_title: bool = False


def entries(lines: Iterable[tuple[int, str]], dialect: Dialect) -> Iterator[TaggedEntry]:
    """The entries of a file in order; text that stands outside of any goes to a neighbour."""
    state = _State()
    current: TaggedEntry | None = None
    between: list[str] = []
    for number, line in lines:
        if _ends(dialect, line):
            if current is not None and state.is_open:
                current.ended = True
                current.raw.append(line)
            state.is_open = False
            continue
        opens = _opens(dialect, state, line)
        if opens:
            if current is not None:
                yield current
            current, between = TaggedEntry(line=number, stray=between), []
        if current is not None and state.is_open:
            _take(dialect, current, number, line)
        elif line.strip(_BLANK) and not (dialect.outside and dialect.outside.match(line)):
            between.append(line.strip(_BLANK))
    if current is not None:
        current.stray.extend(between)
        yield current


def count(lines: Iterable[tuple[int, str]], dialect: Dialect) -> int:
    """How many entries open; looks at markers and tags only."""
    state, found = _State(), 0
    for _, line in lines:
        if _ends(dialect, line):
            state.is_open = False
        else:
            found += _opens(dialect, state, line)
    return found


def _ends(dialect: Dialect, line: str) -> bool:
    return bool(dialect.end and dialect.end.match(line))


def _opens(dialect: Dialect, state: _State, line: str) -> bool:
    """Whether a line opens an entry; takes the line into the state."""
    found = dialect.tag_of(line)
    tag = found[0] if found else ""
    opens = bool(dialect.start.match(line)) or bool(
        (not state.is_open and tag in dialect.known)
        or (state.after_blank and tag in dialect.after_blank)
        or (state.after_blank and state.has_title and tag in dialect.heads)
    )
    if opens:
        state.is_open, state.has_title = True, False
    state.has_title = state.has_title or tag in dialect.titles
    state.after_blank = not line.strip(_BLANK)
    return opens


def _take(dialect: Dialect, entry: TaggedEntry, number: int, line: str) -> None:
    is_first = not entry.raw
    entry.raw.append(line)
    found = dialect.tag_of(line)
    if found and not _is_wrapped_text(dialect, entry, found[0]):
        entry.add(found[0], found[1], number)
    elif line.strip(_BLANK) and not (is_first and dialect.start.match(line)):
        entry.wrap(line.strip(_BLANK))


def _is_wrapped_text(dialect: Dialect, entry: TaggedEntry, tag: str) -> bool:
    """Whether a line that looks like a tag continues the running text before it."""
    if not entry.fields or entry.fields[-1].tag not in dialect.long_text:
        return False
    if tag in dialect.known and tag not in dialect.after_blank:
        return False
    before = next((line for line in reversed(entry.fields[-1].lines) if line.strip()), "")
    return dialect.prose_like or bool(before and not before.rstrip().endswith(_SENTENCE_ENDS))


def draft_of(position: int, entry: TaggedEntry) -> Draft:
    """A draft for an entry, with the text that stood outside any tag kept."""
    draft = Draft(position=position, line=entry.line, raw=raw_text(entry.raw))
    for text in entry.stray:
        draft.keep("(outside any tag)", text)
    return draft


def head_lines(text: str) -> list[str]:
    """The lines of a head for a sniff; LF, CRLF and bare CR all end a line."""
    return re.split(r"\r\n|\r|\n", text)


def starts_in(text: str, start: re.Pattern[str]) -> int:
    """How many lines of a head open an entry."""
    return sum(1 for line in head_lines(text) if start.match(line))
