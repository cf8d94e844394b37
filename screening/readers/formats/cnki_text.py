"""CNKI's own text: ``Title-题名: ...``, an English and a Chinese name for each tag.

An entry begins at ``DataType`` or, in the longer export, at ``SrcDatabase``; it has one title.
"""

from __future__ import annotations

import re

from screening.readers.chinese import chinese_names
from screening.readers.contract import NO_MATCH, Entry, Sniff
from screening.readers.dialect import Dialect, draft_of, head_lines
from screening.readers.draft import Draft
from screening.readers.source import Head
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat
from screening.records.dates import date_of

_FIELDS: dict[str, tuple[str, int]] = {
    "Title": ("title", 0),
    "Author": ("author", 0),
    "Summary": ("abstract", 0),
    "Abstract": ("abstract", 0),
    "Year": ("year", 0),
    "PubTime": ("year", 1),
    "Source": ("venue", 0),
    "Roll": ("volume", 0),
    "Volume": ("volume", 0),
    "Period": ("issue", 0),
    "Issue": ("issue", 0),
    "Page": ("pages", 0),
    "Keyword": ("keywords", 0),
    "SrcDatabase": ("type", 0),
    "Link": ("url", 0),
    "URL": ("url", 0),
    "DOI": ("doi", 0),
    "ISSN": ("issn", 0),
    "Publisher": ("publisher", 0),
}
_OTHER = {"DataType", "PageCount", "Organ", "Fund", "CLC", "CN", "FirstDuty"}
_TAG = re.compile(
    r"\ufeff?([A-Z][A-Za-z]{1,20})-[^\s:]{1,12}:[ \t]*(.*)$|\ufeff?(DataType): ?(.*)$"
)
# CNKI's mark for an abstract it cut out of the article's own text.
_BODY_MARK = re.compile(r"^<正>")


def _tag_of(line: str) -> tuple[str, str] | None:
    found = _TAG.match(line)
    return (found[1] or found[3], found[2] or found[4] or "") if found else None


def _judge(head: Head) -> Sniff:
    lines = [line for line in head_lines(head.text) if line.strip()]
    tags = {found[0] for line in lines if (found := _tag_of(line))}
    if lines and _tag_of(lines[0]) and "Title" in tags and len(tags & set(_FIELDS)) > 2:
        return Sniff(confidence=0.85, reason="CNKI tags such as 'Title-'")
    return NO_MATCH


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    for item in entry.fields:
        _put(draft, item)
    return draft.finish()


def _put(draft: Draft, item: TaggedField) -> None:
    name, rank = _FIELDS.get(item.tag, ("", 0))
    if item.tag == "Author":
        for part in chinese_names(item.text):
            draft.put(name, item.tag, part)
    elif item.tag == "Summary":
        draft.put(name, item.tag, _BODY_MARK.sub("", item.text))
    else:
        draft.put(name, item.tag, item.text, rank=rank)
    if item.tag == "PubTime" and "-" in date_of(item.text):
        draft.dates.append(("published", date_of(item.text)))


READER = TaggedFormat(
    name="cnki_text",
    label="CNKI text ('Title-...: ')",
    extensions=(".txt",),
    dialect=Dialect(
        start=re.compile(r"\ufeff?DataType: ?\d+\s*$"),
        tag_of=_tag_of,
        known=frozenset(_FIELDS) | _OTHER,
        titles=frozenset({"Title"}),
        heads=frozenset({"SrcDatabase", "Title"}),
        long_text=frozenset({"Summary"}),
        prose_like=True,
    ),
    record=_record,
    marker="'DataType'",
    judge=_judge,
)
