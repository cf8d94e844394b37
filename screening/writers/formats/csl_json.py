"""CSL-JSON: the fields of the schema only, decisions under ``custom``.

Schema: https://github.com/citation-style-language/schema (csl-data.json, version 1.0); it allows no
member of its own making but inside ``custom``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from screening.records import Author, Record
from screening.records.links import printed_link
from screening.writers.contract import ExportedRecord
from screening.writers.facts import keywords, stage_words
from screening.writers.kinds import Kind, kind_of
from screening.writers.text import one_line, plain

_TYPES = {
    Kind.JOURNAL: "article-journal",
    Kind.CONFERENCE: "paper-conference",
    Kind.CHAPTER: "chapter",
    Kind.BOOK: "book",
    Kind.THESIS: "thesis",
    Kind.REPORT: "report",
    Kind.PREPRINT: "article",
    Kind.OTHER: "document",
}
_OWN_TYPES = frozenset(_TYPES.values()) | {"article-magazine", "article-newspaper", "review"}
_OWN_TYPES |= {"dataset", "entry-encyclopedia", "webpage", "standard", "patent", "software"}

Value = object


class _CslJson:
    name = "csl_json"
    label = "CSL-JSON for Zotero, Pandoc, citeproc"
    extension = ".json"
    decision_in = "the member 'custom' and the keyword 'Tamis: included' (or excluded ...)"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        before = "[\n"
        for row in rows:
            yield f"{before}{json.dumps(item(row), ensure_ascii=False)}".encode()
            before = ",\n"
        yield b"[]\n" if before == "[\n" else b"\n]\n"


WRITER = _CslJson()


def item(row: ExportedRecord) -> dict[str, Value]:
    """One record as the schema names its fields; empty ones are left out."""
    record, dates, ids = row.record, dict(row.record.dates), dict(row.record.other_ids)
    values: dict[str, Value] = {
        "id": str(record.id),
        "type": _type(record),
        "title": one_line(record.title),
        "author": [_name(author) for author in record.authors if one_line(author.name)],
        "issued": _date(_issued(record)),
        "container-title": one_line(record.venue),
        "volume": one_line(record.volume),
        "issue": one_line(record.issue),
        "page": one_line(record.pages),
        "DOI": one_line(record.doi),
        "PMID": one_line(record.pmid),
        "PMCID": one_line(ids.get("pmc", "")),
        "ISSN": ", ".join(record.issn),
        "URL": one_line(record.url),
        "accessed": _date(dates.get("accessed", "")),
        "submitted": _date(dates.get("received", "")),
        "publisher": one_line(record.publisher),
        "language": one_line(record.language),
        "keyword": "; ".join(keywords(row)),
        "abstract": plain(record.abstract),
        "source": one_line(row.search.source),
        "custom": {"tamis": _decided(row)},
    }
    return {name: value for name, value in values.items() if value}


def _type(record: Record) -> str:
    folded = record.type.casefold()
    return folded if folded in _OWN_TYPES else _TYPES[kind_of(record.type, record.venue)]


def _issued(record: Record) -> str:
    year, published = str(record.year or ""), dict(record.dates).get("published", "")
    return published if year and published.startswith(year) else year


def _date(iso: str) -> dict[str, Value]:
    parts = [int(part) for part in iso.split("-") if part.isdecimal()]
    return {"date-parts": [parts]} if parts else {}


def _name(author: Author) -> dict[str, Value]:
    if not author.family:
        return {"literal": one_line(author.name)}
    parts = {"family": one_line(author.family), "given": one_line(author.given)}
    return {name: part for name, part in parts.items() if part}


def _decided(row: ExportedRecord) -> dict[str, Value]:
    """Standing, stages, notes and what the schema has no field for."""
    record = row.record
    values: dict[str, Value] = {
        "outcome": row.outcome,
        "stage": row.stage,
        "reason": plain(row.reason),
        "duplicate_of": str(row.duplicate_of or ""),
        "stages": {at.stage.value: stage_words(at) for at in row.stages},
        "notes": [{"by": plain(by), "text": plain(text)} for by, text in row.notes],
        "tags": [{"by": plain(by), "tag": plain(tag)} for by, tag in row.tags],
        "not_retrieved": "" if row.not_retrieved is None else plain(row.not_retrieved) or "yes",
        "search": str(row.search.id),
        "file": plain(row.search.file_name),
        "entry": record.position,
        "type": plain(record.type),
        "affiliations": [
            [one_line(author.name), *map(one_line, author.affiliations)]
            for author in record.authors
            if author.affiliations
        ],
        "orcids": [[one_line(at.name), at.orcid] for at in record.authors if at.orcid],
        "dates": dict(record.dates),
        "other_ids": [[plain(text) for text in pair] for pair in record.other_ids],
        "local_texts": [
            {"field": at.field, "locale": plain(at.locale), "text": plain(at.text)}
            for at in record.local_texts
        ],
        "links": [plain(printed_link(link)) for link in record.links],
        "unmapped": [[plain(text) for text in pair] for pair in record.extra],
    }
    return {name: value for name, value in values.items() if value}
