"""RIS in the dialects databases and reference managers really write.

Specification: Research Information Systems, RIS format (2011), as extended by EndNote and Zotero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft, author_from
from screening.readers.link_kinds import put_links_printed_in
from screening.readers.ris_cut import RisEntry, count, entries, is_start, tag_of
from screening.readers.ris_tags import FIELDS, KNOWN
from screening.readers.source import Head, Source
from screening.records.dates import date_of
from screening.records.normalise import MISSING_STARTS, clean_text, is_missing, normal_doi

_PMID_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")
_UNMAPPED = ("", 0)
_ONLY_YEAR = len("2026")
# Tags that need a second look: where DOI and PubMed number hide, and which database speaks.
_HINTS = frozenset({"M3", "N1", "L3", "UR", "LK", "DB", "DP", "AN", "C2"})
_DOI_HIDES_IN = frozenset({"M3", "N1", "L3", "UR", "LK"})
_DATED = frozenset({"PY", "Y1", "DA"})
_DATABASE = frozenset({"DB", "DP"})
_OF_PUBMED = (("AN", "pubmed"), ("AN", "medline"), ("AN", "nlm"), ("C2", "scopus"))


class _Ris:
    name = "ris"
    label = "RIS: Scopus, Embase, Ovid, EBSCO, ProQuest, Cochrane, EndNote, Zotero, Mendeley ..."
    extensions = (".ris", ".txt")

    def sniff(self, head: Head) -> Sniff:
        lines = re.split(r"\r\n|\r|\n", head.text)
        starts = sum(1 for line in lines if is_start(line))
        if starts:
            return Sniff(confidence=0.95, reason=f"{starts} 'TY  -' lines in the first 64 KiB")
        tags = set(map(tag_of, lines)) & KNOWN
        ends = any(line.startswith("ER  -") for line in lines)
        if ends and len(tags) > 2:
            return Sniff(confidence=0.7, reason="RIS tags and 'ER  -', though no 'TY  -'")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        for position, entry in enumerate(entries(source.blocks()), start=1):
            yield _record(position, entry)

    def count(self, source: Source) -> int:
        return count(source.blocks())


READER = _Ris()


def _record(position: int, entry: RisEntry) -> Entry:
    draft = Draft(position=position, line=entry.line, raw=entry.raw)
    for text in entry.stray:
        draft.keep("(outside any tag)", text)
    hints = _put_all(draft, entry)
    if entry.fields[0][0] != "TY" and not any(tag == "TY" for tag, _ in entry.fields):
        draft.note("The entry has no TY line.", "It was read from its first tag on.")
    if not entry.ended:
        draft.note("The entry has no ER line.", "Check that its end was not cut off.")
    if hints:
        _follow(draft, hints)
    return draft.finish()


def _put_all(draft: Draft, entry: RisEntry) -> list[tuple[str, str]]:
    """Offer every value to its field; gives back those that may say more than that."""
    hints: list[tuple[str, str]] = []
    is_plain, put, keep, authors = entry.is_plain, draft.put_clean, draft.keep, draft.authors
    for tag, value in entry.fields:
        if tag == "KW":
            _put_keywords(draft, value)
            continue
        text = value.strip()
        if not is_plain or "&" in text or "<" in text:
            text = clean_text(text)
        elif "\n" in text or "  " in text:
            text = " ".join(text.split())
        if not text or (text[0] in MISSING_STARTS and is_missing(text)):
            continue
        name, rank = FIELDS.get(tag, _UNMAPPED)
        if not name:
            keep(tag, text)
        elif name == "author":
            authors.append(author_from(text))
        else:
            put(name, tag, text, rank)
            if tag in _DATED and len(text) > _ONLY_YEAR and "-" in (date := date_of(text)):
                draft.dates.append(("published", date))
        if tag in _HINTS:
            hints.append((tag, text))
    return hints


def _put_keywords(draft: Draft, value: str) -> None:
    """One keyword, or a list with one a line; each may hold several parted by semicolons."""
    for line in value.split("\n"):
        text = clean_text(line)
        if ";" in line:
            draft.put_clean("keywords", "KW", text)
        elif not is_missing(text):
            draft.keywords.append(text)


def _follow(draft: Draft, hints: list[tuple[str, str]]) -> None:
    """Take DOI, PubMed number and links from where EndNote, Scopus and Zotero hide them."""
    if not draft.has("doi"):
        _find_doi(draft, hints)
    databases = ""
    for tag, text in hints:
        if tag == "UR" and (found := _PMID_ADDRESS.search(text)):
            draft.put("pmid", "UR", found[1])
        elif tag == "N1" and "PMID" in text:
            put_links_printed_in(draft, text)
        elif tag in _DATABASE:
            databases += f" {text.casefold()}"
    if databases:
        _find_pmid(draft, hints, databases)


def _find_pmid(draft: Draft, hints: list[tuple[str, str]], databases: str) -> None:
    for tag, database in _OF_PUBMED:
        for text in (text for hint, text in hints if hint == tag and database in databases):
            if text.isdecimal() and len(text) <= 8:
                draft.put("pmid", tag, text)


def _find_doi(draft: Draft, hints: list[tuple[str, str]]) -> None:
    for tag, text in hints:
        is_stated = "10." in text and tag in _DOI_HIDES_IN and normal_doi(text)
        if is_stated and ("doi" in text.casefold() or text.startswith("10.")):
            draft.put("doi", tag, text)
            return
