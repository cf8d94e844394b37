from __future__ import annotations

import pytest

from screening.records import LocalText, RecordContent
from screening.records.languages import in_languages, language_code, other_texts

GERMAN = LocalText(field="title", locale="ger", text="Nachtarbeit")
PERSIAN = LocalText(field="title", locale="fa_IR", text="کار شب")
ABSTRACT = LocalText(field="abstract", locale="de-DE", text="Wir fragten.")
RECORD = RecordContent(
    position=1,
    title="Night work",
    abstract="We asked.",
    local_texts=(GERMAN, PERSIAN, ABSTRACT),
)


@pytest.mark.parametrize(
    ("written", "code"),
    [("en_US", "en"), ("ENG", "en"), ("German", "de"), ("fre", "fr"), ("fra", "fr"),
     ("pt-BR", "pt"), ("zh_CN", "zh"), ("qaa", "qaa"), ("", "")],
)  # fmt: skip
def test_one_code_for_each_language(written: str, code: str) -> None:
    assert language_code(written) == code


@pytest.mark.parametrize(
    ("order", "title", "abstract"),
    [
        ((), "Night work", "We asked."),
        (("en", "de"), "Night work", "We asked."),
        (("de", "en"), "Nachtarbeit", "Wir fragten."),
        (("per", "de"), "کار شب", "Wir fragten."),
        (("per",), "کار شب", "We asked."),
        (("sv",), "Night work", "We asked."),
    ],
)
def test_the_first_language_of_the_order_is_shown(
    order: tuple[str, ...], title: str, abstract: str
) -> None:
    found = in_languages(RECORD, order)
    assert (found.title, found.abstract) == (title, abstract)


def test_the_text_shown_before_is_not_lost() -> None:
    found = in_languages(RECORD, ("de",))
    assert LocalText(field="title", locale="en", text="Night work") in other_texts(found)
    assert LocalText(field="abstract", locale="en", text="We asked.") in other_texts(found)
    assert in_languages(found, ("en",)).title == "Night work"


def test_a_text_in_one_language_only_is_shown_as_it_is() -> None:
    alone = RecordContent(position=1, title="Nachtarbeit", language="ger")
    assert in_languages(alone, ("en",)) is alone


def test_a_named_version_of_the_text_shown_is_not_taken_for_english() -> None:
    named = RecordContent(position=1, title="Nachtarbeit", local_texts=(GERMAN, PERSIAN))
    assert in_languages(named, ("en", "fa")).title == "کار شب"
    assert other_texts(named) == (PERSIAN,)
