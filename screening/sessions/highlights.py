"""Which words of a text are marked while screening: the protocol's include and exclude terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from screening.events.kinds import Mark

# A hyphen at a line's end, as full texts have it; looked for only in texts that have some.
_BREAK = "-\n"
# At a term's end: whatever the word ends with.
_ANY_END = "*"
# Scripts that write without blanks between words, or put endings to them: Thai, Lao, Tibetan,
# Myanmar, Korean, Khmer, Chinese and Japanese, wide letters.
_UNPARTED = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    r"\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
# Stands for such a sign where other scripts' words are looked for: they end before it.
_GAP = "\x00"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked stretch of a text: code points, end exclusive."""

    start: int
    end: int
    mark: Mark


def highlights(
    text: str, include: tuple[str, ...], exclude: tuple[str, ...]
) -> tuple[Highlight, ...]:
    """Mark every term where it stands as a whole word, regardless of case; marks never overlap.

    A term that ends with an asterisk marks every word that begins with it. In scripts without
    blanks between words a term is marked wherever it stands. A term may have several words, with
    any blanks between; a word may be broken by a hyphen at a line's end. Where two terms match at
    one place the longer one counts, and include before exclude.
    """
    broken = _BREAK in text
    parted, unparted = _patterns(include, exclude, broken=broken)
    found = list(_found(parted, text if text.isascii() else _UNPARTED.sub(_GAP, text)))
    if unparted.marks and not text.isascii():
        found = _apart([*found, *_found(unparted, text)])
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Terms:
    """One group for each term, longest first, and what each group speaks for."""

    pattern: re.Pattern[str]
    marks: tuple[Mark, ...]


def _found(terms: _Terms, text: str) -> Iterator[Highlight]:
    if terms.marks:
        for at in terms.pattern.finditer(text):
            yield Highlight(at.start(), at.end(), terms.marks[(at.lastindex or 1) - 1])


def _apart(found: list[Highlight]) -> list[Highlight]:
    """In order, without those that begin within another one."""
    kept: list[Highlight] = []
    for at in sorted(found, key=lambda at: (at.start, -at.end)):
        if not kept or kept[-1].end <= at.start:
            kept.append(at)
    return kept


@lru_cache(maxsize=8)
def _patterns(
    include: tuple[str, ...], exclude: tuple[str, ...], *, broken: bool
) -> tuple[_Terms, _Terms]:
    """Terms of scripts with blanks between words, and those with a sign of another script."""
    terms = [(term, Mark.INCLUDE) for term in include] + [(term, Mark.EXCLUDE) for term in exclude]
    cleaned = [(cleaned_term(term), mark) for term, mark in terms]
    ordered = sorted((pair for pair in cleaned if pair[0]), key=lambda pair: -len(pair[0]))
    sides: tuple[list[tuple[str, Mark]], list[tuple[str, Mark]]] = ([], [])
    for pair in ordered:
        sides[bool(_UNPARTED.search(pair[0]))].append(pair)
    return _compiled(sides[0], broken=broken), _compiled(sides[1], broken=broken)


def _compiled(terms: Sequence[tuple[str, Mark]], *, broken: bool) -> _Terms:
    pattern = "|".join(_of_term(term, broken=broken) for term, _mark in terms)
    return _Terms(re.compile(pattern, re.IGNORECASE), tuple(mark for _term, mark in terms))


def _of_term(term: str, *, broken: bool) -> str:
    between = f"(?:{_BREAK})?" if broken else ""
    stem = term.rstrip(_ANY_END)
    words = r"\s+".join(between.join(map(re.escape, word)) for word in stem.split())
    start = "" if _UNPARTED.match(stem[0]) else r"(?<!\w)"
    ends = r"\w*" if term != stem else r"(?!\w)"
    end = "" if _UNPARTED.match(stem[-1]) else ends
    return f"({start}{words}{end})"


def cleaned_term(term: str) -> str:
    """A term with single blanks, and one asterisk at its end if it had any; may be empty."""
    stem = " ".join(term.split()).rstrip(f"{_ANY_END} ")
    return f"{stem}{_ANY_END}" if stem and term.rstrip().endswith(_ANY_END) else stem
