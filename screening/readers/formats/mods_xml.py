"""MODS of library catalogues and repositories: ``mods`` alone or in a ``modsCollection``.

Elements: https://www.loc.gov/standards/mods. The journal or book is the related item of type host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.readers.draft import Draft, author_from
from screening.readers.xml_fields import (
    Read,
    below,
    child_text,
    choose,
    leaves,
    person,
    read_children,
)
from screening.readers.xml_records import Root, XmlReader
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_text import (
    Version,
    children,
    keep_leaves,
    local_name,
    locale_of,
    spaced_text,
    text_of,
)
from screening.records import Author
from screening.records.dates import date_of
from screening.records.normalise import clean_text, normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHORS = frozenset({"author", "aut", "creator", "cre", ""})


def _known_by(root: Root) -> str:
    is_mods = root.name in {"mods", "modsCollection"} or "<mods:mods" in root.rest
    return f"the root element is {root.name}" if is_mods else ""


def _fill(draft: Draft, element: _Element, _around: Context) -> None:
    titles = [
        _title(child) for child in element.iterfind("{*}titleInfo") if not _is_other_title(child)
    ]
    choose(draft, "title", [title for title in titles if title.text])
    abstracts = [
        Version(tag="abstract", locale=locale_of(child), text=_printed(child))
        for child in element.iterfind("{*}abstract")
    ]
    choose(draft, "abstract", [abstract for abstract in abstracts if abstract.text])
    read_children(draft, element, _TABLE)
    if number := element.get("ID"):
        draft.put("id:item", "ID", number)


def _printed(element: _Element) -> str:
    return " ".join(text_of(element).split())


def _is_other_title(element: _Element) -> bool:
    return element.get("type") in {"alternative", "abbreviated", "uniform"}


def _title(element: _Element) -> Version:
    is_translated = element.get("type") == "translated"
    text = _whole_title(element)
    return Version(tag="titleInfo", locale=locale_of(element), text=text, rank=int(is_translated))


def _whole_title(element: _Element) -> str:
    """``The`` + title + ``: subtitle. part``."""
    parts: dict[str, str] = {}
    for name, text in leaves(element):
        parts.setdefault(name, text)
    title = " ".join(filter(None, (parts.get("nonSort"), parts.get("title"))))
    title = ": ".join(filter(None, (title, parts.get("subTitle"))))
    return ". ".join(filter(None, (title, parts.get("partNumber"), parts.get("partName"))))


def _other_title(draft: Draft, element: _Element) -> None:
    if _is_other_title(element):
        draft.keep(f"titleInfo {element.get('type')}", _whole_title(element))


def _name(draft: Draft, element: _Element) -> None:
    roles = [clean_text(text_of(term)) for term in element.iterfind("{*}role/{*}roleTerm")]
    author = _author(element)
    if author is None:
        keep_leaves(draft, element, "name")
    elif not roles or any(role.casefold() in _AUTHORS for role in roles):
        draft.authors.append(author)
    else:
        draft.keep(f"name {roles[0]}", author.name)
    for child in children(element):
        if local_name(child) not in {"namePart", "role", "affiliation", "displayForm"}:
            keep_leaves(draft, child, f"name/{local_name(child)}")


def _author(element: _Element) -> Author | None:
    parts: dict[str, list[str]] = {}
    for part in element.iterfind("{*}namePart"):
        parts.setdefault(part.get("type") or "", []).append(clean_text(text_of(part)))
    family, given = " ".join(parts.get("family", [])), " ".join(parts.get("given", []))
    places = tuple(spaced_text(place) for place in element.iterfind("{*}affiliation"))
    ids = (normal_orcid(text_of(number)) for number in element.iterfind("{*}nameIdentifier"))
    orcid = next(filter(None, ids), "")
    if family or given:
        return person(family, given, affiliations=places, orcid=orcid)
    whole = ", ".join(filter(None, parts.get("", []))) or child_text(element, "displayForm")
    if not whole:
        return None
    is_person = element.get("type") == "personal"
    named = author_from(whole) if is_person else Author(name=whole)
    return Author(
        name=named.name, family=named.family, given=named.given, affiliations=places, orcid=orcid
    )


def _origin(draft: Draft, element: _Element) -> None:
    for child in children(element):
        name, text = local_name(child), clean_text(text_of(child))
        if name == "publisher":
            draft.put("publisher", name, text)
        elif name.startswith("date") or name == "copyrightDate":
            _date(draft, name, text)
        else:
            keep_leaves(draft, child, f"originInfo/{name}")


def _date(draft: Draft, name: str, text: str) -> None:
    """The date of issue is the year's; one of creation or capture stands in if there is none."""
    date = date_of(text)
    rank = {"dateIssued": 0, "date": 1, "copyrightDate": 2, "dateCreated": 3}.get(name)
    if rank is None or not date:
        draft.keep(name, text)
        return
    draft.put("year", name, date[:4], rank=rank)
    if "-" in date:
        draft.dates.append(("published" if rank < 2 else name, date))
    if date != text:
        draft.keep(name, text)


