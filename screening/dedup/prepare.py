"""A record's slim normal form, made once per record."""

from __future__ import annotations

import re

from screening.dedup.names import family_of, name_words
from screening.dedup.place import Place, congress_of, place_of, venue_words
from screening.dedup.text import fold, numerals_of, parts_of, without_notice
from screening.dedup.trials import entry_of, is_register, people_of, trials_of
from screening.dedup.types import Prepared
from screening.records import RecordContent
from screening.records.normalise import normal_doi, normal_pmid

_ABSTRACT = 600
_SHORT_ABSTRACT = 80
_LABEL = re.compile(
    r"\b(?:background|objectives?|aims?|purpose(?: of (?:the )?(?:review|study))?|introduction|"
    r"methods?|materials and methods|design|setting|results?|findings|recent findings|"
    r"conclusions?|summary|abstract|context)\s*:\s*",
    re.IGNORECASE,
)
# What is left of an address: "/abstract", "&issn=...", "?journalCode=..."
_DOI_TAIL = re.compile(r"(?:[&?#].*|/(?:abstract|summary|full|fulltext|e?pdf|meta))$")
# Cochrane: .pub2; preprint servers: /v2 or v2; F1000 and Wellcome Open: .2 after the number.
_VERSION = re.compile(r"(?:\.pub(\d+)|/v(\d+)|(?<=\d)v(\d+)|(?<=research\.\d{5})\.(\d))$")
_PREPRINT_DOI = re.compile(
    r"10\.(?:1101/|21203/rs|31234/|2139/ssrn|48550/arxiv|20944/preprints|31219/|35542/|26434/)"
)
_PREPRINT = re.compile(r"\b(?:\w*rxiv|preprints?|ssrn|research square|authorea)\b", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(?:proceedings|conference|symposium|congress|workshop|meeting ?abstracts?|inproceedings|"
    r"conf|cpaper)\b",
    re.IGNORECASE,
)


def prepare(number: int, content: RecordContent) -> Prepared:
    """The normal form of a record.

    Args:
        number: identifies the record; a lower one was imported earlier.
        content: the record or what a reader made of it.
    """
    title, notice = without_notice(content.title)
    doi, version = split_doi(content.doi)
    place = place_of(content)
    entry = entry_of(content)
    authors = people_of(content) if entry else content.authors
    where = f"{content.venue} {content.type} {content.issue}"
    return Prepared(
        number=number,
        title=title,
        notice=notice,
        numerals=numerals_of(title),
        parts=parts_of(title),
        family=family_of(authors),
        names=name_words(authors),
        year=content.year,
        venue=venue_words(content.venue),
        congress=congress_of(content.venue),
        volume=place.volume,
        issue=place.issue,
        first_page=place.first_page,
        last_page=place.last_page,
        doi=doi,
        version=version,
        pmid=normal_pmid(content.pmid),
        abstract=abstract_of(content.abstract),
        trials=trials_of(content),
        register=is_register(content),
        entry=entry,
        preprint=bool(_PREPRINT_DOI.match(doi) or _PREPRINT.search(where)),
        conference=bool(_CONFERENCE.search(where)),
        completeness=_completeness(content, place),
    )


def split_doi(text: str) -> tuple[str, str]:
    """A DOI and the version at its end.

    >>> split_doi("10.1002/14651858.CD001234.pub3")
    ('10.1002/14651858.cd001234', '3')
    """
    doi = _DOI_TAIL.sub("", normal_doi(text))
    found = _VERSION.search(doi)
    if found is None or "/" not in doi[: found.start()]:  # 10.3390/v10070382 is one whole DOI
        return doi, ""
    return doi[: found.start()], next(group for group in found.groups() if group)


def abstract_of(text: str) -> str:
    """The folded beginning of an abstract without section labels; empty if too short to tell."""
    folded = fold(_LABEL.sub(" ", text[: 2 * _ABSTRACT]))[:_ABSTRACT]
    return folded if len(folded) >= _SHORT_ABSTRACT else ""


def _completeness(content: RecordContent, place: Place) -> int:
    """Points for what screening needs first: abstract, then identifiers, then the citation."""
    return (
        8 * bool(content.abstract)
        + 4 * bool(content.title)
        + 2 * bool(content.doi)
        + 2 * bool(content.pmid)
        + bool(content.authors)
        + bool(content.year)
        + bool(content.venue)
        + bool(place.volume)
        + bool(place.first_page)
        + bool(content.keywords)
    )
