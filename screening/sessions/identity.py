"""What makes an entry of a new export the same record as one that the source brought before.

Pure functions. A record is known again by, in this order: a number that its database gave it (PMID,
accession number ...), its DOI, the same citation, or, where the title tells nothing, all the same
content. A number alone is never enough: title and numbers must not speak against it, since numbers
are mistyped and a DOI may stand for a whole supplement. In doubt the entry is a new record, which
is then compared like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import fields
from enum import IntEnum

from screening.dedup.text import fold, without_notice
from screening.records import RecordContent

# Labels of numbers that a database gives to one record; ISBNs and citation keys are none.
OWN_NUMBERS = frozenset((
    "accession", "arxiv", "cochrane", "covidence", "eid", "embase", "eprint", "eric", "lens", "mag",
    "manuscript", "openalex", "pii", "pmc", "pmcid", "proquest", "pubmed", "record", "wos",
))  # fmt: skip
_SHORTEST_TITLE = 12
_ALL = tuple(
    at.name for at in fields(RecordContent) if at.name not in ("position", "line", "problems")
)


class Sign(IntEnum):
    """By what a record is known again, the surest first."""

    NUMBER = 0
    DOI = 1
    CITATION = 2
    CONTENT = 3


def keys_of(
    content: RecordContent, own: Collection[str] = OWN_NUMBERS
) -> Iterator[tuple[Sign, int]]:
    """What to look an entry or record up by, the surest first: sign and 64-bit digest.

    ``own`` are the labels of numbers that belong to one record.
    """
    for label, number in numbers_of(content, own):
        yield _key(Sign.NUMBER, label, number)
    if content.doi:
        yield _key(Sign.DOI, content.doi.casefold())
    if citation := _citation(content):
        yield _key(Sign.CITATION, *citation)
    else:  # "Editorial", or no title at all: only an entry that says all the same is the same
        yield _key(Sign.CONTENT, *(repr(getattr(content, name)) for name in _ALL))


def numbers_of(
    content: RecordContent, own: Collection[str] = OWN_NUMBERS
) -> Iterator[tuple[str, str]]:
    """The numbers its database gave it, as (label, number)."""
    if content.pmid:
        yield "pmid", content.pmid
    for label, number in content.other_ids:
        if label.casefold() in own and number.strip():
            yield label.casefold(), number.strip().casefold()


def is_same(
    sign: Sign,
    entry: RecordContent,
    record: RecordContent,
    own: Collection[str] = OWN_NUMBERS,
) -> bool:
    """Whether an entry that shares a key with a record is that record."""
    if not _numbers_agree(entry, record, own):
        return False
    if sign is Sign.NUMBER:
        return titles_near(entry.title, record.title)
    if sign is Sign.DOI:
        return _titles_equal(entry.title, record.title)
    if sign is Sign.CONTENT:
        return True
    dois_agree = _agree(entry.doi, record.doi) or bool(_place(entry)[2])
    return dois_agree and (bool(_place(entry)[2]) or _abstracts_agree(entry, record))


def _key(sign: Sign, *parts: str) -> tuple[Sign, int]:
    text = "\x1f".join((sign.name, *parts)).encode("utf-8", "surrogatepass")
    return sign, int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def _citation(content: RecordContent) -> tuple[str, ...]:
    """Title, authors, year, journal and place, folded; empty for a title that tells too little."""
    title = fold(content.title)
    if len(title) < _SHORTEST_TITLE and not content.authors:
        return ()
    authors = "; ".join(fold(author.name) for author in content.authors)
    return (title, authors, str(content.year or ""), fold(content.venue), *_place(content))


def _place(content: RecordContent) -> tuple[str, str, str]:
    return (fold(content.volume), fold(content.issue), fold(content.pages))


def _numbers_agree(one: RecordContent, two: RecordContent, own: Collection[str]) -> bool:
    """No number of one kind, once given on both sides, may be another."""
    ours, theirs = (_by_label(numbers_of(side, own)) for side in (one, two))
    return all(ours[label] & theirs[label] for label in ours.keys() & theirs.keys())


def _by_label(numbers: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for label, number in numbers:
        found.setdefault(label, set()).add(number)
    return found


def _titles_equal(one: str, two: str) -> bool:
    return bool(one and two) and (one == two or fold(one) == fold(two))


def titles_near(one: str, two: str) -> bool:
    """Equal, or most words the same and neither a notice (erratum, reply) about the other."""
    if one == two:
        return True
    (ours, our_notice), (theirs, their_notice) = without_notice(one), without_notice(two)
    if our_notice is not their_notice:
        return False
    if not ours or not theirs:
        return True
    words, others = set(ours.split()), set(theirs.split())
    return 2 * len(words & others) >= max(len(words), len(others))


def _agree(one: str, two: str) -> bool:
    return not (one and two) or one.casefold() == two.casefold()


def _abstracts_agree(one: RecordContent, two: RecordContent) -> bool:
    if not (one.abstract and two.abstract):
        return True
    return fold(one.abstract) == fold(two.abstract)
