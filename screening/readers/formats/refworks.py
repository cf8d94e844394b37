"""RefWorks tagged text: ProQuest RefWorks and the Chinese databases that imitate it.

Tags: RefWorks, "Export tagged format"; a legend of them may stand before the first entry. An entry
begins at ``RT``. Abstracts are wrapped without indentation, so a line such as ``RT alone`` is only
taken for a marker after a blank line or with a known type of reference.
"""

from __future__ import annotations

import re

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.dialect import Dialect, draft_of, head_lines
from screening.readers.draft import Draft
from screening.readers.source import Head
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat
from screening.records.dates import date_of

_TAGS = """
RT SR ID A1 T1 JF JO YR FD VO IS SP OP K1 AB NO A2 T2 ED PB PP A3 A4 A5 T3 SN AV AD AN LA CL SF OT
LK DO CN DB DS IP RD ST U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 UL URL SL LL CR WT A6 WV
WP OL PMID PMCID FN
"""
_FIELDS: dict[str, tuple[str, int]] = {
    "RT": ("type", 0),
    "ID": ("id:key", 0),
    "A1": ("author", 0),
    "T1": ("title", 0),
    "OT": ("", 0),
    "AB": ("abstract", 0),
    "YR": ("year", 0),
    "FD": ("year", 1),
    "JF": ("venue", 0),
    "JO": ("venue", 1),
    "T2": ("venue", 2),
    "VO": ("volume", 0),
    "IS": ("issue", 0),
    "SP": ("start_page", 0),
    "SN": ("issn", 0),
    "DO": ("doi", 0),
    "LK": ("url", 0),
    "UL": ("url", 1),
    "URL": ("url", 1),
    "LA": ("language", 0),
    "PB": ("publisher", 0),
    "AN": ("id:accession", 0),
    "PMID": ("pmid", 0),
    "PMCID": ("id:pmc", 0),
}
# CNKI leaves the blank after a tag out before Chinese, and writes "vo".
_TAG = re.compile(
    r"\ufeff?([A-Z][A-Z0-9]|U1\d|URL|PMC?ID|vo)(?:[ \t]+(.*)|(?=[\u2e80-\uffef])(.*)|\s*)$"
)
_TYPES = (
    "Journal|Book|Dissertation|Thesis|Conference|Web Page|Newspaper|Magazine|Report|Patent|"
    "Abstract|Generic|Unpublished|Video|Motion|Map|Music|Online|Personal|Laws|Case|Monograph|"
    "Sound|Artwork|Bills|Computer|Grant|Hearing|Standard|Other Article"
)


def _tag_of(line: str) -> tuple[str, str] | None:
    found = _TAG.match(line)
    return (found[1].upper(), found[2] or found[3] or "") if found else None


def _judge(head: Head) -> Sniff:
    """A file whose types of reference are not known: by its legend or its other tags."""
    lines = [line.strip("\ufeff") for line in head_lines(head.text) if line.strip()]
    if lines and lines[0].casefold().startswith("refworks export tagged format"):
        return Sniff(confidence=0.9, reason="the heading 'Refworks Export Tagged Format'")
    tags = {found[0] for line in lines if (found := _tag_of(line))}
    if lines and _tag_of(lines[0]) and {"RT", "T1"} <= tags:
        return Sniff(confidence=0.7, reason="RefWorks tags: 'RT' and 'T1'")
    return NO_MATCH


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    has_start = bool(entry.values("SP"))
    for item in entry.fields:
        _put(draft, item, has_start=has_start)
    if not any(item.tag == "RT" for item in entry.fields):
        draft.note("The entry has no RT line.", "It was read from its first tag on.")
    return draft.finish()


def _put(draft: Draft, item: TaggedField, *, has_start: bool) -> None:
    name, rank = _FIELDS.get(item.tag, ("", 0))
    text = item.text
    if item.tag == "A1":
        for part in text.split(";"):
            draft.put(name, item.tag, part)
    elif item.tag == "K1":
        draft.put("keywords", item.tag, text)
    elif item.tag == "OP":
        draft.put("end_page" if has_start else "pages", item.tag, text)
    else:
        draft.put(name, item.tag, text, rank=rank)
    if item.tag == "FD" and "-" in date_of(text):
        draft.dates.append(("published", date_of(text)))


READER = TaggedFormat(
    name="refworks",
    label="RefWorks tagged text, also CNKI's and Wanfang's",
    extensions=(".txt",),
    dialect=Dialect(
        start=re.compile(rf"\ufeff?RT (?:{_TYPES})"),
        tag_of=_tag_of,
        known=frozenset(_TAGS.split()),
        titles=frozenset({"T1"}),
        heads=frozenset({"SR", "A1", "T1"}),
        after_blank=frozenset({"RT"}),
        long_text=frozenset({"AB", "NO", "T1"}),
        outside=re.compile(r"[A-Z][A-Z0-9]{1,2}="),
    ),
    record=_record,
    marker="'RT'",
    sure=0.85,
    judge=_judge,
)
