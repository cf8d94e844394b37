"""Ovid's own text, in its two layouts: ``TI  - A title`` and field names on a line of their own.

An entry begins at its number, ``<7. >`` or ``<7>``. Tags: Ovid field guides of MEDLINE, Embase,
PsycINFO and Journals@Ovid; ``IS`` is the ISSN here, not the issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.dialect import Dialect, count, draft_of, entries, head_lines, matcher
from screening.readers.draft import Draft
from screening.readers.ovid_words import plain_name, plain_title, source_parts
from screening.readers.source import Head, Source
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.records.dates import date_of

_FIELDS: dict[str, tuple[str, int]] = {
    "AB": ("abstract", 0),
    "YR": ("year", 0),
    "DP": ("year", 1),
    "DG": ("year", 2),
    "JN": ("venue", 0),
    "JT": ("venue", 1),
    "VO": ("volume", 0),
    "IP": ("issue", 0),
    "PG": ("pages", 0),
    "IS": ("issn", 0),
    "IT": ("issn", 0),
    "ES": ("issn", 0),
    "DO": ("doi", 0),
    "DI": ("doi", 0),
    "PM": ("pmid", 0),
    "AN": ("id:accession", 0),
    "LG": ("language", 0),
    "LA": ("language", 0),
    "DT": ("type", 0),
    "PT": ("type", 1),
    "PU": ("publisher", 0),
    "XL": ("url", 0),
    "JL": ("url", 1),
}
_KEYWORDS = frozenset({"KW", "KF", "ID", "DE", "MH", "SH", "MC"})
# The long layout's names and the tags of the short one that mean the same.
_LONG = {
    "Title": "TI",
    "Author": "AU",
    "Authors": "AU",
    "Abstract": "AB",
    "Source": "SO",
    "Author Keywords": "KW",
    "Keywords": "KW",
    "Keyword Heading": "KW",
    "Key Concepts": "ID",
    "Subject Headings": "MH",
    "MeSH Subject Headings": "MH",
    "Language": "LG",
    "Document Type": "DT",
    "Publication Type": "PT",
    "ISSN": "IS",
    "DOI Number": "DO",
    "Digital Object Identifier": "DO",
    "DOI": "DO",
    "Year of Publication": "YR",
    "Publication Year": "YR",
    "Date of Publication": "DP",
    "Publication Date": "DP",
    "Journal": "JN",
    "Journal Name": "JN",
    "Volume": "VO",
    "Publisher": "PU",
    "Accession Number": "AN",
    "Unique Identifier": "UI",
    "Database": "DB",
    "Institution": "IN",
    "Link to the Ovid Full Text or citation": "XL",
    "Link to the External Link Resolver": "JL",
}
_OTHER_TAGS = """
VN RO CY PN CL PC PA CC TT UP XP ED ET LC IB SB TS ST GS RF PH MA CQ OL FO ON OU OR PO MD LO TM TD
CP MO UI SCORE JC TA TN DB TI AU SO IN
"""
_OTHER_NAMES = {"Score", "Status", "Journal Subset", "NLM Journal Code", "Vernacular Title"}
_START = re.compile(r"\ufeff?\s?<\d+(?:\. ?)?>\s*$")
_NAME = re.compile(r"\ufeff?([A-Z][A-Za-z]+(?:[ /(&-]+[A-Za-z)]+){0,8})\s*()$")
_SHORT_TAG = r"\ufeff?\s?([A-Z]{2,5}) {1,2}-(?: (.*)|\s*)$"
_DOUBLED = re.compile(r"([A-Z]{2}) {1,2}- (.*)$")

_SHORT = Dialect(
    start=_START,
    tag_of=matcher(_SHORT_TAG),
    known=frozenset(_FIELDS) | _KEYWORDS | frozenset(_OTHER_TAGS.split()),
    titles=frozenset({"TI"}),
    heads=frozenset({"VN", "DB", "AN", "UI"}),
    long_text=frozenset({"AB", "TI"}),
)
_NAMED = Dialect(
    start=_START,
    tag_of=matcher(_NAME.pattern),
    known=frozenset(_LONG) | _OTHER_NAMES,
    titles=frozenset({"Title"}),
    heads=frozenset({"Score", "Accession Number", "Unique Identifier"}),
)


class _OvidText:
    name = "ovid_text"
    label = "Ovid text with numbered records ('<7. >'), both layouts"
    extensions = (".txt",)

    def sniff(self, head: Head) -> Sniff:
        lines = head_lines(head.text)
        starts = sum(1 for line in lines if _START.match(line))
        if not starts:
            return NO_MATCH
        dialect = _dialect(head)
        tags = {found[0] for line in lines if (found := dialect.tag_of(line))}
        if len(tags & dialect.known) > 1:
            return Sniff(confidence=0.97, reason=f"{starts} record numbers such as '<1. >'")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        cut = entries(source.lines(), _dialect(source.head))
        for position, entry in enumerate(cut, start=1):
            yield _record(position, entry)

    def count(self, source: Source) -> int:
        return count(source.lines(), _dialect(source.head))


READER = _OvidText()


def _dialect(head: Head) -> Dialect:
    tags = [found[0] for line in head_lines(head.text) if (found := _SHORT.tag_of(line))]
    return _SHORT if len(set(tags) & _SHORT.known) > 1 else _NAMED


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    databases = " ".join(entry.values("DB") + entry.values("Database")).casefold()
    is_medline = "medline" in databases or "pubmed" in databases
    institutions = _Institutions()
    for item in map(_undoubled, entry.fields):
        meaning = _LONG.get(item.tag, item.tag)
        if meaning == "UI" and is_medline and item.text.isdecimal():
            draft.put("pmid", item.tag, item.text)
        elif meaning == "IN":
            institutions.take(draft, item)
        else:
            _put(draft, meaning, item)
    institutions.give(draft)
    return draft.finish()


def _undoubled(item: TaggedField) -> TaggedField:
    """``XP  - XL  - https://...``: an empty tag that swallowed the next one."""
    doubled = _DOUBLED.match(item.text)
    if not doubled or doubled[1] not in _SHORT.known:
        return item
    return TaggedField(tag=doubled[1], lines=[doubled[2]], line=item.line)


