"""A quote is the text between its offsets, letter for letter, or it is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.spans import (
    normal_text,
    place_at,
    place_of,
    quote_of,
    text_sha256,
    with_context,
)
from screening.errors import BadReview, UsageError

# Everything a file may hold: astral letters, combining marks, line ends, lone surrogates.
TEXTS = st.text(st.characters(), min_size=1)


@given(TEXTS, st.data())
def test_a_place_gives_its_quote_and_a_quote_its_place(text: str, data: st.DataObject) -> None:
    normal = normal_text(text)
    if not normal:
        return
    start = data.draw(st.integers(0, len(normal) - 1))
    end = data.draw(st.integers(start + 1, len(normal)))
    place = place_at("abstract", normal, start, end)
    quote = quote_of(place, normal, "Record R0001")
    assert quote == normal[start:end]
    if quote.strip() and quote == normal_text(quote):
        found = place_of("abstract", normal, quote)
        assert quote_of(found, normal, "Record R0001") == quote.strip()


@given(TEXTS)
def test_the_normal_form_is_final(text: str) -> None:
    normal = normal_text(text)
    assert "\r" not in normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normal_text(normal) == normal.removeprefix("\ufeff")


def test_a_text_that_changed_is_refused() -> None:
    place = place_at("abstract", "Mentors help.", 0, 7)
    with pytest.raises(BadReview, match="not the text"):
        quote_of(place, "Mentors hurt.", "Record R0001")


def test_a_place_outside_its_text_is_refused() -> None:
    place = place_at("abstract", "Mentors help.", 0, 7)
    for start, end in ((5, 5), (-1, 3), (8, 99)):
        with pytest.raises(BadReview, match="outside"):
            quote_of(replace(place, start=start, end=end), "Mentors help.", "Record R0001")
    with pytest.raises(ValueError, match="no stretch"):
        place_at("abstract", "Mentors help.", 3, 3)


def test_a_quote_that_does_not_stand_there_is_refused() -> None:
    for quote in ("mentors help", "", "  "):
        with pytest.raises(UsageError, match="does not stand"):
            place_of("abstract", "Mentors help.", quote)


def test_a_quote_typed_with_other_line_ends_is_found() -> None:
    place = place_of("abstract", normal_text("A cafe\u0301\r\nopens"), "caf\u00e9\nopens")
    assert (place.start, place.end) == (2, 12)
    assert place.text_sha256 == text_sha256("A caf\u00e9\nopens")


def test_a_short_quote_comes_with_the_words_around_it() -> None:
    text = "We asked some twenty students\nin Kenya and in Mali about their mentors."
    short = place_of("abstract", text, "Kenya")
    assert with_context(short, text, 30) == "…in Kenya and in…"
    assert with_context(short, text) == " ".join(text.split())
    whole = place_of("abstract", text, text)
    assert with_context(whole, text, 30) == " ".join(text.split())
    assert with_context(place_of("abstract", text, "We asked"), text, 20) == "We asked some…"
    assert with_context(short, text, 5) == "Kenya"


@given(st.text(alphabet="ab \n", min_size=1), st.data())
def test_the_quote_is_always_in_its_context(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    place = place_at("abstract", text, start, data.draw(st.integers(start + 1, len(text))))
    width = data.draw(st.integers(0, 20))
    assert " ".join(text[place.start : place.end].split()) in with_context(place, text, width)
