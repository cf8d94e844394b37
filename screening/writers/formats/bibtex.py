"""BibTeX, readable by BibTeX, BibLaTeX and every manager: stable keys, LaTeX's characters escaped.

A key is made of the first author, the year and the record's id, so it is unique and stays the same
in every export. Letters stand as UTF-8; dashes and quotation marks are left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from screening.records import Author, Record
from screening.writers.contract import ExportedRecord
from screening.writers.facts import decision_lines, given_back, kept_lines, keywords, note_lines
from screening.writers.kinds import Kind, kind_of
from screening.writers.text import one_line, plain

_TYPES = {
    Kind.JOURNAL: "article",
    Kind.CONFERENCE: "inproceedings",
    Kind.CHAPTER: "incollection",
    Kind.BOOK: "book",
    Kind.THESIS: "phdthesis",
    Kind.REPORT: "techreport",
    Kind.PREPRINT: "unpublished",
    Kind.OTHER: "misc",
}
_OWN_TYPES = frozenset(_TYPES.values()) | {"inbook", "proceedings", "mastersthesis", "manual"}
_IN_A_BOOK = frozenset({"inproceedings", "incollection", "inbook"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPE = re.compile(r"(?!comment$|string$|preamble$)[a-z]+")
_NAME = re.compile(r"[a-z][\w:.+-]*")
_SPECIAL = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
# An entry's first letters in a text would open an entry to programs that look for nothing else.
_ESCAPE = re.compile(r"[&%$#_~^\\{}]|@(?=\s*\w+\s*[({])")
_ENTRY = re.compile(r"@(?=\s*\w+\s*[({])")
_NO_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_BRACE = re.compile("[{}]")

Pair = tuple[str, str]


class _Bibtex:
    name = "bibtex"
    label = "BibTeX for LaTeX, JabRef, Zotero"
    extension = ".bib"
    decision_in = "the keyword 'Tamis: included' (or excluded, pending ...) and the field annote"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        for row in rows:
            kind = _type(row)
            fields = ",\n".join(f"  {name} = {value}" for name, value in _fields(row, kind))
            yield f"@{kind}{{{key_of(row.record)},\n{fields}\n}}\n\n".encode()


WRITER = _Bibtex()


def key_of(record: Record) -> str:
    """``roe2011R0017``: letters and digits of ASCII only."""
    name = record.authors[0].family or record.authors[0].name if record.authors else ""
    letters = unicodedata.normalize("NFKD", name.casefold())
    word = "".join(char for char in letters if char.isascii() and char.isalnum())
    return f"{word}{record.year or ''}{record.id}"


def _type(row: ExportedRecord) -> str:
    """The entry's type; a record that came as BibTeX keeps the one it had."""
    record = row.record
    folded = record.type.casefold()
    came_so = row.search.format == "bibtex" and _TYPE.fullmatch(folded) is not None
    return folded if came_so or folded in _OWN_TYPES else _TYPES[kind_of(record.type, record.venue)]


def _fields(row: ExportedRecord, kind: str) -> Iterator[Pair]:
    """The fields with their values as they are printed, empty ones left out, names once each."""
    own = [*_literals(row.record), *_texts(row, kind)]
    pairs = [(name, value) for name, value in own if value not in {"{}", ""}]
    extra = [(name, value) for name, value in given_back(row, "bibtex") if _NAME.fullmatch(name)]
    if "month" not in dict(extra):
        pairs.extend(_month_and_day(row.record))
    used: dict[str, int] = {}
    for name, value in [*pairs, *((name, f"{{{escaped(value)}}}") for name, value in extra)]:
        used[name] = used.get(name, 0) + 1
        yield (name if used[name] == 1 else f"{name}-{used[name]}"), value


def _texts(row: ExportedRecord, kind: str) -> Iterator[Pair]:
    record = row.record
    places = (one_line(place) for author in record.authors for place in author.affiliations)
    is_own_type = record.type.casefold() == kind
    paragraphs = (one_line(part) for part in plain(record.abstract).split("\n"))
    kept = kept_lines(row, ids=("accession", "eprint", "key"), dates=("published", "accessed"))
    values = {
        "title": one_line(record.title),
        "booktitle" if kind in _IN_A_BOOK else "journal": one_line(record.venue),
        "volume": one_line(record.volume),
        "number": one_line(record.issue),
        "pages": one_line(record.pages),
        "publisher": one_line(record.publisher),
        "language": one_line(record.language),
        "type": "" if is_own_type else one_line(record.type),
        "abstract": "\n\n".join(filter(None, paragraphs)),
        "keywords": "; ".join(keywords(row)),
        "affiliation": "; ".join(dict.fromkeys(places)),
        "annote": " | ".join(decision_lines(row)),
        "tamis": " | ".join((*note_lines(row), *kept)),
    }
    yield "author", f"{{{' and '.join(filter(None, map(_name, record.authors)))}}}"
    yield from ((name, f"{{{escaped(text)}}}") for name, text in values.items())


def _literals(record: Record) -> Iterator[Pair]:
    """What programs take as it stands: addresses and identifiers."""
    ids, dates = dict(record.other_ids), dict(record.dates)
    values = {
        "year": str(record.year or ""),
        "doi": record.doi,
        "url": record.url,
        "urldate": dates.get("accessed", ""),
        "issn": ", ".join(record.issn),
        "pmid": record.pmid,
        "unique-id": ids.get("accession", ""),
        "eprint": ids.get("eprint", ""),
    }
    for name, value in values.items():
        text = _ENTRY.sub("%40", one_line(value))
        yield name, f"{{{text.translate(_NO_ADDRESS)}}}"


def _month_and_day(record: Record) -> Iterator[Pair]:
    published = dict(record.dates).get("published", "").split("-")
    if len(published) < 2 or published[0] != str(record.year or ""):
        return
    if published[1].isdecimal() and 1 <= int(published[1]) <= len(_MONTHS):
        yield "month", _MONTHS[int(published[1]) - 1]
        yield from (("day", f"{{{day.lstrip('0')}}}") for day in published[2:])


def _name(author: Author) -> str:
    """``Family, Given``; a group, and a name not told apart, stands in braces as one word."""
    name = escaped(one_line(author.name))
    if not author.family:
        return f"{{{name}}}" if name else ""
    family, given = escaped(one_line(author.family)), escaped(one_line(author.given))
    return ", ".join(f"{{{part}}}" if _has_and(part) else part for part in (family, given) if part)


def _has_and(part: str) -> bool:
    return "and" in part.casefold().split()


def escaped(text: str) -> str:
    """Text with LaTeX's special characters escaped; braces stay balanced for every parser."""
    if not _ESCAPE.search(text):
        return text
    opening, closing = (r"\{", r"\}") if _is_balanced(text) else (r"$\lbrace$", r"$\rbrace$")
    printed = {**_SPECIAL, "{": opening, "}": closing, "@": "{@}"}
    return _ESCAPE.sub(lambda found: printed[found[0]], text)


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