def _put(draft: Draft, meaning: str, item: TaggedField) -> None:
    tag, text = item.tag, item.text
    if meaning == "AU":
        _put_authors(draft, item)
    elif meaning == "TI":
        draft.put("title", tag, plain_title(text))
        if plain_title(text) != text:
            draft.keep(f"{tag} (raw)", text)
    elif meaning == "SO":
        _put_source(draft, tag, text)
    elif meaning in _KEYWORDS:
        words = text.replace("*", "")
        draft.put("keywords", tag, words if ";" in words else words.replace(", ", ";"))
    else:
        name, rank = _FIELDS.get(meaning, ("", 0))
        draft.put(name, tag, text, rank=rank)
        if meaning in {"DP", "DG"} and "-" in date_of(text):
            draft.dates.append(("published", date_of(text)))


def _put_authors(draft: Draft, item: TaggedField) -> None:
    text = item.text if item.tag == "AU" else "\n".join(item.lines)
    names = re.split(r";\s*|(?<=\.)\s{2,}|\n", text)
    for name in names:
        draft.put("author", item.tag, plain_name(name))
    if any(plain_name(name) != name.strip() for name in names):
        draft.keep(f"{item.tag} (raw)", item.text)


@dataclass(slots=True)
class _Institutions:
    """PsycINFO's ``Lind, Ada: Ward School`` goes to the author named before; other lines are kept.

    Taken line by line and given to the authors once, however many of both there are.
    """

    known: set[str] = field(default_factory=set)
    seen: int = 0
    places: dict[str, list[str]] = field(default_factory=dict)

    def take(self, draft: Draft, item: TaggedField) -> None:
        """Take what names an author; keep the rest."""
        self.known.update(author.name for author in draft.authors[self.seen :])
        self.seen, left = len(draft.authors), []
        for line in (line.strip() for line in item.lines):
            name, _, place = line.partition(": ")
            if name in self.known:
                self.places.setdefault(name, []).append(place)
            else:
                left.append(line)
        draft.put("", item.tag, " ".join(left))

    def give(self, draft: Draft) -> None:
        """Give the authors their institutions."""
        for index, author in enumerate(draft.authors):
            if mine := self.places.get(author.name):
                draft.authors[index] = replace(author, affiliations=(*author.affiliations, *mine))


def _put_source(draft: Draft, tag: str, text: str) -> None:
    """Venue, volume, issue and pages where they have no tag of their own; the text is kept."""
    draft.keep(tag, text)
    parts = source_parts(text)
    if not parts and not any(char.isdecimal() for char in text):
        parts = {"venue": text.rstrip(" .")}
    for name, value in parts.items():
        if not draft.has(name):
            draft.put(name, f"{tag} ({name})", value, rank=2)
    draft.put("year", f"{tag} (year)", date_of(text)[:4], rank=3)
