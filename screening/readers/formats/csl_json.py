"""CSL JSON as Zotero, Mendeley, Paperpile and pandoc write it, and the Crossref API's works.

Schema: https://github.com/citation-style-language/schema. A field that the schema gives as text
may be a list, as Crossref writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from screening.readers.draft import Draft
from screening.readers.json_records import (
    JsonObject,
    JsonReader,
    keep_value,
    object_in,
    objects_in,
    text_in,
    texts_in,
)
from screening.readers.link_kinds import crossmark_kind, put_link
from screening.records import Author, LocalText
from screening.records.dates import date_of, iso_date, year_of
from screening.records.normalise import normal_orcid

_NOTE_LINE = re.compile(r"^\s*(DOI|PMID|PMCID)\s*:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_CSL = frozenset({"container-title", "issued", "ISSN", "citation-key", "citation-label", "event"})
_OTHERS = frozenset({"recNumber", "authorships", "abstract_inverted_index", "itemType"})


def _known_by(names: frozenset[str]) -> str:
    own = sorted(_CSL & names)
    is_csl = "type" in names and (own or {"family", "title"} <= names) and not names & _OTHERS
    return f"objects with type and {', '.join(own) or 'family names'}" if is_csl else ""


def _fill(draft: Draft, item: JsonObject) -> None:
    for name, value in item.items():
        if name in _TEXTS:
            _put(draft, name, value)
        else:
            _READ.get(name, keep_value)(draft, name, value)
    if not draft.has("year"):
        _put_date(draft, "published-print", item.get("published-print"))
        _put_date(draft, "published-online", item.get("published-online"))


def _put(draft: Draft, name: str, value: object) -> None:
    field, rank = _TEXTS[name]
    texts = texts_in(value)
    for text in texts:
        draft.put(field, name, text, rank=rank, lines=field == "abstract")
    if not texts:
        keep_value(draft, name, value)


def _authors(draft: Draft, name: str, value: object) -> None:
    for item in objects_in(value):
        author = _author(item)
        if not author.name:
            keep_value(draft, name, item)
        elif name == "author":
            draft.authors.append(author)
        else:
            draft.keep(name, author.name)


def _author(item: JsonObject) -> Author:
    particle = text_in(item.get("non-dropping-particle"))
    family = " ".join(filter(None, (particle, text_in(item.get("family")))))
    given = " ".join(
        filter(None, (text_in(item.get("given")), text_in(item.get("dropping-particle"))))
    )
    places = objects_in(item.get("affiliation"))
    affiliations = tuple(filter(None, (text_in(place.get("name")) for place in places)))
    orcid = normal_orcid(text_in(item.get("ORCID")))
    whole = text_in(item.get("literal")) or text_in(item.get("name"))
    name = whole or ", ".join(filter(None, (family, given, text_in(item.get("suffix")))))
    is_parted = bool(family and given and not whole)
    return Author(
        name=name,
        family=family if is_parted else "",
        given=given if is_parted else "",
        affiliations=affiliations,
        orcid=orcid,
    )


def _date(value: object) -> str:
    """``date-parts``, or a date written as ``raw`` or ``literal`` or plain text."""
    given = object_in(value)
    parts = given.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else []
    numbers = [text_in(part) for part in first] if isinstance(first, list) else []
    if numbers and year_of(numbers[0]):
        return iso_date(*numbers[:3])
    written = (given.get("raw"), given.get("literal"), given.get("year"), value)
    return next(filter(None, (date_of(text_in(text)) for text in written)), "")


def _put_date(draft: Draft, name: str, value: object) -> None:
    date = _date(value)
    if date:
        draft.put("year", name, date[:4])
        if "-" in date:
            draft.dates.append((_LABELS.get(name, name), date))


def _issued(draft: Draft, name: str, value: object) -> None:
    _put_date(draft, name, value)
    if not _date(value):
        keep_value(draft, name, value)


def _labelled(draft: Draft, name: str, value: object) -> None:
    date = _date(value)
    if date:
        draft.dates.append((_LABELS.get(name, name), date))
    else:
        keep_value(draft, name, value)


def _keywords(draft: Draft, name: str, value: object) -> None:
    """A list, or one text with commas or semicolons between."""
    if isinstance(value, list):
        for text in texts_in(value):
            draft.put("keyword", name, text)
        return
    text = text_in(value)
    draft.put("keywords", name, text if ";" in text else text.replace(",", ";"), lines=True)


def _note(draft: Draft, name: str, value: object) -> None:
    """Zotero writes numbers its schema has no field for into the note, one a line."""
    text = text_in(value)
    for label, number in _NOTE_LINE.findall(text):
        field = {"doi": "doi", "pmid": "pmid"}.get(label.casefold(), "id:pmc")
        draft.put(field, name, number)
    draft.keep(name, text)


def _updates(draft: Draft, name: str, value: object) -> None:
    """Crossref's ``update-to`` of a notice and ``updated-by`` of what it speaks of."""
    for item in objects_in(value):
        kind = crossmark_kind(text_in(item.get("type")), forward=name == "updated-by")
        put_link(draft, kind, name, "", doi=text_in(item.get("DOI")))


def _custom(draft: Draft, name: str, value: object) -> None:
    """Links and texts in other languages as Tamis writes them; all else as it stands."""
    others = dict(object_in(value))
    own = dict(object_in(others.pop("tamis", None)))
    for line in texts_in(own.pop("links", [])):
        draft.put("printed", f"{name}/tamis/links", line)
    for item in objects_in(own.pop("local_texts", [])):
        parts = {part: text_in(item.get(part)) for part in ("field", "locale", "text")}
        draft.local_texts.append(LocalText(**parts))
    keep_value(draft, name, {**others, "tamis": own})


_LABELS = {
    "issued": "published",
    "published-print": "print",
    "published-online": "epublish",
    "available-date": "epublish",
    "submitted": "received",
}
_TEXTS: dict[str, tuple[str, int]] = {
    "title": ("title", 0),
    "abstract": ("abstract", 0),
    "container-title": ("venue", 0),
    "journalAbbreviation": ("venue", 1),
    "container-title-short": ("venue", 2),
    "short-container-title": ("venue", 2),
    "volume": ("volume", 0),
    "issue": ("issue", 0),
    "page": ("pages", 0),
    "number": ("issue", 2),
    "DOI": ("doi", 0),
    "PMID": ("pmid", 0),
    "PMCID": ("id:pmc", 0),
    "ISBN": ("id:isbn", 0),
    "ISSN": ("issn", 0),
    "URL": ("url", 0),
    "language": ("language", 0),
    "type": ("type", 0),
    "publisher": ("publisher", 0),
    "id": ("id:item", 0),
}
_READ: dict[str, Callable[[Draft, str, object], None]] = {
    "author": _authors,
    "editor": _authors,
    "translator": _authors,
    "issued": _issued,
    "published-print": _labelled,
    "published-online": _labelled,
    "available-date": _labelled,
    "submitted": _labelled,
    "keyword": _keywords,
    "note": _note,
    "custom": _custom,
    "update-to": _updates,
    "updated-by": _updates,
}

READER = JsonReader(
    name="csl_json",
    label="CSL JSON of Zotero, Mendeley and pandoc, and Crossref's works",
    known_by=_known_by,
    fill=_fill,
)
