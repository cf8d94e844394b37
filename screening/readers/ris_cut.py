"""Cutting RIS text into entries: whole regular entries at once, everything else line by line.

An entry begins at ``TY`` and ends at ``ER``; each is optional in practice. The short way takes only
what the long way would read the same: every line ``XX  -`` with a known tag, or a line that cannot
be mistaken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from unicodedata import is_normalized

from screening.readers.ris_tags import KNOWN, LONG_TEXT
from screening.readers.tagged import TaggedEntry, raw_text

_TAG = re.compile(r"[ \t\ufeff]*([A-Z][A-Z0-9])([ \t]{1,4})[-–](?:[ \t]+(.*)|([^ \t].*)?)$")
_START = re.compile(r"[ \t\ufeff]{0,14}TY[ \t]{1,4}[-–]")
_END = re.compile(r"[ \t]{0,14}ER(?:[ \t]{2,4}[-–].*|[ \t]*[-–]?[ \t]*)$")
_MARK = re.compile(r"\n(?:[ \t\ufeff]{0,14}(?:TY|ER)|Record #)")
_NUMBERED = re.compile(r"Record #\d+ of \d+\s*$")
_SENTENCE_END = re.compile(r"[.!?:;)\]\"”’]\s*$")
_REGULAR_TAG = re.compile(r"\n([A-Z][A-Z0-9])  -")
_DOUBTFUL_LINE = re.compile(
    r"\n(?![A-Z][A-Z0-9]  -)"
    r"(?:[ \t\ufeff]*(?:[A-Z][A-Z0-9][ \t]{1,4}[-–]|ER[ \t]*[-–]?[ \t]*(?:\n|$))|Record #)"
)
_REGULAR_START = "TY  -"
_REGULAR_END = "\nER  -"
_BLANK = " \t\ufeff\x0c\x1a"
# A longer entry is cut line by line.
_LONGEST = 1 << 20


@dataclass(slots=True, kw_only=True)
class RisEntry:
    r"""One entry: ``(tag, value)`` in file order, the lines of a value parted by ``\n``.

    ``stray`` is text outside any tag; ``raw`` gives the entry as it stood in the file. ``is_plain``
    says that all of it is printable and NFC.
    """

    line: int
    fields: list[tuple[str, str]]
    raw: str | Callable[[], str]
    stray: list[str] = field(default_factory=list)
    ended: bool = True
    is_plain: bool = False


def entries(blocks: Iterable[tuple[int, str]]) -> Iterator[RisEntry]:
    """The entries of a file in order; text after an entry goes to the next, or to the last."""
    cutter = _LineCutter()
    for first, text in _rejoined(blocks):
        number, at = first, 0
        while at < len(text):
            regular = _regular(text, at, number) if cutter.is_idle else None
            if regular:
                entry, end, lines = regular
                done = cutter.put(entry)
            else:
                end, lines = text.find("\n", at) + 1 or len(text) + 1, 1
                done = cutter.take(number, text[at : end - 1])
            number, at = number + lines, end
            if done:
                yield done
    yield from cutter.rest()


def count(blocks: Iterable[tuple[int, str]]) -> int:
    """How many entries open; looks at the lines that open and end one only."""
    found, is_open = 0, False
    for _, block in blocks:
        text, at = "\n" + block, 0
        for mark in _MARK.finditer(text):
            if not is_open and _has_known_tag(text[at : mark.start()]):
                found, is_open = found + 1, True
            at = text.find("\n", mark.end())
            at = len(text) if at < 0 else at
            line = text[mark.start() + 1 : at]
            if _ends(line) or _is_numbered(line):
                is_open = False
            elif _starts(line) or (not is_open and is_known_tag(line)):
                found, is_open = found + 1, True
        if not is_open and _has_known_tag(text[at:]):
            found, is_open = found + 1, True
    return found


def _has_known_tag(text: str) -> bool:
    return not text.isspace() and any(map(is_known_tag, text.split("\n")))


def is_start(line: str) -> bool:
    """Whether a line opens an entry."""
    return bool(_START.match(line))


def is_known_tag(line: str) -> bool:
    """Whether a line begins with a tag of RIS."""
    return tag_of(line) in KNOWN


def tag_of(line: str) -> str:
    """The tag that a line begins with, empty if there is none."""
    found = _TAG.match(line)
    return found[1] if found else ""


def _rejoined(blocks: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Blocks cut before the entry that goes on in the next one, unless it is very long."""
    rest, start = "", 1
    for number, block in blocks:
        text = rest + block
        start = start if rest else number
        cut = text.rfind("\n" + _REGULAR_START) + 1
        rest = text[cut:] if 0 < len(text) - cut < _LONGEST else ""
        whole = text[: len(text) - len(rest)]
        if whole:
            yield start, whole
            start += whole.count("\n")
    if rest:
        yield start, rest


