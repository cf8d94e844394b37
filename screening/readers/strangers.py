"""Files that people take for exports and that are none: what each is, and what to do instead."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from screening.readers.source import HEAD_BYTES, Head

_NUMBERED = re.compile(r"\s*1[.:] \S")
_PUBMED_END = re.compile(r"^PMID: \d+", re.MULTILINE)
_SUMMARY = re.compile(r"\s*1: [^\n]+\bPMID: \d+")
_NUMBER = re.compile(r"\d{1,9}")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi: ?)?10\.\d{4,9}/\S*", re.IGNORECASE)
_DELIMITERS, _COLUMNS = ",;\t|", 3
_RDF = re.compile(r"<rdf:RDF\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """One kind of file: how it is known, what it is, and what to do instead."""

    shown_by: Callable[[Head], bool]
    what: str
    remedy: str


def stranger(head: Head) -> Stranger | None:
    """What a file is whose format no reader knows, None if nothing shows it."""
    return next((kind for kind in _STRANGERS if kind.shown_by(head)), None)


def _begins(pattern: re.Pattern[str]) -> Callable[[Head], bool]:
    return lambda head: bool(pattern.match(head.text.lstrip("\ufeff")))


def _holds(pattern: re.Pattern[str]) -> Callable[[Head], bool]:
    return lambda head: bool(pattern.search(head.text))


def _lines_are(pattern: re.Pattern[str]) -> Callable[[Head], bool]:
    def shown(head: Head) -> bool:
        *whole, last = head.text.split("\n")
        if not whole or len(head.raw) < HEAD_BYTES:  # else the head ends within a line
            whole.append(last)
        lines = [line.strip("\ufeff \t\r") for line in whole]
        return any(lines) and all(pattern.fullmatch(line) for line in lines if line)

    return shown


def _pubmed_pages(head: Head) -> bool:
    return bool(_NUMBERED.match(head.text.lstrip("\ufeff")) and _PUBMED_END.search(head.text))


def _one_cell_a_line(head: Head) -> bool:
    """Whether every row is one quoted cell, and the cell of the first holds a header."""
    if not head.text.lstrip("\ufeff \t\r\n").startswith('"'):
        return False
    rows = [row for row in _cut(head.text, ",") if row]
    whole = rows[:-1] if len(head.raw) >= HEAD_BYTES else rows
    return (
        len(whole) > 1
        and all(len(row) == 1 for row in whole)
        and any(
            len(next(_cut(whole[0][0], delimiter), ())) >= _COLUMNS for delimiter in _DELIMITERS
        )
    )


def _cut(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)


_CITATION_MANAGER = (
    "In PubMed choose 'Send to: Citation manager', or save with the format 'PubMed': that file has"
    " all fields, each by its name."
)
_STRANGERS = (
    Stranger(
        shown_by=_one_cell_a_line,
        what="a table of which every line is one quoted cell: a spreadsheet had not cut it into"
        " columns when it saved it",
        remedy="Import the file that came from the database, as it is, without opening it in a"
        " spreadsheet. If it is gone: in the spreadsheet choose Data > Text to Columns, delimited,"
        " and save as .xlsx.",
    ),
    Stranger(
        shown_by=lambda head: head.raw.startswith(b"{\\rtf"),
        what="a text for word processors (RTF)",
        remedy="Export again as RIS or another format for reference managers.",
    ),
    Stranger(
        shown_by=_begins(_SUMMARY), what="PubMed's summary for reading", remedy=_CITATION_MANAGER
    ),
    Stranger(
        shown_by=_pubmed_pages,
        what="PubMed's list of abstracts for reading",
        remedy=_CITATION_MANAGER,
    ),
    Stranger(
        shown_by=_lines_are(_NUMBER),
        what="a list of numbers without titles, such as PubMed's",
        remedy="Search PubMed for these numbers and choose 'Send to: Citation manager'.",
    ),
    Stranger(
        shown_by=_lines_are(_DOI),
        what="a list of DOIs without titles",
        remedy="Give the list to a reference manager, such as Zotero ('Add by identifier'), and"
        " export its records as RIS.",
    ),
    Stranger(
        shown_by=_holds(_RDF),
        what="RDF, as Zotero exports it",
        remedy="Export again, with the format RIS, BibTeX or CSL JSON.",
    ),
)
