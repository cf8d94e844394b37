"""EndNote XML as EndNote, Zotero and Mendeley write it.

Text stands in ``style`` elements, lists in one element are parted by a carriage return; PubMed
numbers hide in ``accession-num``, DOIs in ``electronic-resource-num``, ``notes`` or ``urls``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from screening.readers.draft import Draft, author_from
from screening.readers.xml_fields import Read, below, child_text, put_date, read_children
from screening.readers.xml_records import Root, XmlReader
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_text import children, local_name, text_of
from screening.records.dates import date_of
from screening.records.normalise import clean_text, is_missing, normal_doi

if TYPE_CHECKING:
    from lxml.etree import _Element

_BREAK = re.compile(r"[\r\n]+")
_PMID_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")
_OF_PUBMED = ("pubmed", "medline", "nlm")
_PMID = re.compile(r"\d{7,8}")


def _known_by(root: Root) -> str:
    is_endnote = root.name in {"xml", "records"} and (
        "<ref-type" in root.rest or "<source-app" in root.rest or "<records" in root.rest
    )
    is_endnote = is_endnote and ("<record" in root.rest or root.name == "xml")
    return "the records have EndNote's ref-type or source-app" if is_endnote else ""


def _fill(draft: Draft, element: _Element, _around: Context) -> None:
    read_children(draft, element, _TABLE)
    _find_ids(draft, element)


def _printed(element: _Element) -> str:
    """The text with carriage returns as line ends; those of the layout count as blanks."""
    pieces = [" ".join(part.split()) for part in "".join(_strings(element)).split("\r")]
    return "\n".join(filter(None, pieces))


def _strings(element: _Element) -> list[str]:
    return [str(text) for text in element.itertext()]


def _field(name: str, *, rank: int = 0, lines: bool = False) -> Read:
    def read(draft: Draft, element: _Element) -> None:
        draft.put(name, local_name(element), _printed(element), rank=rank, lines=lines)

    return read


def _names(name: str) -> Read:
    def read(draft: Draft, element: _Element) -> None:
        for child in children(element):
            text = clean_text(_printed(child))
            if is_missing(text):
                continue
            if name == "author":
                draft.authors.append(author_from(text))
            else:
                draft.keep(local_name(element), text)

    return read


def _type(draft: Draft, element: _Element) -> None:
    draft.put("type", "ref-type", element.get("name") or text_of(element))
    if element.get("name") and text_of(element):
        draft.keep("ref-type number", text_of(element))


def _keywords(draft: Draft, element: _Element) -> None:
    for child in children(element):
        for part in _BREAK.split(_printed(child)):
            draft.put("keywords" if ";" in part else "keyword", "keyword", part)


def _dates(draft: Draft, element: _Element) -> None:
    year = child_text(element, "year")
    draft.put("year", "year", year)
    day = child_text(element, "pub-dates", "date")
    date = date_of(day) or date_of(f"{year} {day}")
    if day:
        draft.keep("pub-dates", day)
    if date[:4] == date_of(year)[:4] or not year:
        put_date(draft, "published", date)
    if not year and date:
        draft.put("year", "pub-dates", date[:4], rank=1)
    for child in children(element):
        if local_name(child) not in {"year", "pub-dates"}:
            draft.keep(f"dates/{local_name(child)}", clean_text(text_of(child)))


def _isbn(draft: Draft, element: _Element) -> None:
    draft.put("issn", "isbn", _printed(element))


def _url(draft: Draft, element: _Element) -> None:
    for child in children(element):
        for part in _BREAK.split(_printed(child)):
            is_web = part.casefold().startswith(("http://", "https://", "www."))
            draft.put("url" if is_web else "", local_name(element), part)


def _find_ids(draft: Draft, element: _Element) -> None:
    """Take DOI and PubMed number from where the writers hide them."""
    addresses = [clean_text(_printed(url)) for url in element.iter("{*}url")]
    if not draft.has("doi"):
        notes = clean_text(child_text(element, "notes"))
        stated = [*addresses, *re.findall(r"doi:?\s*10\.\S+", notes, re.IGNORECASE)]
        found = next((text for text in stated if "doi" in text and normal_doi(text)), "")
        if found:
            draft.put("doi", "urls or notes", normal_doi(found))
    for address in addresses:
        if found_pmid := _PMID_ADDRESS.search(address):
            draft.put("pmid", "url", found_pmid[1])
    number = child_text(element, "accession-num")
    provider = " ".join(
        child_text(element, name) for name in ("remote-database-name", "remote-database-provider")
    )
    is_pubmed = not provider.strip() or any(word in provider.casefold() for word in _OF_PUBMED)
    if is_pubmed and _PMID.fullmatch(number) and _is_of_pubmed(element, addresses, provider):
        draft.put("pmid", "accession-num", number)
    else:
        draft.put("", "accession-num", number)


def _is_of_pubmed(element: _Element, addresses: list[str], provider: str) -> bool:
    """A number of 7 or 8 digits is PubMed's if the entry says so or has PubMed's edition date."""
    dated = re.fullmatch(r"\d{4}/\d\d/\d\d", child_text(element, "edition"))
    return bool(provider.strip() or dated or any("pubmed" in address for address in addresses))


_TITLES: dict[str, Read] = {
    "title": _field("title"),
    "secondary-title": _field("venue"),
    "tertiary-title": _field("tertiary-title"),
    "alt-title": _field("venue", rank=4),
    "short-title": _field("short-title"),
    "translated-title": _field("translated-title"),
}
_KEPT = (
    "caption",
    "label",
    "section",
    "edition",
    "work-type",
    "num-vols",
    "reprint-status",
    "reprint-edition",
    "call-num",
    "remote-database-name",
    "remote-database-provider",
    "pub-location",
    "access-date",
    "modified-date",
    "custom1",
    "custom2",
    "custom3",
    "custom4",
    "custom5",
    "custom6",
    "custom7",
    "misc1",
    "misc2",
    "misc3",
    "orig-pub",
)
_TABLE: dict[str, Read] = {
    "ref-type": _type,
    "contributors": below(
        {
            "authors": _names("author"),
            "secondary-authors": _names("editor"),
            "tertiary-authors": _names("tertiary author"),
            "subsidiary-authors": _names("subsidiary author"),
            "translated-authors": _names("translator"),
        }
    ),
    "auth-address": _field("auth-address", lines=True),
    "titles": below(_TITLES),
    "periodical": below(
        {
            "full-title": _field("venue", rank=1),
            "abbr-1": _field("venue", rank=2),
            "abbr-2": _field("venue", rank=3),
        }
    ),
    "volume": _field("volume"),
    "number": _field("issue"),
    "issue": _field("issue", rank=1),
    "pages": _field("pages"),
    "keywords": _keywords,
    "dates": _dates,
    "isbn": _isbn,
    "electronic-resource-num": _field("doi"),
    "abstract": _field("abstract", lines=True),
    "notes": _field("notes", lines=True),
    "research-notes": _field("research-notes", lines=True),
    "publisher": _field("publisher"),
    "language": _field("language"),
    "urls": below({"related-urls": _url, "web-urls": _url}),
    "accession-num": lambda _draft, _element: None,
}
_TABLE |= {name: _field(name) for name in _KEPT}

READER = XmlReader(
    name="endnote_xml",
    label="EndNote XML of EndNote, Zotero and Mendeley",
    shape=Shape(records=("record",)),
    known_by=_known_by,
    fill=_fill,
)
