"""DOAJ article XML (``records/record``), as DOAJ takes it and OJS exports it.

Schema: https://doaj.org/static/doaj/doajArticles.xsd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.readers.draft import Draft, author_from
from screening.readers.xml_fields import (
    Read,
    child_text,
    choose,
    plain,
    put_date,
    read_children,
    skip,
)
from screening.readers.xml_records import Root, XmlReader
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_text import (
    Version,
    children,
    is_english,
    keep_leaves,
    local_name,
    locale_of,
    text_of,
)
from screening.records import Author, LocalText
from screening.records.dates import date_of
from screening.records.normalise import clean_text, normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element

_OWN = ("<journalTitle", "<fullTextUrl", "<publicationDate", "<documentType")


def _known_by(root: Root) -> str:
    found = [name for name in _OWN if name in root.rest]
    return f"records with {found[0]}>" if root.name == "records" and found else ""


def _fill(draft: Draft, element: _Element, _around: Context) -> None:
    read_children(draft, element, _TABLE)
    for name in ("title", "abstract"):
        found = [child for child in children(element) if local_name(child) == name]
        choose(
            draft,
            name,
            [Version(tag=name, locale=locale_of(child), text=text_of(child)) for child in found],
        )
    _authors(draft, element)


def _authors(draft: Draft, element: _Element) -> None:
    places = {
        (place.get("affiliationId") or ""): clean_text(text_of(place))
        for place in element.iterfind("{*}affiliationsList/{*}affiliationName")
    }
    for item in element.iterfind("{*}authors/{*}author"):
        name = author_from(child_text(item, "name"))
        pointed = [clean_text(text_of(child)) for child in item.iterfind("{*}affiliationId")]
        author = Author(
            name=name.name,
            family=name.family,
            given=name.given,
            affiliations=tuple(places[ref] for ref in pointed if places.get(ref)),
            orcid=normal_orcid(child_text(item, "orcid_id")),
        )
        if author.name:
            draft.authors.append(author)
        for child in children(item):
            if local_name(child) not in {"name", "affiliationId", "orcid_id"}:
                keep_leaves(draft, child, f"author/{local_name(child)}")


def _published(draft: Draft, element: _Element) -> None:
    date = date_of(clean_text(text_of(element)))
    draft.put("year", "publicationDate", date[:4] or text_of(element))
    put_date(draft, "published", date)


def _keywords(draft: Draft, element: _Element) -> None:
    locale = locale_of(element)
    for word in children(element):
        text = clean_text(text_of(word))
        draft.put("keyword", "keyword", text)
        if text and locale and not is_english(locale):
            draft.local_texts.append(LocalText(field="keyword", locale=locale, text=text))


_TABLE: dict[str, Read] = {
    "language": plain("language"),
    "publisher": plain("publisher"),
    "journalTitle": plain("venue"),
    "issn": plain("issn"),
    "eissn": plain("issn"),
    "publicationDate": _published,
    "volume": plain("volume"),
    "issue": plain("issue"),
    "startPage": plain("start_page"),
    "endPage": plain("end_page"),
    "doi": plain("doi"),
    "publisherRecordId": plain("id:publisher"),
    "documentType": plain("type"),
    "title": skip,
    "abstract": skip,
    "authors": skip,
    "affiliationsList": skip,
    "fullTextUrl": plain("url"),
    "keywords": _keywords,
}

READER = XmlReader(
    name="doaj_xml",
    label="DOAJ article XML, also of OJS",
    shape=Shape(records=("record",)),
    known_by=_known_by,
    fill=_fill,
)
