"""Title and abstract of a record as source texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.spans import normal_text, quote_of, text_sha256
from screening.errors import UsageError
from screening.events import Place
from screening.records import Record, RecordId

SOURCES = ("title", "abstract")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One text of a record, in normal form; places are made in it and checked against it."""

    record: RecordId
    source: str
    text: str
    sha256: str


def source_texts(record: Record) -> tuple[SourceText, ...]:
    """The record's title and abstract, those that are not empty."""
    raw = {"title": record.title, "abstract": record.abstract}
    texts = {source: normal_text(raw[source]) for source in SOURCES}
    return tuple(
        SourceText(record=record.id, source=source, text=text, sha256=text_sha256(text))
        for source, text in texts.items()
        if text.strip()
    )


def source_text(record: Record, source: str) -> SourceText:
    """One text of a record by its name.

    Raises:
        UsageError: the record has no such text.
    """
    for text in source_texts(record):
        if text.source == source:
            return text
    raise UsageError(
        f"{record.id} has no {source} that could be quoted.",
        f"Texts that can be quoted: {', '.join(SOURCES)}. A finding may also go without a quote.",
    )


def quote_in(record: Record, place: Place) -> str:
    """The quote of a place in its record, checked letter for letter.

    Raises:
        BadReview: the record's text is not the one that the place was made for.
    """
    where = f"Record {record.id}"
    for text in source_texts(record):
        if text.source == place.source:
            return quote_of(place, text.text, where)
    return quote_of(place, "", where)


def quote_from(versions: Sequence[Record], place: Place) -> str:
    """The quote of a place in the version of its record that it was made for.

    Args:
        versions: all that the record ever said, the newest last.
        place: of the quote; its text is known by its hash.

    Raises:
        BadReview: no version has that text.
    """
    for record in reversed(versions):
        for text in source_texts(record):
            if (text.source, text.sha256) == (place.source, place.text_sha256):
                return quote_in(record, place)
    return quote_in(versions[-1], place)
