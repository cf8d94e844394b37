"""Crossref XML: answers in unixref (``doi_records``, ``crossref_result``) and deposits.

Schema: https://www.crossref.org/documentation/schema-library. A journal stands before its articles,
a book before its chapters; a book is a record as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.link_kinds import crossmark_kind, put_link
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
from screening.records import Author
from screening.records.normalise import clean_text, normal_doi, normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOTS = frozenset({"doi_records", "doi_record", "doi_batch", "crossref_result", "crossref"})
_BOOKS = ("book_metadata", "book_series_metadata", "book_set_metadata")
_SHAPE = Shape(
    records=(
        "journal_article",
        "conference_paper",
        "content_item",
        *_BOOKS,
        "posted_content",
        "dissertation",
        "report-paper_metadata",
        "report-paper_series_metadata",
        "standard_metadata",
        "dataset",
        "peer_review",
    ),
    context=(
        "journal_metadata",
        "journal_issue",
        "event_metadata",
        "proceedings_metadata",
        *_BOOKS,
    ),
    scopes=("doi_record", "journal", "conference", "book", "report-paper", "standard", "database"),
)


def _known_by(root: Root) -> str:
    return f"the root element is {root.name}" if root.name in _ROOTS else ""


def _fill(draft: Draft, element: _Element, around: Context) -> None:
    name = local_name(element)
    draft.put("type", "type", name.removesuffix("_metadata").replace("_", " "))
    draft.put("language", "language", element.get("language") or "")
    for attribute, value in element.attrib.items():
        if attribute != "language":
            draft.keep(str(attribute).rpartition("}")[2], str(value))
    read_children(draft, element, _TABLE)
    _texts(draft, element)
    _stand_in(draft, name, around)


def _texts(draft: Draft, element: _Element) -> None:
    titles = [
        version for group in element.iterfind("{*}titles") for version in _titles_of(draft, group)
    ]
    choose(draft, "title", titles)
    abstracts = [
        Version(tag="abstract", locale=locale_of(child), text=_paragraphs(child))
        for child in element.iterfind("{*}abstract")
    ]
    choose(draft, "abstract", abstracts)


def _titles_of(draft: Draft, group: _Element) -> list[Version]:
    """Title and subtitle as one; the title in the original language is one of its own."""
    found: list[Version] = []
    for child in children(group):
        name, text = local_name(child), " ".join(text_of(child).split())
        if name == "subtitle" and found and text:
            last = found.pop()
            found.append(
                Version(
                    tag=last.tag, locale=last.locale, text=f"{last.text}: {text}", rank=last.rank
                )
            )
        elif name in {"title", "original_language_title"} and text:
            locale = locale_of(child) if name != "title" else ""
            found.append(Version(tag=name, locale=locale, text=text, rank=int(name != "title")))
        elif text:
            draft.keep(f"titles/{name}", text)
    return found


def _paragraphs(element: _Element) -> str:
    lines = [" ".join(text_of(child).split()) for child in children(element)]
    return "\n".join(filter(None, lines)) or text_of(element)


def _contributors(draft: Draft, element: _Element) -> None:
    for child in children(element):
        role = child.get("contributor_role") or "author"
        author = _author(child)
        if author is None:
            keep_leaves(draft, child, f"contributors/{local_name(child)}")
        elif role == "author":
            draft.authors.append(author)
        else:
            draft.keep(f"contributor {role}", author.name)


def _author(element: _Element) -> Author | None:
    name = local_name(element)
    if name == "organization":
        text = clean_text(text_of(element))
        return Author(name=text) if text else None
    if name != "person_name":
        return None
    places = (
        *element.iterfind("{*}affiliation"),
        *element.iterfind("{*}affiliations/{*}institution"),
    )
    affiliations = tuple(dict.fromkeys(filter(None, (spaced_text(place) for place in places))))
    return person(
        child_text(element, "surname"),
        child_text(element, "given_name"),
        suffix=child_text(element, "suffix"),
        affiliations=affiliations,
        orcid=normal_orcid(child_text(element, "ORCID")),
    )


def _dated(label: str, rank: int = 0) -> Read:
    def read(draft: Draft, element: _Element) -> None:
        date = date_in(element)
        is_online = label == "published" and element.get("media_type") == "online"
        put_date(draft, "epublish" if is_online else label, date)
        draft.put("year", local_name(element), date[:4], rank=rank + is_online)

    return read


def _doi(draft: Draft, element: _Element) -> None:
    for child in children(element):
        name = local_name(child)
        if name == "doi":
            draft.put("doi", name, text_of(child))
        elif name == "resource":
            draft.put("url", name, text_of(child))
        else:
            keep_leaves(draft, child, f"doi_data/{name}")


def _publisher_item(draft: Draft, element: _Element) -> None:
    for child in children(element):
        kind = child.get("id_type") or child.get("item_number_type") or local_name(child)
        is_doi = kind == "doi"
        draft.put("" if is_doi else f"id:{kind}", f"publisher_item {kind}", text_of(child))


def _citations(draft: Draft, element: _Element) -> None:
    for citation in children(element):
        draft.keep("citation", spaced_text(citation))


def _updates(draft: Draft, element: _Element) -> None:
    """``<update type="retraction">DOI</update>``: what this notice speaks of."""
    for child in children(element):
        word = child.get("type") or ""
        text = clean_text(text_of(child))
        kind = crossmark_kind(word, forward=False)
        put_link(draft, kind, f"update {word}".strip(), "", doi=normal_doi(text) or text)


def _stand_in(draft: Draft, name: str, around: Context) -> None:
    """Take venue, volume, year and ISSN from what stands before the record."""
    if name == "journal_article":
        _from(draft, around, "journal_metadata", "full_title")
        _from_issue(draft, around.get("journal_issue"))
        if "journal_metadata" not in around:
            draft.note("The journal of this article cannot be read.", "Look it up by the DOI.")
    elif name == "conference_paper":
        _from(draft, around, "proceedings_metadata", "proceedings_title")
        _from(draft, around, "event_metadata", "conference_name")
    elif name == "content_item":
        for book in _BOOKS:
            _from(draft, around, book, "titles", "title")


def _from(draft: Draft, around: Context, name: str, *title: str) -> None:
    element = around.get(name)
    if element is None:
        return
    draft.put("venue", "/".join((name, *title)), child_text(element, *title), rank=1)
    for path in ("issn", "isbn"):
        for number in element.iterfind("{*}" + path):
            draft.put("issn" if path == "issn" else "id:isbn", path, text_of(number))
    draft.put("publisher", "publisher_name", child_text(element, "publisher", "publisher_name"))
    draft.put("language", "language", element.get("language") or "", rank=1)
    for date in element.iterfind("{*}publication_date"):
        draft.put("year", f"{name}/publication_date", date_in(date)[:4], rank=4)
    if name != "journal_metadata":
        draft.put("volume", f"{name}/volume", child_text(element, "volume"))


def _from_issue(draft: Draft, issue: _Element | None) -> None:
    if issue is None:
        return
    draft.put("volume", "journal_volume", child_text(issue, "journal_volume", "volume"))
    draft.put("issue", "issue", child_text(issue, "issue"))
    for date in issue.iterfind("{*}publication_date"):
        draft.put("year", "journal_issue/publication_date", date_in(date)[:4], rank=4)


_PAGES: dict[str, Read] = {
    "first_page": plain("start_page"),
    "last_page": plain("end_page"),
}
_TABLE: dict[str, Read] = {
    "titles": skip,
    "abstract": skip,
    "contributors": _contributors,
    "person_name": lambda draft, element: draft.authors.append(_author(element) or Author(name="")),
    "publication_date": _dated("published"),
    "posted_date": _dated("epublish", rank=2),
    "acceptance_date": _dated("accepted", rank=5),
    "approval_date": _dated("approved", rank=2),
    "pages": below(_PAGES),
    "volume": plain("volume"),
    "isbn": plain("id:isbn"),
    "issn": plain("issn"),
    "publisher": below({"publisher_name": plain("publisher")}),
    "publisher_item": _publisher_item,
    "doi_data": _doi,
    "citation_list": _citations,
    "crossmark": below({"updates": _updates}),
    "group_title": plain("venue"),
}

READER = XmlReader(
    name="crossref_xml",
    label="Crossref XML, answers (unixref) and deposits",
    shape=_SHAPE,
    known_by=_known_by,
    fill=_fill,
)
