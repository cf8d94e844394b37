"""Pages of a text: what stands between two form feeds. Offsets are code points of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from screening.records.texts import normal_text

PAGE_MARK = "\f"
# PDFium writes the hyphen of a word broken at a line's end, and the line's end, as one of these.
_BROKEN = re.compile("[\x02\ufffe]")
# Controls, halves of characters and direction overrides: nothing that is read, much that misleads.
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\uffff\ufeff]"
)
_LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its first code point in the whole text, and its text."""

    number: int
    start: int
    text: str


def clean_page(text: str) -> str:
    """The text of one page in normal form: words broken as printed, LF, no controls, NFC."""
    lines = _LINE_BREAKS.sub("\n", _BROKEN.sub("-\n", text))
    return normal_text(_DROPPED.sub("", lines))


def joined(pages: list[str]) -> str:
    """Pages as one text in normal form."""
    return normal_text(PAGE_MARK.join(clean_page(page) for page in pages))


def page_at(text: str, offset: int) -> int:
    """The number of the page, from 1, that a code point stands on; a mark ends its page."""
    return text.count(PAGE_MARK, 0, max(offset, 0)) + 1


def pages_of(text: str) -> tuple[Page, ...]:
    """The pages of a text, in order."""
    parts = text.split(PAGE_MARK)
    starts = accumulate((len(part) + 1 for part in parts[:-1]), initial=0)
    numbered = enumerate(zip(starts, parts, strict=True), start=1)
    return tuple(Page(number, start, part) for number, (start, part) in numbered)


def found_in(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand: (start, end), in any case, across line ends, hyphens there and pages."""
    pattern = _sought(words)
    if pattern is not None:
        for match in pattern.finditer(text):
            yield match.start(), match.end()


def _sought(words: str) -> re.Pattern[str] | None:
    """The words with any blanks between; a word may be broken by a hyphen at a line's end."""
    parts = normal_text(words).split()
    if not parts:
        return None
    broken = "(?:[-\u00ad\u2010]\\s+|\u00ad)?"
    return re.compile(
        r"\s+".join(broken.join(re.escape(char) for char in part) for part in parts),
        re.IGNORECASE,
    )
