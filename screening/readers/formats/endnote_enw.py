"""EndNote's tagged text (.enw), Refer and BibIX: EndNote, Zotero, Google Scholar, CNKI, Wanfang ...

Tags: EndNote manual, "EndNote Import format", after Unix ``refer``. An entry begins at ``%0``; old
Refer files have none and separate entries by blank lines.
"""

from __future__ import annotations

import re
import string

from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.dialect import Dialect, draft_of, head_lines, matcher
from screening.readers.draft import Draft
from screening.readers.source import Head
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat
from screening.records.dates import date_of
from screening.records.normalise import is_missing, normal_doi

_FIELDS: dict[str, tuple[str, int]] = {
    "0": ("type", 0),
    "A": ("author", 0),
    "T": ("title", 0),
    "X": ("abstract", 0),
    "D": ("year", 0),
    "8": ("year", 1),
    "J": ("venue", 0),
    "B": ("venue", 1),
    "V": ("volume", 0),
    "N": ("issue", 0),
    "P": ("pages", 0),
    "K": ("keyword", 0),
    "@": ("issn", 0),
    "U": ("url", 0),
    "G": ("language", 0),
    "I": ("publisher", 0),
    "M": ("id:accession", 0),
}
_TAG = matcher(r"\ufeff?%(\S)(?:[ \t](.*)|\s*)$")
# The semicolon of Chinese exports.
_WIDE = "\uff1b"


def _judge(head: Head) -> Sniff:
    """A Refer file without ``%0``: it begins with a tag and has titles."""
    lines = [line for line in head_lines(head.text) if line.strip()]
    tags = [found[0] for line in lines if (found := _TAG(line))]
    if lines and _TAG(lines[0]) and "T" in tags and len(set(tags)) > 2:
        return Sniff(confidence=0.7, reason="Refer tags, though no '%0'")
    return NO_MATCH


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    for item in entry.fields:
        _put(draft, item)
    return draft.finish()


def _put(draft: Draft, item: TaggedField) -> None:
    tag, text = f"%{item.tag}", item.text
    name, rank = _FIELDS.get(item.tag, ("", 0))
    if item.tag == "A":
        for part in text.replace(_WIDE, ";").split(";"):
            draft.put(name, tag, part)
    elif item.tag == "K":
        for line in item.lines:
            draft.put("keywords", tag, line.replace(_WIDE, ";"))
    elif item.tag == "P":
        # The Chinese databases write the number of pages under the same tag.
        draft.put(name, tag, text, rank=int(not re.search(r"\d\s*[-–,+]\s*\d", text)))
    elif item.tag in {"R", "3"}:
        draft.put("doi" if normal_doi(text) else "", tag, text)
    else:
        draft.put(name, tag, text, rank=rank)
    if item.tag in {"D", "8"} and not is_missing(text) and "-" in date_of(text):
        draft.dates.append(("published", date_of(text)))


READER = TaggedFormat(
    name="endnote_enw",
    label="EndNote tagged text and Refer (.enw): EndNote, Google Scholar, CNKI, Wanfang ...",
    extensions=(".enw", ".ref", ".refer", ".txt"),
    dialect=Dialect(
        start=re.compile(r"\ufeff?%0(?:\s|$)"),
        tag_of=_TAG,
        known=frozenset(string.ascii_letters + string.digits + "+~@?*!$<>()[]^{}#|:&"),
        titles=frozenset("T"),
        heads=frozenset("AT"),
    ),
    record=_record,
    marker="'%0'",
    judge=_judge,
)
