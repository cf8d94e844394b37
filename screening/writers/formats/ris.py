"""RIS with decisions as keywords and notes; tags of a record that came as RIS are given back.

Specification: Research Information Systems, RIS format (2011). Values stand on one line: wrapped
ones are read differently by every program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from screening.records import Record
from screening.writers.contract import ExportedRecord
from screening.writers.facts import decision_lines, given_back, kept_lines, keywords, note_lines
from screening.writers.kinds import Kind, kind_of
from screening.writers.text import one_line, unbroken

_TYPES = {
    Kind.JOURNAL: "JOUR",
    Kind.CONFERENCE: "CPAPER",
    Kind.CHAPTER: "CHAP",
    Kind.BOOK: "BOOK",
    Kind.THESIS: "THES",
    Kind.REPORT: "RPRT",
    Kind.PREPRINT: "UNPB",
    Kind.OTHER: "GEN",
}
_OWN_TYPE = re.compile(r"[A-Z]{3,6}")
_TAG = re.compile(r"[A-Z][A-Z0-9]")
_PAGES = re.compile(r"([^\s–-]+)-([^\s–-]+)")
_DATES = ("PY", "Y1", "DA")
# A reader may take an odd tag after one of these for wrapped text, so they come last.
_LONG = frozenset({"AB", "N2", "N1", "TI", "T1"})
_LINE = "{tag}  - {value}\r\n"

Pair = tuple[str, str]


class _Ris:
    name = "ris"
    label = "RIS for EndNote, Zotero, Mendeley, Rayyan, Covidence, ASReview"
    extension = ".ris"
    decision_in = "the keyword 'Tamis: included' (or excluded, pending ...) and the notes"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        for row in rows:
            yield ris_record(row)


WRITER = _Ris()


def ris_record(row: ExportedRecord, notes: Sequence[str] = ()) -> bytes:
    """One record with these notes before all others."""
    pairs = ((tag, value) for tag, value in _pairs(row, notes) if value)
    lines = "".join(_LINE.format(tag=tag, value=unbroken(value)) for tag, value in pairs)
    return f"{lines}ER  - \r\n\r\n".encode()


def _pairs(row: ExportedRecord, notes: Sequence[str]) -> Iterator[Pair]:
    extra = [pair for pair in given_back(row, "ris") if _may_return(pair)]
    yield from _bibliographic(row.record, extra)
    yield from (("KW", word) for word in keywords(row))
    kept = kept_lines(row, ids=("accession",), dates=("published", "accessed"))
    for lines in (notes, decision_lines(row), note_lines(row), kept):
        yield from (("N1", line) for line in lines)
    if "DB" not in (tag for tag, _ in extra):
        yield "DB", one_line(row.search.source)
    yield "ID", str(row.record.id)
    yield from sorted(extra, key=lambda pair: pair[0] in _LONG)


def _may_return(pair: Pair) -> bool:
    return bool(_TAG.fullmatch(pair[0])) and pair[0] not in {"TY", "ER"}


def _bibliographic(record: Record, extra: list[Pair]) -> Iterator[Pair]:
    is_ris_type = _OWN_TYPE.fullmatch(record.type)
    kind = kind_of(record.type, record.venue)
    is_journal = kind in (Kind.JOURNAL, Kind.OTHER)
    yield "TY", record.type if is_ris_type else _TYPES[kind]
    yield "TI", one_line(record.title)
    yield from (("AU", one_line(author.name)) for author in record.authors)
    yield from _when(record, extra)
    yield "JF" if is_journal or "JF" in dict(extra) else "T2", one_line(record.venue)
    yield from _where(record)
    yield "AB", one_line(record.abstract)
    yield "M3", "" if is_ris_type else one_line(record.type)
    places = (place for author in record.authors for place in author.affiliations)
    yield from (("AD", one_line(place)) for place in dict.fromkeys(places))


def _where(record: Record) -> Iterator[Pair]:
    yield "VL", one_line(record.volume)
    yield "IS", one_line(record.issue)
    pages = one_line(record.pages)
    extent = _PAGES.fullmatch(pages)
    is_range = extent is not None and extent[1] != extent[2]
    yield "SP", extent[1] if extent and is_range else pages
    yield "EP", extent[2] if extent and is_range else ""
    yield "DO", one_line(record.doi)
    yield "PM", one_line(record.pmid)
    yield from (("SN", issn) for issn in record.issn)
    yield "UR", one_line(record.url)
    yield "LA", one_line(record.language)
    yield "PB", one_line(record.publisher)
    yield from (("AN", one_line(at)) for label, at in record.other_ids if label == "accession")


def _when(record: Record, extra: list[Pair]) -> Iterator[Pair]:
    """Year and dates, but not beside a tag given back that says the same, more precisely."""
    year = str(record.year or "")
    returned = [value for tag, value in extra if tag in _DATES]
    yield "PY", year if not any(tag == "PY" and year in value for tag, value in extra) else ""
    for label, date in record.dates:
        if label == "published" and not returned:
            yield "DA", f"{date.replace('-', '/')}/"
        elif label == "accessed" and "Y2" not in dict(extra):
            yield "Y2", date
