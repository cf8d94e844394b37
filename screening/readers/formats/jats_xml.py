"""JATS and NLM article XML: one ``article``, or a set of them as PubMed Central gives it.

Tag library: https://jats.nlm.nih.gov. Read is what describes the article (``front``), its
references and its responses' titles; the full text (``body``) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.link_kinds import JATS_TYPES, put_link
from screening.readers.xml_fields import (
    Read,
    below,
    child_text,
    choose,
    date_in,
    person,
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
    keep_leaves,
    local_name,
    locale_of,
    spaced_text,
    text_of,
)
from screening.records import Author, LocalText
from screening.records.normalise import clean_text, normal_doi, normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element

_LOOSE_COMMA = re.compile(r"(?: *,)+")
_DOCTYPES = ("//NLM//DTD", "JATS", "journalpublishing", "archivearticle")
_PRINT = frozenset({"ppub", "print", "pub", "publication", "collection", "epub-ppub"})
_ELECTRONIC = frozenset({"epub", "electronic", "epreprint"})


def _known_by(root: Root) -> str:
    has_front = "<article-meta" in root.rest or "<front" in root.rest
    is_article = root.name == "article" and (
        has_front or any(word in root.prolog for word in _DOCTYPES)
    )
    is_set = "<article-meta" in root.rest and "<article" in root.rest
    return f"the root {root.name} with JATS article-meta" if is_article or is_set else ""


def _fill(draft: Draft, element: _Element, _around: Context) -> None:
    language = locale_of(element)
    draft.put("type", "article-type", element.get("article-type") or "")
    draft.put("language", "lang", language)
    read_children(draft, element, _TABLE)
    for meta in element.iterfind("{*}front/{*}article-meta"):
        choose(draft, "title", list(_titles(meta, language)))
        choose(draft, "abstract", list(_abstracts(meta)))


def _titles(meta: _Element, language: str) -> Iterator[Version]:
    for group in meta.iterfind("{*}title-group"):
        yield Version(tag="article-title", locale=language, text=_title_in(group, "article-title"))
        for other in group.iterfind("{*}trans-title-group"):
            locale, text = locale_of(other), _title_in(other, "trans-title")
            yield Version(tag="trans-title", locale=locale, text=text, rank=1)
        for title in group.iterfind("{*}trans-title"):
            locale, text = locale_of(title), " ".join(text_of(title).split())
            yield Version(tag="trans-title", locale=locale, text=text, rank=1)


def _title_in(group: _Element, name: str) -> str:
    """Title and subtitle; footnote marks are no part of it."""
    subtitle = "subtitle" if name == "article-title" else "trans-subtitle"
    texts = (
        " ".join(_without_notes(child).split())
        for child in children(group)
        if local_name(child) in {name, subtitle}
    )
    return ": ".join(filter(None, texts))


def _without_notes(element: _Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and local_name(child) not in {"fn", "xref"}:
            pieces.append(_without_notes(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _abstracts(meta: _Element) -> Iterator[Version]:
    """The abstract proper first; highlights, summaries and pictures are other kinds of it."""
    for child in children(meta):
        if local_name(child) not in {"abstract", "trans-abstract"}:
            continue
        kind = child.get("abstract-type") or ""
        locale = locale_of(child) if local_name(child) == "trans-abstract" else ""
        tag = f"{local_name(child)} {kind}".strip()
        rank = 2 if kind else 0
        yield Version(tag=tag, locale=locale, text=_sections(child), rank=rank)


def _sections(element: _Element) -> str:
    """``Title: text`` for each section, a paragraph a line."""
    lines: list[str] = []
    heading = ""
    for child in children(element):
        name = local_name(child)
        if name == "title":
            heading = " ".join(text_of(child).split()).rstrip(":")
        elif name == "sec":
            lines.append(_sections(child))
        elif name != "object-id":
            lines.append(" ".join(text_of(child).split()))
    text = "\n".join(filter(None, lines)) or text_of(element)
    is_named = heading and heading.casefold() != "abstract"
    return f"{heading}: {text}" if is_named and text != heading else text


def _contributors(draft: Draft, element: _Element) -> None:
    """Authors with the affiliations they point at; editors and others are kept apart."""
    places = _places(element)
    for child in children(element):
        name = local_name(child)
        if name == "contrib":
            _contributor(draft, child, places)
        elif name not in {"aff", "aff-alternatives"}:
            keep_leaves(draft, child, name)


def _places(group: _Element) -> dict[str, str]:
    """Affiliations by id; those of the whole group have the empty one."""
    meta = group.getparent()
    places: dict[str, str] = {}
    for place in (group if meta is None else meta).iter("{*}aff"):
        texts = [place.text or ""]
        for part in children(place):
            is_mark = local_name(part) in {"label", "sup", "institution-id"}
            texts += ["" if is_mark else spaced_text(part), part.tail or ""]
        text = _LOOSE_COMMA.sub(",", " ".join(" ".join(texts).split()))
        if text:
            places[place.get("id") or ""] = clean_text(text)
    return places


def _contributor(draft: Draft, element: _Element, places: dict[str, str]) -> None:
    kind = element.get("contrib-type") or "author"
    pointed = [ref.get("rid") or "" for ref in element.iterfind("{*}xref[@ref-type='aff']")]
    own = [clean_text(text_of(place)) for place in element.iterfind("{*}aff")]
    found = own + [places[name] for rid in pointed for name in rid.split() if name in places]
    if not found and set(places) == {""}:
        found = [places[""]]
    author = _author(element, tuple(dict.fromkeys(found)))
    if author is None:
        keep_leaves(draft, element, f"contrib {kind}")
    elif kind == "author":
        draft.authors.append(author)
    else:
        draft.keep(f"contrib {kind}", author.name)


def _author(element: _Element, affiliations: tuple[str, ...]) -> Author | None:
    ids = (normal_orcid(text_of(number)) for number in element.iterfind("{*}contrib-id"))
    orcid = next(filter(None, ids), "")
    name = next(element.iter("{*}name", "{*}string-name"), None)
    group = child_text(element, "collab") or child_text(element, "on-behalf-of")
    if name is None:
        whole = group or ("Anonymous" if element.find("{*}anonymous") is not None else "")
        return Author(name=whole, affiliations=affiliations, orcid=orcid) if whole else None
    family, given = child_text(name, "surname"), child_text(name, "given-names")
    if not (family or given):
        whole = clean_text(text_of(name))
        return Author(name=whole, affiliations=affiliations, orcid=orcid)
    suffix = child_text(name, "suffix")
    return person(family, given, suffix=suffix, affiliations=affiliations, orcid=orcid)


def _published(draft: Draft, element: _Element) -> None:
    kind = element.get("pub-type") or element.get("date-type") or "published"
    if element.get("publication-format") == "electronic" and kind not in {"collection"}:
        kind = "epub"
    date = date_in(element)
    label = "epublish" if kind in _ELECTRONIC else "published" if kind in _PRINT else kind
    put_date(draft, label, date)
    rank = 0 if kind in _PRINT else 1 if kind in _ELECTRONIC else 2
    draft.put("year", "pub-date", date[:4], rank=rank)


def _history(draft: Draft, element: _Element) -> None:
    labels = {"rev-recd": "revised", "rev-request": "revision requested"}
    for child in element.iter("{*}date"):
        kind = child.get("date-type") or "history"
        put_date(draft, labels.get(kind, kind), date_in(child))


def _number(draft: Draft, element: _Element) -> None:
    kind = element.get("pub-id-type") or "other"
    field = {"doi": "doi", "pmid": "pmid", "pmcid": "id:pmc"}.get(kind, f"id:{kind}")
    draft.put(field, f"article-id {kind}", text_of(element))


def _keywords(draft: Draft, element: _Element) -> None:
    locale = locale_of(element)
    for word in element.iter("{*}kwd", "{*}compound-kwd"):
        text = " ".join(text_of(word).split())
        if locale and not locale.casefold().startswith("en"):
            draft.local_texts.append(LocalText(field="keyword", locale=locale, text=text))
        draft.put("keyword", "kwd", text)


def _related(draft: Draft, element: _Element) -> None:
    """Corrections, retractions and what they speak of."""
    link = next((str(v) for k, v in element.attrib.items() if str(k).endswith("href")), "")
    kind = element.get("related-article-type") or ""
    text, found = clean_text(text_of(element)), normal_doi(link)
    text = text if found else f"{link} {text}".strip()
    tag = f"related-article {kind}".strip()
    put_link(draft, JATS_TYPES.get(kind), tag, text, doi=found)


def _references(draft: Draft, element: _Element) -> None:
    for reference in element.iter("{*}ref"):
        draft.keep("ref", " ".join(filter(None, map(spaced_text, children(reference)))))


def _response(draft: Draft, element: _Element) -> None:
    kind = element.get("article-type") or ""
    titles = (clean_text(text_of(title)) for title in element.iter("{*}article-title"))
    draft.keep(f"{local_name(element)} {kind}".strip(), next(titles, ""))


def _page(draft: Draft, element: _Element) -> None:
    draft.put("pages", "elocation-id", text_of(element), rank=1)


_JOURNAL: dict[str, Read] = {
    "journal-title-group": below({"journal-title": plain("venue")}),
    "journal-title": plain("venue"),
    "issn": plain("issn"),
    "issn-l": plain("issn"),
    "publisher": below({"publisher-name": plain("publisher")}),
}
_META: dict[str, Read] = {
    "article-id": _number,
    "title-group": skip,
    "abstract": skip,
    "trans-abstract": skip,
    "contrib-group": _contributors,
    "aff": skip,
    "aff-alternatives": skip,
    "pub-date": _published,
    "history": _history,
    "volume": plain("volume"),
    "issue": plain("issue"),
    "fpage": plain("start_page"),
    "lpage": plain("end_page"),
    "page-range": plain("pages", rank=2),
    "elocation-id": _page,
    "kwd-group": _keywords,
    "related-article": _related,
}
_TABLE: dict[str, Read] = {
    "front": below({"journal-meta": below(_JOURNAL), "article-meta": below(_META)}),
    "body": skip,
    "floats-group": skip,
    "back": below({"ref-list": _references}),
    "sub-article": _response,
    "response": _response,
}

READER = XmlReader(
    name="jats_xml",
    label="JATS/NLM article XML, one article or a set",
    shape=Shape(records=("article",)),
    known_by=_known_by,
    fill=_fill,
)