def _regular(text: str, at: int, number: int) -> tuple[RisEntry, int, int] | None:
    """The entry that begins here, if every line of it is beyond doubt.

    With it come the place behind it and the blank lines that follow, and how many lines that are.
    """
    if not text.startswith(_REGULAR_START, at):
        return None
    end = text.find(_REGULAR_END, at)
    if end < 0:
        return None
    raw = text[at:end]
    line_ends = raw.count("\n")
    fields = _fields(raw, line_ends)
    if not fields:
        return None
    stop = text.find("\n", end + 1)
    stop = len(text) if stop < 0 else stop
    after = stop + 1
    while text.startswith("\n", after):
        after += 1
    is_plain = raw.replace("\n", "").isprintable() and is_normalized("NFC", raw)
    entry = RisEntry(line=number, fields=fields, raw=text[at:stop], is_plain=is_plain)
    return entry, after, line_ends + 1 + after - stop


def _fields(raw: str, line_ends: int) -> list[tuple[str, str]]:
    """Tags and values of an entry; none if there is a doubt about one of them."""
    parts = _REGULAR_TAG.split("\n" + raw)
    tags, values = parts[1::2], parts[2::2]
    if line_ends >= len(tags) and _DOUBTFUL_LINE.search(raw):
        return []
    are_tags = tags.count("TY") == 1 and _are_tags(tags)
    return list(zip(tags, values, strict=True)) if are_tags else []


def _are_tags(tags: list[str]) -> bool:
    """Whether all are known, or at least do not stand where running text may be wrapped."""
    return KNOWN.issuperset(tags) or all(
        tag in KNOWN or before not in LONG_TEXT for before, tag in pairwise(tags)
    )


@dataclass(slots=True)
class _LineCutter:
    """Takes lines one by one; gives an entry when the next begins, so that it can have its rest."""

    done: RisEntry | None = None
    current: TaggedEntry | None = None
    between: list[str] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Whether the next line stands outside any entry and nothing waits for it."""
        return self.current is None and not self.between

    def put(self, entry: RisEntry | None) -> RisEntry | None:
        """Hold an entry that is complete; gives the one before."""
        previous, self.done = self.done, entry
        return previous

    def take(self, number: int, line: str) -> RisEntry | None:
        """Take the next line; gives the entry before the one that it opens."""
        ends, numbered = _ends(line), _is_numbered(line)
        if ends or numbered:
            self._close(line, ends=ends)
            return None
        found = _TAG.match(line)
        previous = None
        if _starts(line) or (self.current is None and found and found[1] in KNOWN):
            previous = self.put(None) if self.current is None else _settled(self.current)
            self.current, self.between = TaggedEntry(line=number, stray=self.between), []
        if self.current is not None:
            _take_line(self.current, number, line, found)
        elif line.strip(_BLANK):
            self.between.append(line.strip())
        return previous

    def _close(self, line: str, *, ends: bool) -> None:
        if self.current is not None:
            self.current.ended = ends
            self.current.raw.append(line)
            self.done, self.current = _settled(self.current), None
        if not ends:
            self.between.append(line.strip())

    def rest(self) -> Iterator[RisEntry]:
        """The last entry, with the text after it."""
        last = _settled(self.current) if self.current else self.done
        if last:
            last.stray = last.stray + self.between
            yield last


def _settled(entry: TaggedEntry) -> RisEntry:
    return RisEntry(
        line=entry.line,
        fields=[(item.tag, "\n".join(item.lines)) for item in entry.fields],
        raw=partial(raw_text, entry.raw),
        stray=entry.stray,
        ended=entry.ended,
    )


def _starts(line: str) -> bool:
    return "TY" in line[:16] and is_start(line)


def _ends(line: str) -> bool:
    return "ER" in line[:16] and bool(_END.match(line))


def _is_numbered(line: str) -> bool:
    return line.startswith("Record #") and bool(_NUMBERED.match(line))


def _take_line(entry: TaggedEntry, number: int, line: str, found: re.Match[str] | None) -> None:
    entry.raw.append(line)
    if found and not _is_wrapped_text(entry, found):
        entry.add(found[1], found[3] or found[4] or "", number)
    elif line.strip():
        entry.wrap(line)


def _is_wrapped_text(entry: TaggedEntry, found: re.Match[str]) -> bool:
    """Whether a line that looks like a tag is a wrapped line of the field before.

    ``HR  - 1.5 (95% CI ...)`` inside an abstract is text: the tag is unknown and the sentence
    before it is not over. A known tag counts as text only if it is written with one blank in an
    entry that writes two.
    """
    if not entry.fields or entry.fields[-1].tag not in LONG_TEXT:
        return False
    lines = reversed(entry.fields[-1].lines)
    before = next((line for line in lines if line.strip()), "")
    if not before or _SENTENCE_END.search(before):
        return False
    narrow = len(found[2]) == 1 and entry.raw[0].lstrip(" \t\ufeff").startswith("TY  ")
    return found[1] not in KNOWN or narrow
