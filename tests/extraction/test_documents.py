"""Source texts of a record."""

from __future__ import annotations

from extraction.documents import source_texts, text_from
from extraction.spans import place_of
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


def test_a_place_finds_the_version_it_was_made_in() -> None:
    place = place_of("title", "A title", "title")
    newer = _record("Another title")
    assert text_from([_record("A title"), newer], place) == "A title"
    assert text_from([newer], place) == text_from([_record("", "A title")], place) == ""
