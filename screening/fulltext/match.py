"""Which report a file is of: clues weighed by a rule of thumb. Pure functions.

Each clue that speaks for a report has a weight from 0 to 1; several are joined as independent ones
are (1 minus the product of what each leaves open). What speaks against a report, or for another
one as well, takes from it. The result orders proposals and says which need a person; it is no
measured probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod

from screening.console import percent
from screening.fulltext.clues import Clues, folded, words_of
from screening.records import RecordId, record_number

_LEAST = 0.2
_MOST = 0.99
# Before its title a page has no more folded letters than these: journal, volume, kind of article.
_TOP = 300
_AT_THE_TOP = 0.75
# Folded titles of so many letters are seldom found by chance, so many are found often.
LONG_TITLE, FAIR_TITLE, _SHORT_TITLE = 40, 25, 5
LONG_DOI = 12
_NOTICES = (
    "correctionto", "correction", "erratumto", "erratum", "corrigendumto", "corrigendum",
    "retractionof", "retractionto", "retracted", "commenton", "commentaryon", "replyto",
    "responseto", "authorsreply", "letterre", "reviewof",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A report that a file could be of; ``families`` are its authors' family names."""

    record: RecordId
    title: str = ""
    doi: str = ""
    pmid: str = ""
    families: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A report with how sure it is (0 to 1) that the file is of it, and by what it was known."""

    record: RecordId
    confidence: float
    clues: tuple[str, ...]


def matches(clues: Clues, candidates: Iterable[Candidate]) -> tuple[Match, ...]:
    """The reports that a file may be of, the likeliest first; rivals lower each other."""
    found = [match for at in candidates if (match := _match(clues, at)) is not None]
    found.sort(key=lambda match: (-match.confidence, record_number(match.record)))
    return tuple(_rivalled(found))


def _rivalled(found: Sequence[Match]) -> Iterator[Match]:
    """A file is of one report: what speaks for the likeliest other one speaks against each."""
    for place, match in enumerate(found):
        rival = found[1 if place == 0 else 0] if len(found) > 1 else None
        if rival is None:
            yield match
            continue
        ours, theirs = match.confidence, rival.confidence
        alone = ours * (1 - theirs) / (ours * (1 - theirs) + theirs * (1 - ours))
        told = f"{rival.record} fits as well ({theirs:.2f})"
        yield replace(match, confidence=round(min(ours, alone), 3), clues=(*match.clues, told))


def _match(clues: Clues, at: Candidate) -> Match | None:
    found = [*_in_fields(clues, at), *_in_text(clues, at), *_in_name(clues, at)]
    if not found:
        return None
    against = list(_against(clues, at))
    sure = 1 - prod(1 - weight for weight, _told in found)
    sure = min(sure, _MOST) * prod(weight for weight, _told in against)
    told = tuple(words for _weight, words in (*found, *against))
    match = Match(record=at.record, confidence=round(sure, 3), clues=told)
    return match if match.confidence >= _LEAST else None


Weighed = Iterator[tuple[float, str]]


def _in_fields(clues: Clues, at: Candidate) -> Weighed:
    if at.doi and at.doi in clues.own_dois:
        yield 0.97, "the file's own DOI"
    if at.pmid and at.pmid in clues.own_pmids:
        yield 0.97, "the file's own PMID"
    title = folded(at.title)
    if len(title) >= FAIR_TITLE and title == clues.own_title:
        yield 0.85, "the file's own title"


def _in_text(clues: Clues, at: Candidate) -> Weighed:
    weight, told = _title_in_text(clues, at.title)
    if at.doi and at.doi in clues.dois:
        # Below another title it is rather that of a reference.
        yield (0.85 if weight >= _AT_THE_TOP else 0.6), "DOI on the first pages"
    if at.pmid and at.pmid in clues.pmids:
        yield 0.8, "PMID on the first pages"
    if weight:
        yield weight, told
        if any(folded(family) in clues.head for family in at.families[:1]):
            yield 0.3, "first author on the first pages"


def _title_in_text(clues: Clues, given: str) -> tuple[float, str]:
    """What the title on the first pages weighs; a short one does only as a line of its own."""
    title = folded(given)
    if len(title) >= FAIR_TITLE and title in clues.head:
        if not any(0 <= top.find(title) <= _TOP for top in clues.tops):
            return 0.4, "title within the first pages, not at a page's top"
        weight = 0.93 if len(title) >= LONG_TITLE else _AT_THE_TOP
        return weight, "title at the top of a page"
    if len(title) >= _SHORT_TITLE and title in clues.lines:
        return 0.5, "title as a line of the first pages"
    if len(title) >= LONG_TITLE and (share := _shared(clues, given)) >= 0.75:
        return 0.75, f"{percent(share, 0)} of the title on the first pages"
    return 0.0, ""


def _shared(clues: Clues, title: str) -> float:
    """The share of a title's pairs of neighbouring words that the first pages have."""
    words = words_of(title)
    pairs = list(pairwise(words))
    return sum(pair in clues.words for pair in pairs) / len(pairs) if pairs else 0.0


def _in_name(clues: Clues, at: Candidate) -> Weighed:
    if record_number(at.record) in clues.name_ids:
        yield 0.95, f"{at.record} in the file name"
    doi = folded(at.doi)
    if len(doi) >= LONG_DOI and doi in clues.name:
        yield 0.9, "DOI in the file name"
    if at.pmid and at.pmid in clues.name_numbers:
        yield 0.8, "PMID in the file name"
    title = [word for word in words_of(at.title) if len(word) > 2]
    known = sum(word in clues.name_words for word in title)
    if known >= 4 and known >= 0.75 * len(title):
        yield 0.8, "title in the file name"
    elif known >= 4 and known >= 0.4 * len(title):
        yield 0.5, "words of the title in the file name"
    if _author_and_year(clues, at):
        yield 0.5, "first author and year in the file name"


def _author_and_year(clues: Clues, at: Candidate) -> bool:
    first = folded(at.families[0]) if at.families else ""
    return (
        len(first) > 1
        and at.year is not None
        and first in clues.name
        and str(at.year) in (clues.name)
    )


def _against(clues: Clues, at: Candidate) -> Weighed:
    if at.doi and clues.own_dois and at.doi not in clues.own_dois:
        yield 0.3, f"but the file's own DOI is {min(clues.own_dois)}"
    elif at.doi and len(clues.dois) == 1 and at.doi not in clues.dois and not clues.own_dois:
        yield 0.7, f"but the DOI on the first pages is {clues.dois[0]}"
    if notice := _notice(clues, at):
        yield 0.6, f"but '{notice}' stands before the title"
    if clues.supplement:
        yield 0.8, "named like a supplement"


def _notice(clues: Clues, at: Candidate) -> str:
    """The word of a correction or comment right before the title, unless the title has it."""
    title = folded(at.title)
    before = clues.head.partition(title)[0] if title and title in clues.head else ""
    return next((word for word in _NOTICES if before.endswith(word)), "")
