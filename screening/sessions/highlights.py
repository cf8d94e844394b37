"""Which words of a text are marked while screening: the protocol's include and exclude terms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from screening.events.kinds import Mark

# A hyphen at a line's end, as full texts have it; looked for only in texts that have some.
_BREAK = "-\n"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked stretch of a text: code points, end exclusive."""

    start: int
    end: int
    mark: Mark


def highlights(
    text: str, include: tuple[str, ...], exclude: tuple[str, ...]
) -> tuple[Highlight, ...]:
    """Mark every word that begins with a term, regardless of case; marks never overlap.

    A term may have several words, with any blanks between; a word may be broken by a hyphen at a
    line's end. Where two terms match at one place
    the longer one counts, and include before exclude.
    """
    pattern, marks = _pattern(include, exclude, broken=_BREAK in text)
    if not marks:
        return ()
    return tuple(
        Highlight(found.start(), found.end(), marks[(found.lastindex or 1) - 1])
        for found in pattern.finditer(text)
    )


@lru_cache(maxsize=8)
def _pattern(
    include: tuple[str, ...], exclude: tuple[str, ...], *, broken: bool
) -> tuple[re.Pattern[str], tuple[Mark, ...]]:
    """One group for each term, longest first, and what each group speaks for."""
    terms = [(term, Mark.INCLUDE) for term in include] + [(term, Mark.EXCLUDE) for term in exclude]
    cleaned = [(" ".join(term.rstrip("*").split()), mark) for term, mark in terms]
    ordered = sorted((pair for pair in cleaned if pair[0]), key=lambda pair: -len(pair[0]))
    pattern = "|".join(_of_term(term, broken=broken) for term, _mark in ordered)
    return re.compile(pattern, re.IGNORECASE), tuple(mark for _term, mark in ordered)


def _of_term(term: str, *, broken: bool) -> str:
    between = f"(?:{_BREAK})?" if broken else ""
    words = r"\s+".join(between.join(map(re.escape, word)) for word in term.split())
    if unicodedata.east_asian_width(term[0]) in "WF":  # scripts without blanks between words
        return f"({words})"
    return rf"((?<!\w){words}\w*)"
