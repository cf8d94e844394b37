"""Which of many reports a file could be of at all, found without a look at every report.

Each report is kept under a few keys, and a file shows keys of its own: no clue of
``screening.fulltext.match`` speaks for a report that has no key in common with the file. Of what
needs only a share of a title, the rarest parts are keys: where at most m parts may be missing, one
of any m + 1 is there (prefix filtering; Chaudhuri S, Ganti V, Kaushik R, ICDE 2006). Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from screening.fulltext.clues import Clues, folded, words_of
from screening.fulltext.match import FAIR_TITLE, LONG_DOI, LONG_TITLE, Candidate
from screening.records import record_number

_FAMILY = 4
Key = tuple[str, ...]


class Catalogue:
    """The reports of a review, kept under what a file may show of them."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates = tuple(candidates)
        often = Counter(word for at in self._candidates for word in words_of(at.title))
        self._places: dict[Key, list[int]] = {}
        for place, at in enumerate(self._candidates):
            for key in _keys_of(at, often):
                self._places.setdefault(key, []).append(place)

    def near(self, clues: Clues) -> tuple[Candidate, ...]:
        """Every report that some clue of the file could speak for, in the order given."""
        shown = set(_keys_shown(clues)) & self._places.keys()
        places = {place for key in shown for place in self._places[key]}
        return tuple(self._candidates[place] for place in sorted(places))


def _keys_of(at: Candidate, often: Counter[str]) -> set[Key]:
    """The keys of a report; ``often``: how often each word stands in all titles."""
    words = words_of(at.title)
    found: set[Key] = {("record", str(record_number(at.record)))}
    if title := "".join(words):
        found.add(("title", _middle(title)))
    if at.doi:
        found.add(("doi", folded(at.doi)[-LONG_DOI:]))
    if at.pmid:
        found.add(("number", at.pmid))
    if at.year is not None and (family := folded("".join(at.families[:1]))):
        found.add(("author", family[:_FAMILY], str(at.year)))
    if len(title) >= LONG_TITLE:
        found |= {("pair", *pair) for pair in _rarest_pairs(words, often)}
    return found | {("name", word) for word in _rarest_words(words, often)}


def _rarest_pairs(words: Sequence[str], often: Counter[str]) -> list[tuple[str, str]]:
    """Neighbours of which one is on the first pages if three quarters of them are."""
    pairs = sorted(pairwise(words), key=lambda pair: min(often[word] for word in pair))
    return pairs[: len(pairs) // 4 + 1]


def _rarest_words(words: Sequence[str], often: Counter[str]) -> list[str]:
    """Words of which one is in the file's name if two fifths of them are, and at least four."""
    long = sorted((word for word in words if len(word) > 2), key=lambda word: often[word])
    least = max(4, -(-4 * len(long) // 10))
    return long[: max(0, len(long) - least + 1)]


def _keys_shown(clues: Clues) -> Iterator[Key]:
    """The keys that a file shows."""
    yield from (("record", str(number)) for number in clues.name_ids)
    yield from (("doi", folded(doi)[-LONG_DOI:]) for doi in (*clues.own_dois, *clues.dois))
    yield from (("doi", part) for part in _parts(clues.name, LONG_DOI))
    numbers = (clues.own_pmids, clues.pmids, clues.name_numbers)
    yield from (("number", number) for found in numbers for number in found)
    yield from (("title", _middle(line)) for line in (clues.own_title, *clues.lines))
    yield from (("title", part) for part in _parts(clues.head, FAIR_TITLE))
    yield from (("pair", *pair) for pair in clues.words)
    yield from (("name", word) for word in clues.name_words)
    years = [part for part in _parts(clues.name, 4) if part.isdigit()]
    for size in range(2, _FAMILY + 1):
        for part in _parts(clues.name, size):
            yield from (("author", part, year) for year in years)


def _middle(title: str) -> str:
    """As much of a folded title as counts on a page; titles often begin or end alike."""
    start = max(0, len(title) - FAIR_TITLE) // 2
    return title[start : start + FAIR_TITLE]


def _parts(text: str, size: int) -> set[str]:
    """All parts of a text that have so many letters."""
    return {text[start : start + size] for start in range(len(text) - size + 1)}
