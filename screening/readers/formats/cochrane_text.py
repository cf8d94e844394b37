"""The Cochrane Library's own text: ``Record #1 of 271`` and tags with a colon.

Its files come with a byte order mark and bare carriage returns. Tags: Cochrane Library help,
"Export citations".
"""

from __future__ import annotations

import re

from screening.readers.contract import Entry
from screening.readers.dialect import Dialect, draft_of, matcher
from screening.readers.draft import Draft
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat

_FIELDS: dict[str, tuple[str, int]] = {
    "ID": ("id:cochrane", 0),
    "AU": ("author", 0),
    "TI": ("title", 0),
    "SO": ("venue", 0),
    "YR": ("year", 0),
    "VL": ("volume", 0),
    "NO": ("issue", 0),
    "PG": ("pages", 0),
    "PB": ("publisher", 0),
    "KY": ("keywords", 0),
    "DOI": ("doi", 0),
    "AB": ("abstract", 0),
    "US": ("url", 0),
    "PT": ("type", 0),
    "LA": ("language", 0),
    "SN": ("issn", 0),
    "AN": ("id:accession", 0),
}
_OTHER = {"PM", "XR", "CC", "DE", "CN", "CO", "ED", "OC", "CY", "CP", "AD"}


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    for item in entry.fields:
        _put(draft, item)
    return draft.finish()


def _put(draft: Draft, item: TaggedField) -> None:
    name, rank = _FIELDS.get(item.tag, ("", 0))
    if item.tag == "PM" or (item.tag == "XR" and "pubmed" in item.text.casefold()):
        draft.put("pmid", item.tag, item.text)
    elif item.tag == "XR" and item.text.casefold().startswith("embase"):
        draft.put("id:embase", item.tag, item.text.split()[-1])
    elif item.tag == "PT" and draft.has("type"):
        draft.put("", item.tag, item.text)
    else:
        draft.put(name, item.tag, item.text, rank=rank)


READER = TaggedFormat(
    name="cochrane_text",
    label="Cochrane Library text ('Record #1 of 271')",
    extensions=(".txt",),
    dialect=Dialect(
        start=re.compile(r"\ufeff?Record #\d+ of \d+\s*$"),
        tag_of=matcher(r"\ufeff?([A-Z]{2,4}):(?: (.*)|\s*)$"),
        known=frozenset(_FIELDS) | _OTHER,
        titles=frozenset({"TI"}),
        after_blank=frozenset({"ID"}),
        long_text=frozenset({"AB", "TI"}),
        prose_like=True,
    ),
    record=_record,
    marker="'Record #'",
    sure=0.85,
)
