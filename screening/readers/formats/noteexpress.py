"""NoteExpress text (.net, .txt), which CNKI, Wanfang and VIP write: ``{Title}: Some title``.

An entry begins at ``{Reference Type}``; entries are separated by blank lines. Names are separated
by ``;;`` or ``;``, in old Chinese entries by a comma.
"""

from __future__ import annotations

import re

from screening.readers.chinese import chinese_names
from screening.readers.contract import Entry
from screening.readers.dialect import Dialect, draft_of, matcher
from screening.readers.draft import Draft
from screening.readers.tagged import TaggedEntry, TaggedField
from screening.readers.tagged_format import TaggedFormat
from screening.records.dates import date_of

_FIELDS: dict[str, tuple[str, int]] = {
    "Reference Type": ("type", 0),
    "Title": ("title", 0),
    "Author": ("author", 0),
    "Abstract": ("abstract", 0),
    "Year": ("year", 0),
    "Date": ("year", 1),
    "Journal": ("venue", 0),
    "Secondary Title": ("venue", 1),
    "Volume": ("volume", 0),
    "Issue": ("issue", 0),
    "Pages": ("pages", 0),
    "Keywords": ("keywords", 0),
    "ISBN/ISSN": ("issn", 0),
    "DOI": ("doi", 0),
    "URL": ("url", 0),
    "Language": ("language", 0),
    "Publisher": ("publisher", 0),
    "Accession Number": ("id:accession", 0),
}
_OTHER = {"Author Address", "Notes", "Database Provider", "Tertiary Title", "Author Translated"}
# CNKI's mark for a line end, and the word "Abstract" it takes over from the publisher's page.
_LINE_MARK = re.compile(r"\(#br\)")
_HEADING = re.compile(r"Abstract\s*\(#br\)")


def _record(position: int, entry: TaggedEntry) -> Entry:
    draft = draft_of(position, entry)
    for item in entry.fields:
        _put(draft, item)
    return draft.finish()


def _put(draft: Draft, item: TaggedField) -> None:
    tag, text = f"{{{item.tag}}}", item.text
    name, rank = _FIELDS.get(item.tag, ("", 0))
    if item.tag == "Author":
        for part in chinese_names(text):
            draft.put(name, tag, part)
    elif item.tag == "Abstract":
        draft.put(name, tag, _LINE_MARK.sub("\n", _HEADING.sub("", text)), lines=True)
    else:
        draft.put(name, tag, text, rank=rank)
    if item.tag == "Date" and "-" in date_of(text):
        draft.dates.append(("published", date_of(text)))


READER = TaggedFormat(
    name="noteexpress",
    label="NoteExpress text (.net): CNKI, Wanfang, VIP",
    extensions=(".net", ".txt"),
    dialect=Dialect(
        start=re.compile(r"\ufeff?\{Reference Type\}:"),
        tag_of=matcher(r"\ufeff?\{([A-Z][A-Za-z /0-9-]{1,40})\}:[ \t]*(.*)$"),
        known=frozenset(_FIELDS) | _OTHER,
        titles=frozenset({"Title"}),
        heads=frozenset({"Title", "Author"}),
    ),
    record=_record,
    marker="'{Reference Type}'",
    sure=0.95,
)
