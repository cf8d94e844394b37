"""The best library for each format, as it comes and with the cleaning that Tamis does.

A library may keep less than a review needs: it hands the text over as it stands. So each is
measured twice: alone, and followed by ``normalised``, which gives its values what every record of
Tamis has.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.readers.draft import Draft
from screening.records.normalise import clean_text

Entry = dict[str, Any]
Names = dict[str, tuple[str, ...]]
_FIELD_OF_DRAFT = {"authors": "author", "keywords": "keyword"}


def as_it_is(path: Path, _folder: Path) -> Path:
    """Most libraries read the file itself."""
    return path


def gzipped(path: Path, folder: Path) -> Path:
    """pubmed-parser reads packed files only."""
    packed = folder / f"{path.stem}.xml.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    return packed


@dataclass(frozen=True)
class Peer:
    """A library: its distribution, its module, how it reads a file, its names of our fields."""

    package: str
    module: str
    read: Callable[[Path], list[Entry]]
    read_decoded: Callable[[Path], list[Entry]]
    names: Names
    prepare: Callable[[Path, Path], Path] = as_it_is


def normalised(entries: list[Entry], names: Names) -> list[object]:
    """Records out of a library's entries.

    Entities, tags and blanks, missing values, the parts of names, dates, DOI, PMID and ISSN are
    done as in every record; other values are cleaned and kept.
    """
    field_of = {key: field for field, keys in names.items() for key in keys}
    records: list[object] = []
    for position, entry in enumerate(entries, start=1):
        draft = Draft(position=position, line=None)
        for key, value in entry.items():
            field = field_of.get(key, "")
            for text in _texts(value):
                draft.put(_FIELD_OF_DRAFT.get(field, field), key, text)
        records.append(draft.finish())
    return records


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, dict):
        return [clean_text(", ".join(str(part) for part in value.values()))]
    return [str(value)] if value else []


def _rispy(path: Path) -> list[Entry]:
    import rispy

    with path.open(encoding="utf-8-sig") as file:
        return list(rispy.load(file))


def _nbib(path: Path) -> list[Entry]:
    import nbib

    return list(nbib.read_file(str(path)))


def _bibtexparser(path: Path) -> list[Entry]:
    from bibtexparser.entrypoint import parse_file

    library = parse_file(str(path))
    return [{key: value.value for key, value in at.fields_dict.items()} for at in library.entries]


def _bibtexparser_decoded(path: Path) -> list[Entry]:
    from bibtexparser.entrypoint import parse_file
    from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors

    library = parse_file(
        str(path), append_middleware=[LatexDecodingMiddleware(), SeparateCoAuthors()]
    )
    return [{key: value.value for key, value in at.fields_dict.items()} for at in library.entries]


def _pubmed_parser(path: Path) -> list[Entry]:
    import pubmed_parser

    return list(pubmed_parser.parse_medline_xml(str(path)))


def _either_case(names: Names) -> Names:
    return {
        field: (*keys, *(key.title() for key in keys), *(key.upper() for key in keys))
        for field, keys in names.items()
    }


PEERS = {
    "ris": Peer(
        "rispy",
        "rispy",
        _rispy,
        _rispy,
        {
            "title": ("title", "primary_title"),
            "abstract": ("abstract", "notes_abstract"),
            "authors": ("authors", "first_authors"),
            "year": ("year", "publication_year", "date"),
            "venue": (
                *("journal_name", "secondary_title"),
                *("alternate_title3", "alternate_title1", "alternate_title2"),
            ),
            "volume": ("volume",),
            "issue": ("number",),
            "pages": ("start_page", "end_page"),
            "doi": ("doi",),
            "pmid": ("pubmed_id",),
            "issn": ("issn",),
            "url": ("urls",),
            "keywords": ("keywords",),
            "language": ("language",),
            "type": ("type_of_reference",),
            "publisher": ("publisher",),
        },
    ),
    "nbib": Peer(
        "nbib",
        "nbib",
        _nbib,
        _nbib,
        {
            "title": ("title",),
            "abstract": ("abstract",),
            "authors": ("authors", "corporate_author"),
            "year": ("publication_date",),
            "venue": ("journal", "journal_abbreviated"),
            "volume": ("journal_volume",),
            "issue": ("journal_issue",),
            "pages": ("pages",),
            "doi": ("doi",),
            "pmid": ("pubmed_id",),
            "issn": ("linking_issn", "electronic_issn", "print_issn"),
            "keywords": ("keywords", "descriptors"),
            "language": ("language",),
            "type": ("publication_types",),
        },
    ),
    "bibtex": Peer(
        "bibtexparser",
        "bibtexparser",
        _bibtexparser,
        _bibtexparser_decoded,
        _either_case(
            {
                "title": ("title",),
                "abstract": ("abstract",),
                "authors": ("author",),
                "year": ("year", "date"),
                "venue": ("journal", "journaltitle", "booktitle", "series"),
                "volume": ("volume",),
                "issue": ("number", "issue"),
                "pages": ("pages",),
                "doi": ("doi",),
                "pmid": ("pmid", "pubmed_id"),
                "issn": ("issn", "eissn"),
                "url": ("url",),
                "keywords": ("keywords", "keyword", "author_keywords"),
                "language": ("language",),
                "publisher": ("publisher",),
            }
        ),
    ),
    "pubmed_xml": Peer(
        "pubmed-parser",
        "pubmed_parser",
        _pubmed_parser,
        _pubmed_parser,
        {
            "title": ("title",),
            "abstract": ("abstract",),
            "authors": ("authors",),
            "year": ("pubdate",),
            "venue": ("journal", "medline_ta"),
            "issue": ("issue",),
            "pages": ("pages",),
            "doi": ("doi",),
            "pmid": ("pmid",),
            "issn": ("issn_linking",),
            "keywords": ("keywords", "mesh_terms"),
            "language": ("languages",),
            "type": ("publication_types",),
        },
        gzipped,
    ),
}
