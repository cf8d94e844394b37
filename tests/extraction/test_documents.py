"""Source texts of a record."""

from __future__ import annotations

import pytest

from extraction.documents import quote_in, source_text, source_texts
from extraction.spans import place_of
from screening.errors import BadReview, UsageError
from screening.records import Record, RecordId, SearchId


def _record(title: str = "", abstract: str = "") -> Record:
    return Record(
        id=RecordId("R0001"), search=SearchId("S01"), position=1, title=title, abstract=abstract
    )


def test_title_and_abstract_are_texts_where_there_are_any() -> None:
    texts = source_texts(_record("A title", "One.\r\nTwo."))
    assert [(at.source, at.text) for at in texts] == [
        ("title", "A title"),
        ("abstract", "One.\nTwo."),
    ]
    assert source_texts(_record("A title", " \n")) == texts[:1]


def test_a_missing_text_is_told() -> None:
    with pytest.raises(UsageError, match="R0001 has no abstract"):
        source_text(_record("A title"), "abstract")
    with pytest.raises(UsageError, match="has no full text"):
        source_text(_record("A title"), "full text")


def test_a_quote_is_checked_against_its_record() -> None:
    place = place_of("title", "A title", "title")
    assert quote_in(_record("A title"), place) == "title"
    for other in (_record("Another title"), _record("", "A title")):
        with pytest.raises(BadReview, match="R0001"):
            quote_in(other, place)
