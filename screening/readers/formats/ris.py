"""RIS in the dialects databases and reference managers really write.

Specification: Research Information Systems, RIS format (2011), as extended by EndNote and Zotero.
Entries begin at ``TY`` and end at ``ER``; each is optional in practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.draft import Draft
from screening.readers.ris_tags import FIELDS, KNOWN, LONG_TEXT
from screening.readers.source import Head, Source
from screening.readers.tagged import TaggedEntry, TaggedField, raw_text
from screening.records.dates import date_of
from screening.records.normalise import is_missing, normal_doi

_TAG = re.compile(r"[ \t\ufeff]*([A-Z][A-Z0-9])([ \t]{1,4})[-–](?:[ \t]+(.*)|(\S.*)?)$")
_START = re.compile(r"[ \t\ufeff]{0,14}TY[ \t]{1,4}[-–]")
_END = re.compile(r"[ \t]{0,14}ER(?:[ \t]{2,4}[-–].*|[ \t]*[-–]?[ \t]*)$")
_NUMBERED = re.compile(r"Record #\d+ of \d+\s*$")
_SENTENCE_END = re.compile(r"[.!?:;)\]\"”’]\s*$")
_PMID_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")


class _Ris:
    name = "ris"
    label = "RIS: Scopus, Embase, Ovid, EBSCO, ProQuest, Cochrane, EndNote, Zotero, Mendeley ..."
    extensions = (".ris", ".txt")

    def sniff(self, head: Head) -> Sniff:
        lines = _lines(head.text)
        starts = sum(1 for line in lines if _START.match(line))
        if starts:
            return Sniff(confidence=0.95, reason=f"{starts} 'TY  -' lines in the first 64 KiB")
        tags = {found[1] for line in lines if (found := _TAG.match(line)) and found[1] in KNOWN}
        ends = any(line.startswith("ER  -") for line in lines)
        if ends and len(tags) > 2:
            return Sniff(confidence=0.7, reason="RIS tags and 'ER  -', though no 'TY  -'")
        return NO_MATCH

    def read(self, source: Source) -> Iterator[Entry]:
        for position, entry in enumerate(_entries(source.lines()), start=1):
            yield _record(position, entry)

    def count(self, source: Source) -> int:
        found, is_open = 0, False
        for _, line in source.lines():
            if _ends(line) or _is_numbered(line):
                is_open = False
            elif _starts(line) or (not is_open and _is_known_tag(line)):
                found, is_open = found + 1, True
        return found


READER = _Ris()


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


def _starts(line: str) -> bool:
    return "TY" in line[:16] and bool(_START.match(line))


def _ends(line: str) -> bool:
    return "ER" in line[:16] and bool(_END.match(line))


def _is_numbered(line: str) -> bool:
    return line.startswith("Record #") and bool(_NUMBERED.match(line))


def _is_known_tag(line: str) -> bool:
    found = _TAG.match(line)
    return bool(found and found[1] in KNOWN)


def _entries(lines: Iterator[tuple[int, str]]) -> Iterator[TaggedEntry]:
    """Cut the lines into entries; text after the last entry stays with it."""
    done: TaggedEntry | None = None
    current: TaggedEntry | None = None
    between: list[str] = []
    for number, line in lines:
        ends, numbered = _ends(line), _is_numbered(line)
        if ends or numbered:
            if current is not None:
                current.ended = ends
                current.raw.append(line)
                done, current = current, None
            if numbered:
                between.append(line.strip())
            continue
        found = _TAG.match(line)
        if _starts(line) or (current is None and found and found[1] in KNOWN):
            if previous := current or done:
                yield previous
            done, current = None, TaggedEntry(line=number, stray=between)
            between = []
        if current is not None:
            _take_line(current, number, line, found)
        elif line.strip(" \t\ufeff\x0c\x1a"):
            between.append(line.strip())
    if last := current or done:
        last.stray.extend(between)
        yield last


def _take_line(entry: TaggedEntry, number: int, line: str, found: re.Match[str] | None) -> None:
    entry.raw.append(line)
    if found and not _is_wrapped_text(entry, found):
        entry.add(found[1], found[3] or found[4] or "", number)
    elif line.strip():
        entry.wrap(line)


def _is_wrapped_text(entry: TaggedEntry, found: re.Match[str]) -> bool:
    """Whether a line that looks like a tag is a wrapped line of the field before.

    ``HR  - 1.5 (95% CI ...)`` inside an abstract is text: the tag is unknown and the sentence
    before it is not over. A known tag counts as text only if it is written with one blank in an
    entry that writes two.
    """
    if not entry.fields or entry.fields[-1].tag not in LONG_TEXT:
        return False
    before = entry.fields[-1].text
    if not before or _SENTENCE_END.search(before):
        return False
    narrow = len(found[2]) == 1 and entry.raw[0].lstrip(" \t\ufeff").startswith("TY  ")
    return found[1] not in KNOWN or narrow


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = Draft(position=position, line=entry.line, raw=lambda: raw_text(entry.raw))
    for text in entry.stray:
        draft.keep("(outside any tag)", text)
    for item in entry.fields:
        _put(draft, item, entry)
    if not any(item.tag == "TY" for item in entry.fields):
        draft.note("The entry has no TY line.", "It was read from its first tag on.")
    if not entry.ended:
        draft.note("The entry has no ER line.", "Check that its end was not cut off.")
    _find_ids(draft, entry)
    return draft.finish()


def _put(draft: Draft, item: TaggedField, entry: TaggedEntry) -> None:
    name, rank = FIELDS.get(item.tag, ("", 0))
    text = item.text
    if item.tag == "KW":
        for line in item.lines:
            draft.put("keywords" if ";" in line else "keyword", item.tag, line)
    elif item.tag == "SP" and "-" in text.strip("-"):
        draft.put("pages", item.tag, text)
    elif item.tag == "ID" and len(entry.values("ID")) == 1 and not text.isdecimal():
        draft.put("", item.tag, text)
    else:
        draft.put(name, item.tag, text, rank=rank)
    if item.tag in {"PY", "Y1", "DA"} and not is_missing(text):
        _put_date(draft, text)


def _put_date(draft: Draft, text: str) -> None:
    date = date_of(text)
    if "-" in date:
        draft.dates.append(("published", date))


def _find_ids(draft: Draft, entry: TaggedEntry) -> None:
    """Take DOI and PubMed number from where EndNote, Scopus and Zotero hide them."""
    if not draft.has("doi"):
        for item in entry.fields:
            is_stated = item.tag in {"M3", "N1", "L3", "UR", "LK"} and normal_doi(item.text)
            if is_stated and ("doi" in item.text.casefold() or item.text.startswith("10.")):
                draft.put("doi", item.tag, item.text)
                break
    for text in entry.values("UR"):
        if found := _PMID_ADDRESS.search(text):
            draft.put("pmid", "UR", found[1])
    databases = " ".join(entry.values("DB") + entry.values("DP")).casefold()
    for tag, database in (("AN", "pubmed"), ("AN", "medline"), ("AN", "nlm"), ("C2", "scopus")):
        for text in entry.values(tag) if database in databases else ():
            if text.isdecimal() and len(text) <= 8:
                draft.put("pmid", tag, text)
