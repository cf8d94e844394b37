"""Record, Search and their parts: frozen, slotted, keyword-only dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from screening.records.links import RecordLink

RecordId = NewType("RecordId", str)
SearchId = NewType("SearchId", str)


def to_record_id(number: int) -> RecordId:
    """The id people type and cite, e.g. 17 -> ``R0017``."""
    return RecordId(f"R{number:04d}")


def record_number(record: str) -> int:
    """The number inside a record id; also accepts ``17`` and ``r17``.

    Raises:
        ValueError: the text is no record id.
    """
    digits = record.strip().lstrip("Rr")
    if not (digits.isascii() and digits.isdigit()) or int(digits) < 1:
        raise ValueError(f"{record!r} is not a record id such as R0017")
    return int(digits)


class SourceKind(StrEnum):
    """Where a search was made; PRISMA 2020 counts the first two apart from the rest."""

    DATABASE = "database"
    REGISTER = "register"
    WEBSITE = "website"
    ORGANISATION = "organisation"
    CITATION = "citation"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author as printed, with the parts a format told apart.

    ``name`` is what is shown (``Dabbagh, Ali``); ``family`` and ``given`` are empty where the
    format gives one string only or the author is a group.
    """

    name: str
    family: str = ""
    given: str = ""
    affiliations: tuple[str, ...] = ()
    orcid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalText:
    """A text in one language of the record, e.g. field ``title``, locale ``fa_IR``."""

    field: str
    locale: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about an imported record a person should know; the record itself is kept."""

    message: str
    remedy: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContent:
    """What a reader found for one entry of an export file.

    ``position`` counts entries of the file from 1; ``line`` is the entry's first line. ``extra``
    holds every tag that has no field of its own, in file order, as (tag, value): nothing is
    dropped. ``dates`` holds labelled ISO dates (``received``, ``accepted``, ``epublish`` ...),
    as precise as given (``2025``, ``2025-04``, ``2025-04-07``). ``local_texts`` holds title and
    abstract in every other language, and in the language shown where the file names it.
    """

    position: int
    line: int | None = None
    title: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    year: int | None = None
    venue: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    issn: tuple[str, ...] = ()
    url: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    type: str = ""
    publisher: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    other_ids: tuple[tuple[str, str], ...] = ()
    local_texts: tuple[LocalText, ...] = ()
    links: tuple[RecordLink, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(RecordContent):
    """One search hit inside a review; later imports may bring newer values, see RecordChanged."""

    id: RecordId
    search: SearchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An entry of the file that could not become a record, kept with its raw text."""

    position: int
    line: int | None
    reason: str
    remedy: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One export file of one source: where its records come from.

    ``run_on`` is the ISO date on which the search was run, empty if not stated. ``update`` is what
    the team calls the update of the review that the search belongs to, empty for the first round.
    """

    id: SearchId
    source: str
    kind: SourceKind = SourceKind.DATABASE
    platform: str = ""
    query: str = ""
    run_on: str = ""
    file_name: str
    file_sha256: str
    file_bytes: int
    format: str
    encoding: str = ""
    update: str = ""
