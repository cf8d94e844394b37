"""EndNote XML, as EndNote imports it and Covidence, Rayyan and Zotero read it.

Elements follow EndNote's own exports: a carriage return parts the lines of one element, a comma
after a name keeps a group's name in one piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from screening.records import Author, Record
from screening.writers.contract import ExportedRecord
from screening.writers.facts import decision_lines, kept_lines, keywords, note_lines
from screening.writers.kinds import Kind, kind_of
from screening.writers.text import one_line, plain, printed_date

_TYPES = {
    Kind.JOURNAL: ("Journal Article", 17),
    Kind.CONFERENCE: ("Conference Paper", 47),
    Kind.CHAPTER: ("Book Section", 5),
    Kind.BOOK: ("Book", 6),
    Kind.THESIS: ("Thesis", 32),
    Kind.REPORT: ("Report", 27),
    Kind.PREPRINT: ("Unpublished Work", 34),
    Kind.OTHER: ("Generic", 13),
}
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
_TAIL = b"</records></xml>\n"
# Programs take shorter accession numbers for those of other databases.
_PMID_DIGITS = 7


class _EndNoteXml:
    name = "endnote_xml"
    label = "EndNote XML for EndNote, Covidence"
    extension = ".xml"
    decision_in = "the keyword 'Tamis: included' (or excluded, pending ...) and the notes"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        yield _HEAD
        for number, row in enumerate(rows, start=1):
            yield f"<record>{''.join(_elements(number, row))}</record>\n".encode()
        yield _TAIL


WRITER = _EndNoteXml()


def _elements(number: int, row: ExportedRecord) -> Iterator[str]:
    record = row.record
    name, code = _TYPES[kind_of(record.type, record.venue)]
    yield '<source-app name="Tamis">Tamis</source-app>'
    yield f"<rec-number>{number}</rec-number>"
    yield f"<ref-type name={quoteattr(name)}>{code}</ref-type>"
    authors = (_element("author", _name(author)) for author in record.authors)
    yield _group("contributors", _group("authors", *authors))
    places = (place for author in record.authors for place in author.affiliations)
    yield _element("auth-address", *map(one_line, dict.fromkeys(places)))
    yield _group(
        "titles",
        _element("title", one_line(record.title)),
        _element("secondary-title", one_line(record.venue)),
    )
    yield from _where(record)
    words = (_element("keyword", word) for word in keywords(row))
    yield _group("keywords", *words)
    yield _dates(record)
    yield from _identifiers(row)
    yield _element("abstract", *plain(record.abstract).split("\n"))
    lines = (*decision_lines(row), *note_lines(row), *_kept(row))
    yield _element("notes", *lines)
    yield _element("label", str(record.id))


def _where(record: Record) -> Iterator[str]:
    yield _group("periodical", _element("full-title", one_line(record.venue)))
    yield _element("pages", one_line(record.pages))
    yield _element("volume", one_line(record.volume))
    yield _element("number", one_line(record.issue))


def _identifiers(row: ExportedRecord) -> Iterator[str]:
    record = row.record
    accession = dict(record.other_ids).get("accession", "")
    source = "PubMed" if record.pmid else row.search.source
    yield _element("publisher", one_line(record.publisher))
    yield _element("isbn", *record.issn)
    yield _element("accession-num", one_line(record.pmid or accession))
    yield _element("electronic-resource-num", one_line(record.doi))
    yield _element("work-type", one_line(record.type))
    short = record.pmid and len(record.pmid) < _PMID_DIGITS
    pubmed = f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}" if short else ""
    urls = (_element("url", one_line(url)) for url in (record.url, pubmed))
    yield _group("urls", _group("related-urls", *urls))
    yield _element("remote-database-name", one_line(source))
    yield _element("language", one_line(record.language))


def _dates(record: Record) -> str:
    year, published = str(record.year or ""), dict(record.dates).get("published", "")
    day = printed_date(published).partition(" ")[2] if published.startswith(year) and year else ""
    return _group("dates", _element("year", year), _group("pub-dates", _element("date", day)))


def _kept(row: ExportedRecord) -> Iterator[str]:
    yield from kept_lines(row, ids=() if row.record.pmid else ("accession",), dates=("published",))


def _name(author: Author) -> str:
    name = one_line(author.name)
    return name if author.family or not name else f"{name},"


def _element(name: str, *lines: str) -> str:
    """An element with its lines, nothing if there are none."""
    text = "&#xD;".join(escape(plain(line)) for line in lines if line.strip())
    return f"<{name}>{text}</{name}>" if text else ""


def _group(name: str, *elements: str) -> str:
    inner = "".join(elements)
    return f"<{name}>{inner}</{name}>" if inner else ""
