"""JSON of reference libraries in flat fields, as scripts write it out of EndNote libraries.

One object per record with ``title``, ``journal``, ``authors`` (a list of names) and EndNote's
other fields under camel-case names; lists within a text are parted by carriage returns.
"""

from __future__ import annotations

from screening.readers.draft import Draft, author_from
from screening.readers.json_records import JsonObject, JsonReader, keep_value, texts_in
from screening.records.dates import date_of
from screening.records.normalise import is_missing

_NAMES = frozenset({"recNumber", "authors", "journal", "keywords", "isbn"})
_OTHERS = frozenset({"authorships", "abstract_inverted_index", "container-title"})


def _known_by(names: frozenset[str]) -> str:
    own = sorted(_NAMES & names)
    is_library = {"title", "authors"} <= names and len(own) > 1 and not names & _OTHERS
    return f"objects with title, {', '.join(own)}" if is_library else ""


def _fill(draft: Draft, item: JsonObject) -> None:
    for name, value in item.items():
        texts = texts_in(value)
        if not texts:
            keep_value(draft, name, value)
        for text in texts:
            _put(draft, name, text.replace("\r", "\n"))


def _put(draft: Draft, name: str, text: str) -> None:
    if is_missing(text):
        return
    if name == "authors":
        draft.authors.append(author_from(text))
    elif name == "date":
        _put_date(draft, text)
    else:
        field, rank = _FIELDS.get(name, ("", 0))
        draft.put(field, name, text, rank=rank, lines=field in {"abstract", "", "keyword"})


def _put_date(draft: Draft, text: str) -> None:
    """A day is kept as a date; ``Sep 18`` without its year as it stands."""
    date = date_of(text)
    if "-" in date:
        draft.dates.append(("published", date))
    if date:
        draft.put("year", "date", date[:4], rank=1)
    if date != text:
        draft.keep("date", text)


_FIELDS: dict[str, tuple[str, int]] = {
    "title": ("title", 0),
    "abstract": ("abstract", 0),
    "journal": ("venue", 0),
    "periodical": ("venue", 1),
    "year": ("year", 0),
    "volume": ("volume", 0),
    "number": ("issue", 0),
    "issue": ("issue", 1),
    "pages": ("pages", 0),
    "doi": ("doi", 0),
    "pmid": ("pmid", 0),
    "isbn": ("issn", 0),
    "issn": ("issn", 0),
    "urls": ("url", 0),
    "url": ("url", 0),
    "keywords": ("keyword", 0),
    "language": ("language", 0),
    "type": ("type", 0),
    "publisher": ("publisher", 0),
}

READER = JsonReader(
    name="reflib_json",
    label="JSON of reference libraries (title, authors, journal ...)",
    known_by=_known_by,
    fill=_fill,
)
