"""Pages, offsets and finds: whatever the text, a place is on the page it was taken from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screening.fulltext import found_in, page_at, pages_of
from screening.fulltext.pages import clean_page, joined
from screening.records.texts import normal_text

PAGES = st.lists(st.text(max_size=40), min_size=1, max_size=5)


@given(PAGES)
def test_each_page_is_the_stretch_it_says_it_is(texts: list[str]) -> None:
    text = joined(texts)
    pages = pages_of(text)
    assert len(pages) == len(texts)
    assert [page.text for page in pages] == [clean_page(page) for page in texts]
    for page in pages:
        end = page.start + len(page.text)
        assert text[page.start : end] == page.text
        assert page_at(text, page.start) == page_at(text, end) == page.number


@given(st.text(max_size=60))
def test_the_normal_form_is_reached_once(text: str) -> None:
    once = joined([text])
    assert joined([once]) == once
    assert normal_text(once) == once
    assert "\r" not in once
    once.encode("utf-8")


def finds(text: str, words: str) -> list[str]:
    return [text[start:end] for start, end in found_in(text, words)]


def test_words_are_found_across_lines_pages_and_broken_words() -> None:
    text = "Men-\ntoring of Medi\u00adcal\fstudents; mentoring  of\nmedical students"
    assert finds(text, "mentoring of medical students") == [
        "Men-\ntoring of Medi\u00adcal\fstudents",
        "mentoring  of\nmedical students",
    ]
    assert finds(text, "MEDICAL") == ["Medi\u00adcal", "medical"]
    assert finds(text, "(.*") == []
    assert finds(text, "  ") == []


@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_what_stands_there_is_found(words: str, before: str, after: str) -> None:
    text = normal_text(f"{before}{words}{after}")
    wanted = normal_text(words)
    if wanted.split() and wanted in text and wanted == wanted.strip():
        assert any(
            text[start:end] == wanted or wanted in text for start, end in found_in(text, wanted)
        )