def _language(draft: Draft, element: _Element) -> None:
    terms = [clean_text(text_of(term)) for term in children(element)]
    for term in terms or [clean_text(text_of(element))]:
        draft.put("language", "language", term)


def _subject(draft: Draft, element: _Element) -> None:
    for child in children(element):
        name = local_name(child)
        if name in {"topic", "geographic", "temporal", "genre", "occupation"}:
            draft.put("keyword", name, text_of(child))
        else:
            keep_leaves(draft, child, f"subject/{name}")


def _identifier(draft: Draft, element: _Element) -> None:
    kind = (element.get("type") or "other").casefold()
    text = clean_text(text_of(element))
    fields = {"doi": "doi", "pmid": "pmid", "pubmed": "pmid", "issn": "issn", "uri": ""}
    draft.put(fields.get(kind, f"id:{kind}"), f"identifier {kind}", text)


def _location(draft: Draft, element: _Element) -> None:
    for child in children(element):
        name = local_name(child)
        if name == "url":
            draft.put("url", name, text_of(child))
        else:
            keep_leaves(draft, child, f"location/{name}")


def _related(draft: Draft, element: _Element) -> None:
    kind = element.get("type") or "related"
    if kind != "host":
        keep_leaves(draft, element, f"relatedItem {kind}")
        return
    for child in children(element):
        name = local_name(child)
        if name == "titleInfo":
            is_other = _is_other_title(child)
            draft.put("venue", "relatedItem host", _whole_title(child), rank=int(is_other))
        elif name in _HOST:
            _HOST[name](draft, child)
        else:
            keep_leaves(draft, child, f"relatedItem host/{name}")


def _part(draft: Draft, element: _Element) -> None:
    for child in children(element):
        name = local_name(child)
        if name == "detail":
            _detail(draft, child)
        elif name == "extent" and (child.get("unit") or "page").startswith("page"):
            draft.put("start_page", "start", child_text(child, "start"))
            draft.put("end_page", "end", child_text(child, "end"))
            draft.put("pages", "list", child_text(child, "list"))
        elif name == "date":
            _date(draft, name, clean_text(text_of(child)))
        else:
            keep_leaves(draft, child, f"part/{name}")


def _detail(draft: Draft, element: _Element) -> None:
    kind = (element.get("type") or "").casefold()
    field = {"volume": "volume", "issue": "issue", "number": "issue"}.get(kind, "")
    for name, text in leaves(element):
        draft.put(field if name == "number" else "", f"detail {kind} {name}", text)


def _text(name: str, rank: int = 0) -> Read:
    def read(draft: Draft, element: _Element) -> None:
        draft.put(name, local_name(element), _printed(element), rank=rank)

    return read


def _nothing(_draft: Draft, _element: _Element) -> None:
    """Read before the other elements."""


def _host_identifier(draft: Draft, element: _Element) -> None:
    kind = (element.get("type") or "other").casefold()
    field = {"issn": "issn", "isbn": "id:isbn"}.get(kind, "")
    draft.put(field, f"relatedItem host/identifier {kind}", text_of(element))


_HOST: dict[str, Read] = {
    "part": _part,
    "identifier": _host_identifier,
    "originInfo": _origin,
}
_TABLE: dict[str, Read] = {
    "titleInfo": _other_title,
    "abstract": _nothing,
    "name": _name,
    "genre": _text("type"),
    "typeOfResource": _text("type", rank=1),
    "originInfo": _origin,
    "language": _language,
    "subject": _subject,
    "identifier": _identifier,
    "location": _location,
    "relatedItem": _related,
    "part": _part,
    "recordInfo": below({"recordIdentifier": _text("id:record")}),
}

READER = XmlReader(
    name="mods_xml",
    label="MODS of library catalogues (mods or modsCollection)",
    shape=Shape(records=("mods",)),
    known_by=_known_by,
    fill=_fill,
    extensions=(".xml", ".mods"),
)
