"""The texts of a report that findings and values are read in: title, abstract, full texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.documents import SourceText, source_texts, text_from
from extraction.spans import normal_text, place_of, quote_of, with_context
from screening.errors import UsageError
from screening.events import Place
from screening.records import Record, RecordId
from screening.sessions.fulltexts import full_texts, text_with
from screening.sessions.known_records import versions_of
from screening.sessions.review import Review

FULL_TEXT = "fulltext"
SOURCES = ("abstract", "title", FULL_TEXT)
"""The names of texts that can be quoted."""


@dataclass(slots=True)
class Quotes:
    """Quotes of a review, each checked against the text that it was taken from.

    ``known`` are the versions of records at hand; others are read when they are asked for.
    """

    review: Review
    known: dict[RecordId, Sequence[Record]]

    def at(self, record: RecordId, place: Place | None) -> str:
        """The quote of a place; empty without one.

        Raises:
            BadReview: no text of the record is the one that the place was made for.
        """
        return quote_of(place, self._text(record, place), f"Record {record}") if place else ""

    def in_context(self, record: RecordId, place: Place) -> str:
        """The quote of a place, a short one with the words around it.

        Raises:
            BadReview: no text of the record is the one that the place was made for.
        """
        text = self._text(record, place)
        quote_of(place, text, f"Record {record}")
        return with_context(place, text)

    def _text(self, record: RecordId, place: Place) -> str:
        if place.source == FULL_TEXT:
            return text_with(self.review, place.text_sha256, f"a full text of {record}")
        if record not in self.known:
            self.known[record] = versions_of(self.review, self.review.record(record))
        return text_from(self.known[record], place)


def quotes(review: Review) -> Quotes:
    """Quotes of an open review."""
    return Quotes(review, {})


def texts_of(review: Review, record: Record) -> tuple[SourceText, ...]:
    """Title, abstract and full texts of a record, those that are there; supplements last.

    Raises:
        BadReview: a full text is missing or was altered.
    """
    return (*source_texts(record), *full_texts_of(review, record.id))


def full_texts_of(
    review: Review, record: RecordId, *, also: Sequence[str] = ()
) -> tuple[SourceText, ...]:
    """The full texts of a record; those taken back since are read by their SHA-256 in ``also``.

    Raises:
        BadReview: a full text is missing or was altered.
    """
    found = {text.sha256: text.text for text in full_texts(review, record)}
    for sha256 in also:
        if sha256 not in found:
            found[sha256] = text_with(review, sha256, f"a full text of {record}")
    return tuple(
        SourceText(record=record, source=FULL_TEXT, text=text, sha256=sha256)
        for sha256, text in found.items()
    )


def place_in(review: Review, record: RecordId, quote: str, source: str) -> Place:
    """The place of a quote in a record's text of that name; see ``place_among``.

    Raises:
        UsageError: no such text, or the quote does not stand in it.
    """
    return place_among(texts_of(review, review.record(record)), record, quote, source)


def place_among(texts: Sequence[SourceText], record: RecordId, quote: str, source: str) -> Place:
    """The place of a quote in those of a record's texts that have that name.

    Without a name the abstract is meant, or the one other text that has the words.

    Raises:
        UsageError: there is no such text, or the quote does not stand in it.
    """
    wanted = source.strip().casefold().replace(" ", "")
    having = tuple(dict.fromkeys(at.source for at in texts if _has(at, quote)))
    if not wanted:
        wanted = having[0] if len(having) == 1 else SOURCES[0]
    found = [at for at in texts if at.source == wanted]
    if not found and not having:
        raise UsageError(
            f"{record} has no {wanted} that could be quoted.",
            f"Texts that can be quoted: {', '.join(SOURCES)}. Without a quote, say where it was"
            " read with --origin.",
        )
    holder = next((at for at in found if _has(at, quote)), None)
    if holder is None and having:
        raise UsageError(
            f"The quote {quote!r} does not stand in the {wanted} of {record}; it stands in its"
            f" {' and its '.join(having)}.",
            f"Name that text as its source: --source {having[0]}",
        )
    chosen = holder or found[-1]
    return place_of(chosen.source, chosen.text, quote)


def _has(text: SourceText, quote: str) -> bool:
    wanted = normal_text(quote).strip()
    return bool(wanted) and wanted in text.text
