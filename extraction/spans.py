"""Exact places in texts: a quote is text[start:end] of a text known by its SHA-256, or no quote.

Standard library and the kernel's words only; imports no other room of this package. Offsets count
Unicode code points, from 0, end exclusive, in the normal form of ``normal_text``.
"""

from __future__ import annotations

import re

from screening.errors import BadReview, UsageError
from screening.events import Place
from screening.records.texts import normal_text, text_sha256

__all__ = ["normal_text", "place_at", "place_of", "quote_of", "text_sha256", "with_context"]


def place_at(source: str, text: str, start: int, end: int) -> Place:
    """The place of text[start:end].

    Args:
        source: what the text is (``abstract``, ``title``).
        text: the whole text, in normal form.
        start: first code point of the quote.
        end: one past its last code point.

    Raises:
        ValueError: the stretch is empty or outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start} to {end} is no stretch of a text of {len(text)} characters")
    return Place(source=source, text_sha256=text_sha256(text), start=start, end=end)


def place_of(source: str, text: str, quote: str) -> Place:
    """The place of a quote: its first occurrence, letter for letter.

    Raises:
        UsageError: the quote is empty or does not stand in the text.
    """
    wanted = normal_text(quote).strip()
    start = text.find(wanted) if wanted else -1
    if start < 0:
        raise UsageError(
            f"The quote {quote!r} does not stand in the {source}.",
            "Copy it letter for letter, or leave the quote out.",
        )
    return place_at(source, text, start, start + len(wanted))


def quote_of(place: Place, text: str, where: str) -> str:
    """The quote at a place, after checking that the text is the one that the place was made for.

    Raises:
        BadReview: the text is another one, or the place is outside it.
    """
    if text_sha256(text) != place.text_sha256:
        raise BadReview(
            f"{where}: the {place.source} is not the text that the quote was taken from.",
            "Run 'tamis log verify' to see whether the review was altered.",
        )
    if not 0 <= place.start < place.end <= len(text):
        raise BadReview(
            f"{where}: the quote's place lies outside the {place.source}.",
            "Run 'tamis log verify' to see whether the review was altered.",
        )
    return text[place.start : place.end]


def with_context(place: Place, text: str, width: int = 120) -> str:
    """A short quote on one line with the words on both sides of it; a long one alone.

    Args:
        place: of the quote.
        text: that the place was made in.
        width: about how many characters are wanted; cut at blanks, with an ellipsis.
    """
    room = max(0, width - (place.end - place.start)) // 2
    first, last = max(0, place.start - room), min(len(text), place.end + room)
    if first:
        blank = re.search(r"\s", text[first : place.start])
        first = first + blank.end() if blank else place.start
    if last < len(text):
        blank = re.search(r"\s\S*\Z", text[place.end : last])
        last = place.end + blank.start() if blank else place.end
    before = "\N{HORIZONTAL ELLIPSIS}" if room and first else ""
    behind = "\N{HORIZONTAL ELLIPSIS}" if room and last < len(text) else ""
    return before + " ".join(text[first:last].split()) + behind
