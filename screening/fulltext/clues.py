"""What a file shows of itself: identifiers, folded first pages and name. Pure functions.

Folded means: small letters and digits only, without accents, blanks, hyphens and line ends, so that
a title broken over lines and columns is still the same title.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from screening.fulltext.contract import Document
from screening.fulltext.pages import Page, pages_of
from screening.records.normalise import normal_doi, normal_pmid

_HEAD_PAGES, _HEAD_CHARACTERS = 2, 8_000
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_PMID = re.compile(r"\bPMID\b\s*:?\s*(\d{4,8})\b", re.IGNORECASE)
_ID = re.compile(r"(?<![A-Za-z0-9])[Rr](\d{4,})(?![A-Za-z0-9])")
_NUMBER = re.compile(r"(?<!\d)\d{7,8}(?!\d)")
_SUPPLEMENT = re.compile(
    r"suppl|appendix|append(?:ice|ix)|additional[ _-]?file|_esm(?![a-z])|moesm|(?<![a-z])mmc\d|"
    r"(?<![a-z])(?:table|fig|text)[ _-]?s\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a file shows: of its own fields, of its first two pages, of its name.

    ``head`` is both pages folded, ``tops`` is each of them: its own title stands at the top of one.
    """

    own_dois: frozenset[str]
    own_pmids: frozenset[str]
    own_title: str
    dois: tuple[str, ...]
    pmids: frozenset[str]
    head: str
    tops: tuple[str, ...]
    lines: frozenset[str]
    words: frozenset[tuple[str, str]]
    name: str
    name_words: tuple[str, ...]
    name_ids: frozenset[int]
    name_numbers: frozenset[str]
    supplement: bool


def clues_of(file_name: str, document: Document) -> Clues:
    """Gather the clues of a file."""
    head = head_of(document)
    stem = PurePath(file_name).stem
    in_order = words_of(head)
    dois = (normal_doi(found) for found in _DOI.findall(head.replace("-\n", "-")))
    return Clues(
        own_dois=frozenset(filter(None, map(normal_doi, document.dois))),
        own_pmids=frozenset(filter(None, map(normal_pmid, document.pmids))),
        own_title=folded(document.title),
        dois=tuple(dict.fromkeys(doi for doi in dois if doi)),
        pmids=frozenset(_PMID.findall(head)),
        head=folded(head),
        tops=tuple(folded(page.text[:_HEAD_CHARACTERS]) for page in _first_pages(document)),
        lines=frozenset(map(folded, head.split("\n"))),
        words=frozenset(pairwise(in_order)),
        name=folded(stem),
        name_words=words_of(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem.replace("_", " "))),
        name_ids=frozenset(map(int, _ID.findall(stem))),
        name_numbers=frozenset(_NUMBER.findall(stem)),
        supplement=bool(_SUPPLEMENT.search(stem)),
    )


def head_of(document: Document) -> str:
    """The first pages, or the beginning of a text without pages."""
    return "\n".join(page.text for page in _first_pages(document))[:_HEAD_CHARACTERS]


def _first_pages(document: Document) -> tuple[Page, ...]:
    return pages_of(document.text)[:_HEAD_PAGES]


def folded(text: str) -> str:
    """Letters and digits only, small, without accents."""
    return "".join(words_of(text))


def words_of(text: str) -> tuple[str, ...]:
    """The words, small and without accents; those broken at a line's end are whole again."""
    whole = re.sub(r"[-\u00ad\u2010]\n", "", text).replace("\u00ad", "").casefold()
    return tuple(re.findall(r"[^\W_]+", whole if whole.isascii() else _bare(whole)))


def _bare(text: str) -> str:
    """Without accents."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parted if not unicodedata.combining(char))
