"""MEDLINE tagged text (.nbib), as PubMed, ERIC and reference managers write it.

Field descriptions: https://www.nlm.nih.gov/bsd/mms/medlineelements.html. An entry begins at
``PMID``; ERIC has none and begins at ``OWN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft, author_from
from screening.readers.link_kinds import put_link
from screening.readers.source import Head, Source
from screening.readers.tagged import TaggedEntry, TaggedField, raw_text
from screening.records import LocalText
from screening.records.dates import date_of
from screening.records.languages import language_code
from screening.records.links import MEDLINE_TAGS
from screening.records.normalise import clean_text, is_missing, normal_doi, normal_orcid

_TAG = re.compile(r"\ufeff?([A-Z]{2,4}) {0,3}-(?: +(.*)|(.*))$")
_SECTIONS = re.compile(r"([.?!]) (?=[A-Z][A-Z &/,]{4,60}: )")
_OWN_TAGS = frozenset(
    {"PMID", "OWN", "STAT", "DCOM", "JID", "EDAT", "MHDA", "CRDT", "PHST", "PST", "FAU", "PMCR"}
    | {"PMC", "JT", "TA", "MH", "DEP", "AID", "LID"}
)
_NAMES = {"FAU": "AU", "FED": "ED", "FIR": "IR"}
_FIELDS: dict[str, tuple[str, int]] = {
    "PMID": ("pmid", 0),
    "TI": ("title", 0),
    "BTI": ("title", 1),
    "AB": ("abstract", 0),
    "DP": ("year", 0),
    "DEP": ("date:epublish", 0),
    "JT": ("venue", 0),
    "TA": ("venue", 1),
    "VI": ("volume", 0),
    "IP": ("issue", 0),
    "PG": ("pages", 0),
    "LA": ("language", 0),
    "PT": ("type", 0),
    "PB": ("publisher", 0),
    "IS": ("issn", 0),
    "ISSN": ("issn", 0),
    "OT": ("keyword", 0),
    "MH": ("keyword", 0),
    "CN": ("author", 0),
    "PMC": ("id:pmc", 0),
    "OID": ("id:other", 0),
    "MID": ("id:manuscript", 0),
}
_LOCAL = frozenset({"TT", "OAB", "OABL"})
_HISTORY = {"[received]": "received", "[accepted]": "accepted", "[revised]": "revised"}


class _Nbib:
    name = "nbib"
    label = "MEDLINE/PubMed tagged text (.nbib), also ERIC's"
    extensions = (".nbib", ".medline", ".txt")

    def sniff(self, head: Head) -> Sniff:
        tags = [found[1] for line in _lines(head.text) if (found := _tag(line))]
        own = [tag for tag in tags if tag in _OWN_TAGS]
        if "PMID" in own:
            return Sniff(confidence=0.95, reason=f"{own.count('PMID')} 'PMID-' lines at the start")
        if own and "OWN" in own:
            return Sniff(confidence=0.95, reason="MEDLINE tags with an 'OWN -' line (ERIC)")
        if (
            own
            and tags[0] in _OWN_TAGS
            and "ER" not in tags
            and "TI" in tags + ["TI"] * ("BTI" in tags)
        ):
            return Sniff(confidence=0.6, reason=f"MEDLINE tags: {', '.join(dict.fromkeys(own))}")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        for position, entry in enumerate(_entries(source.lines()), start=1):
            yield _record(position, entry)

    def count(self, source: Source) -> int:
        found = 0
        tags: set[str] = set()
        after_blank = False
        for _, line in source.lines():
            tag = _tag(line)
            if tag and (not found or _begins(tag[1], tags, after_blank=after_blank)):
                found, tags = found + 1, set()
            if tag:
                tags.add(tag[1])
            after_blank = not line.strip()
        return found


READER = _Nbib()


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _tag(line: str) -> re.Match[str] | None:
    return _TAG.match(line)


def _begins(tag: str, seen: set[str], *, after_blank: bool) -> bool:
    """Whether a tag opens a new entry, given the tags of the open one."""
    if tag == "PMID":
        return bool(seen - {"OWN", "STAT"})
    if tag == "OWN":
        return "OWN" in seen
    return after_blank and tag in {"TI", "BTI", "FAU", "AU"} and "TI" in seen


def _entries(lines: Iterator[tuple[int, str]]) -> Iterator[TaggedEntry]:
    current: TaggedEntry | None = None
    before: list[str] = []
    tags: set[str] = set()
    after_blank = False
    for number, line in lines:
        found = _tag(line)
        if found and (current is None or _begins(found[1], tags, after_blank=after_blank)):
            if current is not None:
                yield current
            current, before, tags = TaggedEntry(line=number, stray=before), [], set()
        if current is None:
            before.extend([line.strip()] if line.strip("\ufeff \t\x0c") else [])
            continue
        after_blank = not line.strip()
        current.raw.append(line)
        if found:
            tags.add(found[1])
            current.add(found[1], found[2] or found[3] or "", number)
        elif not after_blank:
            _take_untagged(current, line)
    if current is not None:
        yield current


def _take_untagged(entry: TaggedEntry, line: str) -> None:
    """A wrapped line is indented; a line at the margin without a tag is kept apart."""
    if line[0].isspace():
        entry.wrap(line)
    else:
        entry.stray.append(line.strip())


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = Draft(position=position, line=entry.line, raw=raw_text(entry.raw))
    for text in entry.stray:
        draft.keep("(outside any tag)", text)
        draft.note(f"The line {text[:60]!r} has no tag.", "It was kept as an unmapped field.")
    tags = {item.tag for item in entry.fields}
    has_full_names = {short for full, short in _NAMES.items() if full in tags}
    places: dict[int, list[str]] = {}
    for item in entry.fields:
        if item.tag == "AD" and draft.authors:
            places.setdefault(len(draft.authors) - 1, []).append(item.text)
        else:
            _put(draft, item, has_full_names)
    for number, texts in places.items():
        draft.authors[number] = replace(draft.authors[number], affiliations=tuple(texts))
    if not tags.isdisjoint(_LOCAL):
        _put_other_languages(draft, entry)
    return draft.finish()


def _put_other_languages(draft: Draft, entry: TaggedEntry) -> None:
    """Title in the language of the text (``TT``), abstracts in others (``OAB``, ``OABL``)."""
    own = [text for text in entry.values("LA") if language_code(text) != "en"]
    for text in entry.values("TT"):
        _put_local(draft, "title", own[0] if own else "und", text)
    languages = entry.values("OABL")
    for number, text in enumerate(entry.values("OAB")):
        if number or draft.has("abstract"):
            named = languages[number] if number < len(languages) else "und"
            _put_local(draft, "abstract", named, text)
        else:
            draft.put("abstract", "OAB", text)


def _put_local(draft: Draft, field: str, locale: str, text: str) -> None:
    if text := clean_text(_SECTIONS.sub(r"\1\n", text), keep_lines=True):
        draft.local_texts.append(LocalText(field=field, locale=locale, text=text))


def _put(draft: Draft, item: TaggedField, has_full_names: set[str]) -> None:
    tag, text = item.tag, item.text
    name, rank = _FIELDS.get(tag, ("", 0))
    if tag in {"FAU", "AU"}:
        _put_author(draft, tag, text, has_full_names)
    elif tag == "AUID" and draft.authors and normal_orcid(text):
        draft.authors[-1] = replace(draft.authors[-1], orcid=normal_orcid(text))
    elif tag in {"AID", "LID", "SO"}:
        _put_identifier(draft, tag, text)
    elif tag == "PHST":
        _put_history(draft, text)
    elif tag in MEDLINE_TAGS:
        put_link(draft, MEDLINE_TAGS[tag], tag, text)
    elif tag in _LOCAL:
        return
    elif tag == "AB":
        draft.put(name, tag, _SECTIONS.sub(r"\1\n", text), lines=True)
    else:
        draft.put(name, tag, text, rank=rank)
        if tag == "DP" and "-" in date_of(text):
            draft.dates.append(("published", date_of(text)))


def _put_author(draft: Draft, tag: str, text: str, has_full_names: set[str]) -> None:
    if tag == "AU" and "AU" in has_full_names:
        draft.keep(tag, text)
    elif not is_missing(text):
        draft.authors.append(author_from(text))


def _put_identifier(draft: Draft, tag: str, text: str) -> None:
    doi = "" if draft.has("doi") else normal_doi(text)
    if doi:
        draft.put("doi", tag, doi)
        if tag == "SO":
            draft.keep(tag, text)
    elif tag == "LID" and text.startswith("http"):
        draft.put("url", tag, text)
    else:
        draft.keep(tag, text)


def _put_history(draft: Draft, text: str) -> None:
    for mark, label in _HISTORY.items():
        day = text.removesuffix(mark).split()[:1]
        if text.endswith(mark) and day:
            draft.put(f"date:{label}", "PHST", day[0].replace("/", "-"))
            return
    draft.keep("PHST", text)
