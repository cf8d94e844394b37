"""What the columns of tables are called, by whom, and which field each one fills.

Names are compared folded: lower case, letters and digits only. A column that is not listed is kept
as it is in ``extra``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

_FOLD = re.compile(r"[\W_]+")

# field (or directive of Draft.put) -> column names, best first
_NAMES: dict[str, tuple[str, ...]] = {
    "title": (
        "title",
        "article title",
        "document title",
        "item title",
        "primary title",
        "primary_title",
        "paper title",
        "study title",
        "citation_title",
        "display_name",
        "record title",
        "ti",
        "t1",
        "titre",
        "titel",
        "título",
        "original title",
        "public title",
        "scientific title",
    ),
    "abstract": (
        "abstract",
        "abstract note",
        "abstract text",
        "citation_abstract",
        "primary_abstract",
        "abstracts",
        "ab",
        "n2",
        "summary",
        "original abstract",
        "brief summary",
        *("zusammenfassung", "kurzfassung", "résumé", "resumen", "resumo"),
    ),
    "authors": (
        "authors",
        "author",
        "author names",
        "author full names",
        "author/s",
        "authors (raw affiliation)",
        "citation_authors",
        "authorships.author.display_name",
        "first_authors",
        "primary_authors",
        "au",
        "af",
        "a1",
        *("autor", "autoren", "verfasser", "auteur", "auteurs", "autores"),
    ),
    "year": (
        "year",
        "publication year",
        "published year",
        "pubyear",
        "pub year",
        "pub_year",
        "publication_year",
        "py",
        "y1",
        "date",
        "publication date",
        "publication_date",
        "date published",
        "date of publication",
        "year of publication",
        "published",
        *("jahr", "erscheinungsjahr", "année", "año", "ano"),
        *("first posted", "date registration"),
    ),
    "venue": (
        "journal",
        "source title",
        "publication title",
        "journal/book",
        "journal title",
        "publication name",
        "source",
        "journal name",
        "primary_location.source.display_name",
        "source title/anthology title",
        "so",
        "jf",
        "t2",
        "abbreviated source title",
        "journal abbreviation",
        "book series title",
        *("zeitschrift", "revue", "revista"),
        "source register",
    ),
    "volume": ("volume", "vol", "journal volume", "vl"),
    "issue": ("issue", "issue number", "journal issue", "number", "issue no"),
    "pages": ("pages", "page range", "pagination", "page"),
    "start_page": (
        "page start",
        "start page",
        "startpage",
        "first page",
        "beginning page",
        "bp",
        "article number",
        "art. no.",
    ),
    "end_page": ("page end", "end page", "endpage", "last page", "ending page", "ep"),
    "doi": ("doi", "item doi", "digital object identifier", "di", "do", "doi link"),
    "pmid": (
        "pubmed id",
        "pmid",
        "pubmed_id",
        "ids.pmid",
        "entrezuid",
        "pm",
        "pubmedid",
        "medline pmid",
    ),
    "issn": ("issn", "issns", "eissn", "e-issn", "sn", "ei", "primary_location.source.issn_l"),
    "url": (
        "url",
        "link",
        "source urls",
        "external url",
        "articleurl",
        "pdf link",
        "source url",
        "fulltexturl",
        "open url link",
        "ur",
        *("study url", "web address"),
    ),
    "keywords": (
        "keywords",
        "author keywords",
        "index keywords",
        "manual tags",
        "mesh terms",
        "ieee terms",
        "keyword",
        "de",
        "id keywords",
        "keywords plus",
        "emtree drug index terms",
        "emtree medical index terms",
        *("conditions", "interventions"),
    ),
    "language": ("language", "language of original document", "la"),
    "type": (
        "document type",
        "publication type",
        "type",
        "item type",
        "content type",
        "dt",
        "type of reference",
        "document identifier",
    ),
    "publisher": ("publisher", "publisher name", "pu", "sponsor", "primary sponsor"),
    "printed": ("links", "other_languages"),
    "id:pmc": ("pmcid", "pmc_id", "pmc id"),
    "id:eid": ("eid",),
    "id:accession": ("accession number", "ut", "ut (unique wos id)"),
    "id:trial": ("nct number", "trialid"),
    "id:secondary": ("other ids", "secondary id"),
    "id:lens": ("lens id",),
    "id:embase": ("embase accession id", "pui"),
    "id:covidence": ("covidence #",),
    "id:key": ("key", "id", "record id", "record_id", "study_id", "publication id", "article id"),
    "date:accessed": ("access date",),
    "date:epublish": ("early access date",),
}
# The first CSV of PubMed (until 2020) calls its columns by other names than their content.
_OLD_PUBMED = "entrezuid"
_OLD_PUBMED_NAMES = {"description": ("authors", 0), "shortdetails": ("year", 0)}
_TWO_LETTERS = 2
# folded column name -> the field a user names for it
Given = Mapping[str, str]
NOTHING_GIVEN: Given = MappingProxyType({})
_GIVEN_RANK = -1
TITLE_NAMES = _NAMES["title"]
FIELDS = tuple(name for name in _NAMES if ":" not in name and name != "printed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its header as printed, the field it fills, its rank there."""

    header: str
    field: str
    rank: int


def fold(header: str) -> str:
    """A header as it is compared."""
    return _FOLD.sub("", header.casefold())


_BY_NAME: dict[str, tuple[str, int]] = {
    fold(name): (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names)
}


def columns_of(header: Sequence[str], given: Given = NOTHING_GIVEN) -> tuple[Column, ...]:
    """The columns of a header; one that is not known has the empty field.

    What the user has ``given`` comes first; columns left out there keep their usual meaning.
    Two-letter tags count only where the header is made of them (Web of Science), so that a column
    ``ID`` or ``SO`` of another table is not taken for one.
    """
    is_tagged = sum(len(name.strip()) == _TWO_LETTERS for name in header) > len(header) / 2
    if _OLD_PUBMED in (fold(name) for name in header):
        usual = tuple(_old_pubmed_column(name) for name in header)
    else:
        names = (name.strip(" \t\ufeff") for name in header)
        usual = tuple(_column(name, index, is_tagged) for index, name in enumerate(names))
    return tuple(_given_column(column, given) for column in usual)


def _given_column(column: Column, given: Given) -> Column:
    field = given.get(fold(column.header))
    return column if field is None else replace(column, field=field, rank=_GIVEN_RANK)


def _column(name: str, index: int, is_tagged: bool) -> Column:  # noqa: FBT001 - private
    folded = fold(name)
    field, rank = _BY_NAME.get(folded, ("", 0))
    is_tag = len(folded) == _TWO_LETTERS and folded != "id"
    if is_tag != is_tagged and is_tag:
        field, rank = "", 0
    return Column(header=name or f"(column {index + 1})", field=field, rank=rank)


def _old_pubmed_column(name: str) -> Column:
    field, rank = _OLD_PUBMED_NAMES.get(fold(name)) or _BY_NAME.get(fold(name), ("", 0))
    return Column(header=name, field=field, rank=rank)


def recognised(header: Sequence[str], given: Given = NOTHING_GIVEN) -> int:
    """How many columns of a header are known."""
    return sum(bool(column.field) for column in columns_of(header, given))


def has_title(header: Sequence[str], given: Given = NOTHING_GIVEN) -> bool:
    """Whether a row is a header with a title column (a lone cell must be nothing but that)."""
    return any(column.field == "title" for column in columns_of(header, given))
