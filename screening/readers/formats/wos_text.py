"""Web of Science tagged text (.ciw, .txt, .isi): the Core Collection, BIOSIS, Zoological Record ...

Tags: Clarivate, "Web of Science Field Tags". An entry begins at ``PT`` and ends at ``ER``; a
wrapped line is indented by three blanks, which some collections forget.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from screening.readers.contract import Entry
from screening.readers.dialect import Dialect, draft_of, matcher
from screening.readers.draft import Draft, author_from
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat
from screening.records.dates import date_of
from screening.records.normalise import is_missing, normal_orcid

_TAGS = """
PT AU AF BA BF CA GP ED BE TI FT SO SE BS LA DT CT CY CL SP HO DE ID AB C1 C3 RP EM RI OI FU FX CR
NR TC Z9 U1 U2 PU PI PA SN EI BN J9 JI PD PY VL IS PN SU SI MA BP EP AR DI DL D2 EA PG WC WE SC GA
UT PM OA HC HP DA AN TN ST BD OR PS AW NT HL BR TY
"""
_FIELDS: dict[str, tuple[str, int]] = {
    "TI": ("title", 0),
    "FT": ("", 0),
    "AB": ("abstract", 0),
    "PY": ("year", 0),
    "PD": ("year", 1),
    "SO": ("venue", 0),
    "JI": ("venue", 1),
    "J9": ("venue", 2),
    "VL": ("volume", 0),
    "IS": ("issue", 0),
    "BP": ("start_page", 0),
    "AR": ("start_page", 1),
    "PS": ("start_page", 2),
    "EP": ("end_page", 0),
    "DI": ("doi", 0),
    "DL": ("", 0),
    "D2": ("", 0),
    "PM": ("pmid", 0),
    "SN": ("issn", 0),
    "EI": ("issn", 0),
    "DE": ("keywords", 0),
    "ID": ("keywords", 0),
    "LA": ("language", 0),
    "DT": ("type", 0),
    "PU": ("publisher", 0),
    "CA": ("author", 0),
    "EA": ("date:epublish", 0),
    "UT": ("id:accession", 0),
    "AN": ("id:accession", 0),
}
# Tags with one value on each line; other wrapped lines are one text.
_LISTS = frozenset({"AU", "AF", "BA", "BF", "ED", "BE", "CA", "C1", "C3", "CR", "AW", "OR", "BD"})
_DIALECT = Dialect(
    start=re.compile(r"\ufeff?PT [A-Z]?\s*$"),
    end=re.compile(r"ER\s*$"),
    outside=re.compile(r"\ufeff?(?:FN |VR |EF\s*$)"),
    tag_of=matcher(r"\ufeff?([A-Z][A-Z0-9])(?: (.*)|)$"),
    known=frozenset(_TAGS.split()),
    titles=frozenset({"TI"}),
    heads=frozenset({"AU", "TI", "UT"}),
    long_text=frozenset({"AB", "TI", "FX"}),
)
_MAIL = re.compile(r"\s*\([^()\s]+@[^()\s]+\)")
_ADDRESS = re.compile(r"\[([^\]]+)\]\s*(.+)")


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    full_names = "AF" if _names(entry, "AF") else "AU"
    for item in entry.fields:
        if item.tag == full_names:
            _put_authors(draft, item)
        elif item.tag not in {"C1", "OI"}:
            _put(draft, item)
    _put_on_authors(draft, entry)
    _put_date(draft, entry)
    if not any(item.tag == "PT" for item in entry.fields):
        draft.note("The entry has no PT line.", "It was read from its first tag on.")
    if not entry.ended:
        draft.note("The entry has no ER line.", "Check that its end was not cut off.")
    return draft.finish()


def _names(entry: TaggedEntry, tag: str) -> list[str]:
    values = [line.strip() for item in entry.fields if item.tag == tag for line in item.lines]
    return [value for value in values if not is_missing(value)]


def _put(draft: Draft, item: TaggedField) -> None:
    name, rank = _FIELDS.get(item.tag, ("", 0))
    if item.tag in _LISTS:
        for line in item.lines:
            draft.put(name, item.tag, line)
    elif item.tag == "SP" and not draft.has("start_page") and item.text.isdecimal():
        draft.put("start_page", item.tag, item.text, rank=1)
    else:
        draft.put(name, item.tag, item.text, rank=rank)


def _put_authors(draft: Draft, item: TaggedField) -> None:
    for line in item.lines:
        printed = " ".join(line.split())
        name = _MAIL.sub("", printed)
        if name != printed:
            draft.keep(item.tag, printed)
        if not is_missing(name):
            draft.authors.append(author_from(name))


def _put_on_authors(draft: Draft, entry: TaggedEntry) -> None:
    """Addresses and ORCIDs to the authors they name; the others are kept as they stand."""
    known = Counter(author.name.casefold() for author in draft.authors)
    places: dict[str, list[str]] = {}
    for line in _names(entry, "C1"):
        found = _ADDRESS.match(line)
        named = {name.strip().casefold() for name in found[1].split(";")} if found else set()
        place = found[2].strip() if found else ""
        for name in named & known.keys():
            places.setdefault(name, []).append(place)
        if not (count := sum(known[name] for name in named)) or count < len(named):
            draft.keep("C1", line)
    for index, author in enumerate(draft.authors):
        if mine := places.get(author.name.casefold()):
            draft.authors[index] = replace(author, affiliations=tuple(mine))
    _put_orcids(draft, entry)


def _put_orcids(draft: Draft, entry: TaggedEntry) -> None:
    where: dict[str, int] = {}
    for index, author in enumerate(draft.authors):
        where.setdefault(author.name.casefold(), index)
    for part in (part.strip() for text in entry.values("OI") for part in text.split(";")):
        name, _, number = part.rpartition("/")
        at, orcid = where.get(name.strip().casefold()), normal_orcid(number)
        if at is not None and orcid:
            draft.authors[at] = replace(draft.authors[at], orcid=orcid)
        elif part:
            draft.keep("OI", part)


def _put_date(draft: Draft, entry: TaggedEntry) -> None:
    """``PD JAN 5`` with ``PY 2013``; some write the year in both, early access has neither."""
    days, years = entry.values("PD")[:1], entry.values("PY")[:1]
    for day in days:
        date = date_of(day) if date_of(day) else date_of(" ".join([day, *years]))
        if "-" in date:
            draft.dates.append(("published", date))
    for text in entry.values("EA"):
        draft.put("year", "EA (year)", date_of(text)[:4], rank=2)


READER = TaggedFormat(
    name="wos_text",
    label="Web of Science tagged text (.ciw, .txt)",
    extensions=(".ciw", ".isi", ".txt"),
    dialect=_DIALECT,
    record=_record,
    marker="'PT'",
    sure=0.95,
)
