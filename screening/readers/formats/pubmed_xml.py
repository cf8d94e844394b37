"""PubMed XML as efetch and the PubMed pages write it: ``PubmedArticle`` and ``PubmedBookArticle``.

Elements: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html. Comments, corrections,
retractions and references are kept in ``extra`` under their own names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.readers.draft import Draft
from screening.readers.link_kinds import PUBMED_TYPES, put_link
from screening.readers.pubmed_texts import put_texts
from screening.readers.xml_fields import (
    Read,
    below,
    child_text,
    date_in,
    leaves,
    person,
    plain,
    put_date,
    read_children,
    skip,
)
from screening.readers.xml_records import Root, XmlReader
from screening.readers.xml_shape import Context, Shape
from screening.readers.xml_text import (
    children,
    clean_text_of,
    keep_leaves,
    local_name,
    text_of,
)
from screening.records import Author
from screening.records.dates import date_of, year_of
from screening.records.normalise import normal_orcid

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOTS = frozenset({"PubmedArticleSet", "PubmedBookArticleSet"})
_RECORDS = ("PubmedArticle", "PubmedBookArticle")


def _known_by(root: Root) -> str:
    is_set = root.name in _ROOTS or root.name in _RECORDS
    is_wrapped = any(f"<{name}" in root.rest for name in _RECORDS)
    return f"the root element is {root.name}" if is_set or is_wrapped else ""


def _fill(draft: Draft, element: _Element, _around: Context) -> None:
    read_children(draft, element, _TABLE)
    put_texts(draft, element)


def _keep_abstract_notes(draft: Draft, element: _Element) -> None:
    """Copyright and type of an abstract; its text is read with the other languages."""
    for child in children(element):
        if local_name(child) != "AbstractText":
            draft.keep(local_name(child), clean_text_of(child))
    if kind := element.get("Type"):
        draft.keep(f"{local_name(element)} Type", kind)


def _publication_date(draft: Draft, element: _Element) -> None:
    """``Year Month Day``, or ``MedlineDate`` such as ``1998 Dec-1999 Jan``."""
    written = child_text(element, "MedlineDate") or child_text(element, "Season")
    date = date_in(element) or date_of(written)
    if date:
        draft.put("year", "PubDate", date[:4], rank=0)
        put_date(draft, "published", date)
    for name, text in leaves(element):
        if name not in {"Year", "Month", "Day"}:
            draft.keep(f"PubDate {name}", text)


def _dated(label: str, *, year_rank: int | None = None) -> Read:
    def read(draft: Draft, element: _Element) -> None:
        date = date_in(element)
        put_date(draft, label, date)
        if year_rank is not None and date:
            draft.put("year", local_name(element), date[:4], rank=year_rank)

    return read


def _history(draft: Draft, element: _Element) -> None:
    for child in children(element):
        put_date(draft, child.get("PubStatus") or "history", date_in(child))


def _authors(draft: Draft, element: _Element) -> None:
    """The authors; editors of a book are kept apart."""
    kind = (element.get("Type") or "authors").casefold()
    for child in children(element):
        parts = _parts(child)
        author = _author(parts)
        if author and kind.startswith("author"):
            draft.authors.append(author)
        elif author:
            draft.keep(f"AuthorList {kind}", author.name)
        else:
            keep_leaves(draft, child, "Author")
        for note in parts.get("AffiliationInfo/Identifier", []):
            draft.keep("Affiliation Identifier", note)
    if (element.get("CompleteYN") or "Y") == "N":
        draft.keep("AuthorList CompleteYN", "N")


def _parts(author: _Element) -> dict[str, list[str]]:
    """The texts of an author by their path, all in one pass: most elements of a file are here."""
    parts: dict[str, list[str]] = {}
    for child in children(author):
        name = local_name(child)
        if name != "AffiliationInfo":
            parts.setdefault(name, []).append(clean_text_of(child))
            continue
        for leaf, text in leaves(child):
            parts.setdefault(f"AffiliationInfo/{leaf}", []).append(text)
    return parts


def _author(parts: dict[str, list[str]]) -> Author | None:
    group, family = _first(parts, "CollectiveName"), _first(parts, "LastName")
    places = parts.get("AffiliationInfo/Affiliation") or parts.get("Affiliation", [])
    affiliations = tuple(filter(None, places))
    orcid = next(filter(None, map(normal_orcid, parts.get("Identifier", []))), "")
    if group:
        return Author(name=group, affiliations=affiliations, orcid=orcid)
    given = _first(parts, "ForeName") or _first(parts, "FirstName") or _first(parts, "Initials")
    if not (family or given):
        return None
    suffix = _first(parts, "Suffix")
    return person(family, given, suffix=suffix, affiliations=affiliations, orcid=orcid)


def _first(parts: dict[str, list[str]], name: str) -> str:
    return parts[name][0] if name in parts else ""


def _pagination(draft: Draft, element: _Element) -> None:
    draft.put("pages", "MedlinePgn", child_text(element, "MedlinePgn"))
    draft.put("start_page", "StartPage", child_text(element, "StartPage"))
    draft.put("end_page", "EndPage", child_text(element, "EndPage"))


def _identifier(draft: Draft, element: _Element) -> None:
    kind = (element.get("EIdType") or element.get("IdType") or "other").casefold()
    name = {"doi": "doi", "pubmed": "pmid"}.get(kind, f"id:{kind}")
    if element.get("ValidYN") == "N":
        name = ""
    known = {"doi": draft.has("doi"), "pmid": draft.has("pmid")}
    if not known.get(name, False):
        draft.put(name, local_name(element), text_of(element))


def _identifiers(draft: Draft, element: _Element) -> None:
    for child in children(element):
        _identifier(draft, child)


def _mesh(draft: Draft, element: _Element) -> None:
    """``Descriptor/*Qualifier``, the star on a major topic, as MEDLINE text prints it."""
    for heading in children(element):
        names = [
            ("*" if child.get("MajorTopicYN") == "Y" else "") + clean_text_of(child)
            for child in children(heading)
        ]
        draft.put("keyword", "MeshHeading", "/".join(names))


def _listed(name: str, tag: str = "") -> Read:
    def read(draft: Draft, element: _Element) -> None:
        for child in children(element):
            draft.put(name, tag or local_name(child), text_of(child))

    return read


def _links(draft: Draft, element: _Element) -> None:
    """``CommentsCorrections RefType="RetractionIn"`` and the like: source, PubMed number, note."""
    for child in children(element):
        kind = child.get("RefType") or ""
        texts = [text for name, text in leaves(child) if text and name != "PMID"]
        tag, number = f"CommentsCorrections {kind}".strip(), child_text(child, "PMID")
        put_link(draft, PUBMED_TYPES.get(kind), tag, " ".join(texts), pmid=number)


def _references(draft: Draft, element: _Element) -> None:
    for citation in element.iter("{*}Citation"):
        draft.keep("Reference", clean_text_of(citation))


def _groups(draft: Draft, element: _Element) -> None:
    """Chemicals, grants, investigators ...: one line each."""
    for child in children(element):
        texts = [text for _, text in leaves(child) if text] or [clean_text_of(child)]
        draft.keep(local_name(child), " | ".join(texts))


def _book_title(draft: Draft, element: _Element) -> None:
    """The book is the venue of its chapter; a whole book has none."""
    document = next(element.iterancestors("{*}BookDocument"), None)
    if document is not None and child_text(document, "ArticleTitle"):
        draft.put("venue", "BookTitle", text_of(element))


def _book_date(draft: Draft, element: _Element) -> None:
    if year_of(child_text(element, "Year")):
        _publication_date(draft, element)


_JOURNAL: dict[str, Read] = {
    "ISSN": plain("issn"),
    "Title": plain("venue"),
    "ISOAbbreviation": plain("venue", rank=1),
    "JournalIssue": below(
        {"Volume": plain("volume"), "Issue": plain("issue"), "PubDate": _publication_date}
    ),
}
_ARTICLE: dict[str, Read] = {
    "Journal": below(_JOURNAL),
    "ArticleTitle": skip,
    "VernacularTitle": skip,
    "Abstract": _keep_abstract_notes,
    "AuthorList": _authors,
    "Pagination": _pagination,
    "ELocationID": _identifier,
    "Language": plain("language"),
    "PublicationTypeList": _listed("type"),
    "PublicationType": plain("type"),
    "ArticleDate": _dated("epublish", year_rank=1),
    "GrantList": _groups,
}
_CITATION: dict[str, Read] = {
    "PMID": plain("pmid"),
    "Article": below(_ARTICLE),
    "MeshHeadingList": _mesh,
    "KeywordList": _listed("keyword"),
    "OtherAbstract": _keep_abstract_notes,
    "CommentsCorrectionsList": _links,
    "MedlineJournalInfo": below(
        {"MedlineTA": plain("venue", rank=2), "ISSNLinking": plain("issn")}
    ),
    "ChemicalList": _groups,
    "InvestigatorList": _groups,
    "DateCompleted": _dated("medline completed"),
    "DateRevised": _dated("medline revised"),
    "DateCreated": _dated("medline created"),
}
_BOOK: dict[str, Read] = {
    "Publisher": below({"PublisherName": plain("publisher")}),
    "BookTitle": _book_title,
    "PubDate": _book_date,
    "AuthorList": _authors,
    "ELocationID": _identifier,
    "Isbn": plain("id:isbn"),
    "Volume": plain("volume"),
}
_DOCUMENT: dict[str, Read] = _ARTICLE | {
    "PMID": plain("pmid"),
    "ArticleIdList": _identifiers,
    "Book": below(_BOOK),
    "ContributionDate": _dated("contributed", year_rank=1),
    "DateRevised": _dated("revised"),
    "KeywordList": _listed("keyword"),
    "ReferenceList": _references,
}
_DATA: dict[str, Read] = {
    "History": _history,
    "ArticleIdList": _identifiers,
    "ReferenceList": _references,
}
_TABLE: dict[str, Read] = {
    "MedlineCitation": below(_CITATION),
    "PubmedData": below(_DATA),
    "BookDocument": below(_DOCUMENT),
    "PubmedBookData": below(_DATA),
}

READER = XmlReader(
    name="pubmed_xml",
    label="PubMed XML of efetch (PubmedArticleSet)",
    shape=Shape(records=_RECORDS),
    known_by=_known_by,
    fill=_fill,
)
