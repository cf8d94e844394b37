"""Where a report was printed: venue, volume, issue and pages, out of what exports make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from screening.dedup.text import fold
from screening.records import RecordContent

_PAGE = re.compile(r"[a-z]{0,4}\d+[a-z]{0,2}")
_RANGE = re.compile(r"([a-z]{0,4}\d+[a-z]{0,2})\s*[-–—\u2010]+\s*([a-z]{0,4}\d+[a-z]{0,2})")
# A first page cut short: "t-8", "Suppl-12"
_FRAGMENT = re.compile(r"[a-z]+\s*[-–—]+\s*(\d+)$")
# Spreadsheets turn "12-13" into "Dec-13"; "9 p" counts pages.
_NO_PAGE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|^\d+\s*p(?:p|ages?)?\.?$"
)
_NUMBER = re.compile(r"\d+")
# Embase by Ovid puts it all into the venue, such as Pharmazie, volume, issue and pp in brackets.
_COMPOSITE = re.compile(r"^(.+?)\.\s?(\d+)\s*\(([^)]*)\).*?\(pp\s*([^)]+)\)")
# Embase names the congress behind the journal: "Circulation. Conference, ..."
_CONFERENCE_TAIL = re.compile(r"(?<=\w)\.\s*conference\b:?\s*(.*)$", re.IGNORECASE)
# Web of Science and Scopus add year and volumes to a congress: "2007 ... , VOLS 1-3".
_EDITION = re.compile(r"\b(?:(?:19|20)\d\d|vols? [\divx ]+$)(?=\s|$)")
_STOP = frozenset(
    (
        *("a", "an", "and", "of", "the", "in", "for", "on", "de", "la", "le", "les", "du", "des"),
        *("der", "die", "das", "und", "et", "del", "di"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Volume, issue and pages in normal form, each empty if unknown."""

    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""


def place_of(content: RecordContent) -> Place:
    """Volume, issue and pages of a record, taken out of the venue where they stand there."""
    volume, issue, pages = content.volume, content.issue, content.pages
    composite = _COMPOSITE.match(content.venue)
    if composite:
        volume, issue = volume or composite[2], issue or composite[3]
        pages = pages or composite[4]
    first, last = pages_of(pages, content.year)
    return Place(
        volume=_first_number(volume, content.year),
        issue=_first_number(issue, None),
        first_page=first,
        last_page=last,
    )


def pages_of(text: str, year: int | None = None) -> tuple[str, str]:
    """First and last page; a short last page is made whole, what is no page left out.

    >>> pages_of("221-8"), pages_of("e4-e5"), pages_of("Dec-13"), pages_of("376 -- 383")
    (('221', '228'), ('e4', 'e5'), ('', ''), ('376', '383'))
    """
    text = text.lower().strip().removeprefix("pp").strip(". ")
    if _NO_PAGE.search(text) or text == str(year):
        return "", ""
    fragment = _FRAGMENT.match(text)
    if fragment:
        return "", fragment[1]
    spread = _RANGE.search(text)
    if spread:
        first, last = spread[1].lstrip("0"), spread[2]
        if len(last) < len(first) and last.isdigit():
            last = first[: len(first) - len(last)] + last
        return first, last
    found = _PAGE.search(text)
    return (found.group().lstrip("0"), "") if found else ("", "")


def _first_number(text: str, year: int | None) -> str:
    found = _NUMBER.search(text)
    number = found.group().lstrip("0") if found else ""
    return "" if number == str(year) else number


@lru_cache(maxsize=20_000)
def venue_words(venue: str) -> str:
    """The folded words of a venue without articles, composites and what stands in brackets."""
    composite = _COMPOSITE.match(venue)
    name = composite[1] if composite else venue
    name = _CONFERENCE_TAIL.sub("", name)
    name = re.sub(r"\([^)]*\)|\s[:=/]\s.*$", " ", name).strip() or name
    return _words(name)


@lru_cache(maxsize=20_000)
def congress_of(venue: str) -> str:
    """The folded name of the congress that stands behind a journal, mostly empty.

    >>> congress_of("Circulation. Conference: 9th Congress of Sleep. Bern")
    '9th congress sleep bern'
    """
    tail = _CONFERENCE_TAIL.search(venue)
    return _words(tail[1]) if tail else ""


def _words(name: str) -> str:
    folded = fold(name)
    kept = _EDITION.sub(" ", folded).strip() or folded
    return " ".join(word for word in kept.split() if word not in _STOP)


@lru_cache(maxsize=50_000)
def same_venue(one: str, two: str) -> bool | None:
    """Whether two venues of ``venue_words`` are one, abbreviated or not; None if one is missing.

    >>> same_venue("curr opin lipidol", "current opinion lipidology"), same_venue("brain", "gut")
    (True, False)
    """
    if not one or not two:
        return None
    short, long = sorted((one.split(), two.split()), key=len)
    return (
        one == two
        or (len(short) >= 3 and long[: len(short)] == short)
        or _abbreviates(short, long)
        or _is_acronym(short, long)
        or _is_acronym(long, short)
    )


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Whether each word of the short name begins a word of the long one, in order, or inversely."""
    left = iter(long)
    for word in short:
        if not any(_begins(word, other) for other in left):
            return False
    return len(long) <= 2 * len(short) + 1


def _begins(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if long.startswith(short):
        return True
    # "natl" for "national", "jpn" for "japanese": same first letter, letters in order.
    letters = iter(long)
    return len(short) > 2 and short[0] == long[0] and all(mark in letters for mark in short)


def _is_acronym(short: list[str], long: list[str]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long)
