"""The rules by which the best value of a field is chosen among records of the same report.

A score says how good a record's value of a field is, the highest wins; a join puts values together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from screening.records.normalise import is_copyright_notice, is_missing
from screening.records.types import Record

_CUT = re.compile(
    r"(?:\.\.\.|…|\[\.\.\.\]|\[…\]|\(?abstract truncated[^)]*\)?|\btruncated\]?)\s*$", re.IGNORECASE
)
_RIGHTS = re.compile(r"(?:©|\(c\)\s*\d{4}|\bcopyright\s*(?:©|\d{4})).*$", re.IGNORECASE | re.DOTALL)
_SUBTITLE = re.compile(r"\s[:=]\s.*$", re.DOTALL)
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_RANGE = re.compile(r"(\d+)\s*[-–—\u2010]+\s*[a-z]*(\d+)", re.IGNORECASE)
_ET_AL = re.compile(r"\bet\.? al\b|\band others\b", re.IGNORECASE)
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"

Part = TypeVar("Part")
Score = Callable[[Record, Sequence[Record]], tuple[int, ...]]
Join = Callable[[Sequence[Record]], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is chosen, in words and as a score of a record among all that have the field."""

    says: str
    score: Score


def letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


def folded(text: str) -> str:
    """A text for comparing: letters and digits, lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def is_cut(text: str) -> bool:
    """Whether a text was cut off by the database: it ends in dots, or says so."""
    return bool(_CUT.search(text.strip()))


def _readable(text: str) -> bool:
    return _UNREADABLE not in text and not (text.isupper() and letters(text) > 8)


def _title(record: Record, _all: Sequence[Record]) -> tuple[int, ...]:
    text = record.title
    whole = not is_cut(text) and not is_missing(text)
    return whole, _readable(text), letters(_BRACKETS.sub(" ", text))


def _abstract(record: Record, _all: Sequence[Record]) -> tuple[int, ...]:
    text = record.abstract
    real = not is_missing(text) and not is_copyright_notice(text)
    return real, not is_cut(text), _UNREADABLE not in text, letters(_RIGHTS.sub("", text))


def _authors(record: Record, _all: Sequence[Record]) -> tuple[int, ...]:
    names = [author.name for author in record.authors]
    whole = not any(_ET_AL.search(name) or is_cut(name) for name in names)
    return whole, len(names), all(map(_readable, names)), sum(map(letters, names))


def _venue(record: Record, _all: Sequence[Record]) -> tuple[int, ...]:
    text = record.venue
    plain = not _BRACKETS.search(text) and not any(map(str.isdigit, text))
    return plain, _readable(text), letters(_SUBTITLE.sub("", text))


def _pages(record: Record, all_: Sequence[Record]) -> tuple[int, ...]:
    found = _RANGE.search(record.pages)
    whole = bool(found) and len(found[1]) <= len(found[2]) if found else False
    return whole, bool(found), _votes("pages")(record, all_)[0]


def _votes(field: str) -> Callable[[Record, Sequence[Record]], tuple[int, ...]]:
    def count(record: Record, all_: Sequence[Record]) -> tuple[int, ...]:
        values = Counter(folded(str(getattr(at, field))) for at in all_)
        return (values[folded(str(getattr(record, field)))],)

    return count


def _any(_record: Record, _all: Sequence[Record]) -> tuple[int, ...]:
    return ()


def _texts(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for text in (text for texts in lists for text in texts):
        first.setdefault(folded(text) or text, text)
    return tuple(first.values())


def _once(lists: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(part for parts in lists for part in parts))


def _dates(records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """One date per label, the most precise."""
    best: dict[str, str] = {}
    for label, date in (pair for record in records for pair in record.dates):
        if len(date) > len(best.get(label, "")):
            best[label] = date
    return tuple(best.items())


JOINED = "all that the sources give, each once"
_MOST = "what most sources give"
_PUBMED = "PubMed's, else the kept record's, else the first given"

CHOSEN: Mapping[str, Rule] = {
    "title": Rule("whole, not in capitals only; then the longest outside brackets", _title),
    "abstract": Rule("not cut off; then the longest, notices of rights not counted", _abstract),
    "authors": Rule("without 'et al.'; then most authors, then the fullest names", _authors),
    "year": Rule(_MOST, _votes("year")),
    "venue": Rule("without numbers or brackets; then the full name over the short one", _venue),
    "volume": Rule(_MOST, _votes("volume")),
    "issue": Rule(_MOST, _votes("issue")),
    "pages": Rule("first and last page in full; then what most sources give", _pages),
    "doi": Rule(_MOST, _votes("doi")),
    "pmid": Rule(_MOST, _votes("pmid")),
    "url": Rule(_PUBMED, _any),
    "language": Rule(_PUBMED, _any),
    "type": Rule(_PUBMED, _any),
    "publisher": Rule(_PUBMED, _any),
}
JOINS: Mapping[str, Join] = {
    "keywords": lambda records: _texts(at.keywords for at in records),
    "issn": lambda records: _texts(at.issn for at in records),
    "other_ids": lambda records: _once(at.other_ids for at in records),
    "dates": _dates,
    "local_texts": lambda records: _once(at.local_texts for at in records),
    "links": lambda records: _once(at.links for at in records),
}
RULES: Mapping[str, str] = {
    **{field: rule.says for field, rule in CHOSEN.items()},
    **dict.fromkeys(JOINS, JOINED),
    "dates": "one of each kind, the most precise",
}
"""Field -> its rule in words; equal values: PubMed's first, then the kept record's."""
