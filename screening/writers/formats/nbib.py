"""MEDLINE tagged text (.nbib), with decisions as keywords (OT) and general notes (GN).

Field descriptions: https://www.nlm.nih.gov/bsd/mms/medlineelements.html. A record without a
PubMed number begins at ``OWN``, as ERIC's do. Values stand on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from screening.records import Author, LocalText, Record
from screening.records.languages import language_code
from screening.records.links import MEDLINE_TAGS, printed_reference
from screening.writers.contract import ExportedRecord
from screening.writers.facts import (
    MARK,
    decision_lines,
    given_back,
    kept_lines,
    keywords,
    note_lines,
)
from screening.writers.text import one_line, printed_date, unbroken

_TAG = re.compile(r"[A-Z]{2,4}")
_IDS = {"pmc": "PMC", "other": "OID", "manuscript": "MID"}
_HISTORY = ("received", "accepted", "revised")
_LINK_TAGS = {kind: tag for tag, kind in MEDLINE_TAGS.items()}
# Those speak of the author before them, so a stray one must come before all authors.
_OF_AUTHOR = frozenset({"AD", "AUID"})

Pair = tuple[str, str]


class _Nbib:
    name = "nbib"
    label = "MEDLINE/PubMed tagged text for Covidence, EndNote, Zotero"
    extension = ".nbib"
    decision_in = "the keyword (OT) 'Tamis: included' (or excluded, pending ...) and the notes (GN)"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        for row in rows:
            lines = [f"{tag:<4}- {unbroken(value)}\r\n" for tag, value in _pairs(row) if value]
            yield f"{''.join(lines)}\r\n".encode()


WRITER = _Nbib()


def _pairs(row: ExportedRecord) -> Iterator[Pair]:
    record = row.record
    extra = [pair for pair in given_back(row, "nbib") if _TAG.fullmatch(pair[0])]
    yield "PMID", one_line(record.pmid)
    yield "OWN", dict(extra).get("OWN", "TAMIS")
    extra = [pair for pair in extra if pair[0] not in {"OWN", "PMID"}]
    yield from (pair for pair in extra if pair[0] in _OF_AUTHOR)
    yield "TI", one_line(record.title)
    yield from _where(record)
    yield "AB", one_line(record.abstract)
    yield from (pair for author in record.authors for pair in _author(author))
    yield from _when(record, dict(extra))
    yield from (("OT", word) for word in keywords(row))
    yield from ((_LINK_TAGS[link.kind], one_line(printed_reference(link))) for link in record.links)
    texts = dict(_other_languages(record, extra))
    yield from (pair for pairs in texts.values() for pair in pairs)
    dates = ("published", "epublish", *_HISTORY)
    kept = kept_lines(row, ids=_IDS, dates=dates, people=False, links=False, texts=texts)
    if record.url and not record.url.startswith("http"):
        yield "GN", f"{MARK} link: {one_line(record.url)}"
    for lines in (decision_lines(row), note_lines(row), kept):
        yield from (("GN", line) for line in lines)
    yield from (pair for pair in extra if pair[0] not in _OF_AUTHOR)


def _other_languages(
    record: Record, extra: list[Pair]
) -> Iterator[tuple[LocalText, tuple[Pair, ...]]]:
    """The texts that have tags: title in the article's own language, abstracts in others."""
    languages = [record.language, *(text for tag, text in extra if tag == "LA")]
    own = next((text for text in languages if text and language_code(text) != "en"), "")
    for at in record.local_texts:
        text, locale = one_line(at.text), one_line(at.locale)
        if at.field == "title" and locale == own:
            yield at, (("TT", text),)
        elif at.field == "abstract" and locale and record.abstract.strip():
            yield at, (("OABL", locale), ("OAB", text))


def _author(author: Author) -> Iterator[Pair]:
    yield "FAU", one_line(author.name)
    yield from (("AD", one_line(place)) for place in author.affiliations)
    yield "AUID", f"ORCID: {author.orcid}" if author.orcid else ""


def _where(record: Record) -> Iterator[Pair]:
    yield "JT", one_line(record.venue)
    yield "VI", one_line(record.volume)
    yield "IP", one_line(record.issue)
    yield "PG", one_line(record.pages)
    yield from (("IS", issn) for issn in record.issn)
    yield "AID", f"{record.doi} [doi]" if record.doi else ""
    yield "LID", one_line(record.url) if record.url.startswith("http") else ""
    yield "LA", one_line(record.language)
    yield "PT", one_line(record.type)
    yield "PB", one_line(record.publisher)
    for label, value in record.other_ids:
        yield _IDS.get(label, "GN"), one_line(value) if label in _IDS else ""


def _when(record: Record, extra: dict[str, str]) -> Iterator[Pair]:
    """The dates, but not beside a tag given back that says the same, more precisely."""
    year = str(record.year or "")
    published = dict(record.dates).get("published", "")
    is_same_year = bool(year) and published.startswith(year)
    yield "DP", "" if "DP" in extra else printed_date(published) if is_same_year else year
    for label, date in record.dates:
        if label == "epublish" and "DEP" not in extra:
            yield "DEP", date.replace("-", "") if date.count("-") > 1 else printed_date(date)
        elif label in _HISTORY:
            yield "PHST", f"{date.replace('-', '/')} [{label}]"
