"""ProQuest's report as text: documents between lines of underscores, ``Name: value`` in each.

An entry begins at ``Document 3 of 100``; cover, table of contents and bibliography of the report
belong to no entry.
"""

from __future__ import annotations

import re

from screening.readers.contract import Entry
from screening.readers.dialect import Dialect, draft_of
from screening.readers.draft import Draft
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat
from screening.records.dates import date_of

_FIELDS: dict[str, tuple[str, int]] = {
    "Title": ("title", 0),
    "Author": ("author", 0),
    "Abstract": ("abstract", 0),
    "Abstract (summary)": ("abstract", 1),
    "Abstract (English)": ("abstract", 1),
    "Publication year": ("year", 0),
    "Publication date": ("year", 1),
    "Degree date": ("year", 2),
    "Year": ("year", 3),
    "Publication title": ("venue", 0),
    "Source": ("venue", 1),
    "Volume": ("volume", 0),
    "Issue": ("issue", 0),
    "Pages": ("pages", 0),
    "First page": ("start_page", 0),
    "DOI": ("doi", 0),
    "Digital object identifier": ("doi", 0),
    "ISSN": ("issn", 0),
    "e-ISSN": ("issn", 0),
    "(address)": ("url", 0),
    "Document URL": ("url", 1),
    "Subject": ("keywords", 0),
    "MeSH": ("keywords", 0),
    "Identifier / keyword": ("keywords", 0),
    "Identifier (keyword)": ("keywords", 0),
    "Language": ("language", 0),
    "Language of publication": ("language", 1),
    "Document type": ("type", 0),
    "Publisher": ("publisher", 0),
    "ProQuest document ID": ("id:proquest", 0),
    "Accession number": ("id:accession", 0),
    "PMID": ("pmid", 0),
}
_OTHER = """
Links|Advisor|Classification|Committee member|Copyright|Country of publication|Database|Degree|
Department|Dissertation/thesis number|ISBN|Number of pages|Place of publication|School code|
Source type|University location|University/institution|Last updated|Publication info|Correspondence
""".replace("\n", "")
_KNOWN = frozenset(_FIELDS) | frozenset(_OTHER.split("|")) - {""}
_TAG = re.compile(r"([A-Za-z][A-Za-z/() -]{1,40}):(?: (.*)|\s*)$")
_ADDRESS = re.compile(r"https?://\S+\s*$")
_START = re.compile(r"\ufeff?Document \d+ of \d+\s*$")


def _tag_of(line: str) -> tuple[str, str] | None:
    if _ADDRESS.match(line):
        return "(address)", line.strip()
    found = _TAG.match(line)
    return (found[1], found[2] or "") if found else None


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, TaggedEntry(line=entry.line, raw=entry.raw))
    heading = _heading(entry)
    for text in entry.stray:
        if text != heading:
            draft.keep("(outside any tag)", text)
    for item in entry.fields:
        # A heading such as "Wards: a history" is no field, though it looks like one.
        if heading != f"{item.tag}: {item.text}":
            _put(draft, item)
    draft.put("" if draft.has("title") else "title", "(heading)", heading)
    return draft.finish()


def _heading(entry: TaggedEntry) -> str:
    """The document's title as it stands above the fields, empty if there is none."""
    lines = [line.strip() for line in entry.raw if line.strip()]
    if len(lines) < 2 or not _START.match(lines[0]):
        return ""
    found = _tag_of(lines[1])
    return "" if found and found[0] in _KNOWN else lines[1]


def _put(draft: Draft, item: TaggedField) -> None:
    name, rank = _FIELDS.get(item.tag, ("", 0))
    text = item.text
    if item.tag == "Author":
        for part in text.split(";"):
            draft.put(name, item.tag, part)
    elif name == "keywords":
        draft.put(name, item.tag, text if ";" in text else text.replace(", ", ";"))
    else:
        draft.put(name, item.tag, text, rank=rank)
    if item.tag == "Publication date" and "-" in date_of(text):
        draft.dates.append(("published", date_of(text)))


READER = TaggedFormat(
    name="proquest_text",
    label="ProQuest text report ('Document 1 of 100')",
    extensions=(".txt",),
    dialect=Dialect(
        start=_START,
        end=re.compile(r"_{20,}\s*$"),
        # Nothing between two documents is a record's.
        outside=re.compile(""),
        tag_of=_tag_of,
        known=_KNOWN - {"(address)"},
        titles=frozenset({"Title"}),
        long_text=frozenset({"Abstract", "Abstract (summary)", "Abstract (English)"}),
        prose_like=True,
    ),
    record=_record,
    marker="'Document n of N'",
    # The report may end with its bibliography as BibTeX.
    sure=0.98,
)
