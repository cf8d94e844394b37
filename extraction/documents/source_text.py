"""Title and abstract of a record as source texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.spans import normal_text, text_sha256
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


def text_from(versions: Sequence[Record], place: Place) -> str:
    """The text that a place was made in, of whatever version of its record; empty if of none."""
    found = (text for record in reversed(versions) for text in source_texts(record))
    return next(
        (at.text for at in found if (at.source, at.sha256) == (place.source, place.text_sha256)),
        "",
    )
