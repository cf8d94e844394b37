"""Sentences keep every character in its place, and survive what abstracts do to them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.pipeline import noun_phrases, sentences, spacy_splitter
from extraction.pipeline.loading import loaded
from screening.errors import ReviewError


def by_full_stop(text: str) -> Iterator[tuple[int, int]]:
    """A splitter that cuts behind every full stop, wrongly behind abbreviations too."""
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s)\s*|\Z", text)]
    yield from zip([0, *ends[:-1]], ends, strict=True)


def cut(text: str) -> list[tuple[str, str]]:
    return [(at.section, text[at.start : at.end]) for at in sentences(text, by_full_stop)]


def test_labels_are_hard_boundaries_and_name_the_section() -> None:
    text = (
        "BACKGROUND: Few know. RESULTS Students gained.\nConclusions: It works.\nMethods\nWe asked."
    )
    assert cut(text) == [
        ("BACKGROUND", "Few know."),
        ("RESULTS", "Students gained."),
        ("CONCLUSIONS", "It works."),
        ("METHODS", "We asked."),
    ]


def test_a_label_inside_a_sentence_is_a_word() -> None:
    assert cut("The results of mentoring: none.") == [("", "The results of mentoring: none.")]


def test_a_missing_blank_ends_a_sentence() -> None:
    assert [text for _, text in cut("It fell (P=0.003).No adverse events.")] == [
        "It fell (P=0.003).",
        "No adverse events.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Smith et al. found that it helps.",
        "As Fig. 2 shows, it helps.",
        "The mean diff. was 3.",
        "Ten per cent. responded.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert [found for _, found in cut(text)] == [text]


@given(st.text(st.sampled_from("aB1 .!?:)\n(é\U0001f600")))
def test_no_word_is_lost_or_moved(text: str) -> None:
    found = sentences(text, by_full_stop)
    assert [at.start for at in found] == sorted(at.start for at in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    kept = {place for at in found for place in range(at.start, at.end)}
    assert all(not mark.isalnum() for place, mark in enumerate(text) if place not in kept)


def test_without_spacy_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    loaded.cache_clear()
    with pytest.raises(ReviewError, match="spaCy or its model") as caught:
        spacy_splitter()
    assert "tamis findings add" in caught.value.hint


@pytest.mark.model
def test_spacy_cuts_an_abstract() -> None:
    text = (
        "We asked 20 students (P=0.003).No harm, as Fig. 2 shows. RESULTS: All gained. Most stayed."
    )
    found = [text[at.start : at.end] for at in sentences(text, spacy_splitter())]
    assert found == [
        "We asked 20 students (P=0.003).",
        "No harm, as Fig. 2 shows.",
        "All gained.",
        "Most stayed.",
    ]


def test_a_text_of_blank_lines_is_cut_without_end_of_trying() -> None:
    blank = "\n" * 20_000
    found = sentences(f"{blank}Results: It helps.{blank}", by_full_stop)
    assert [at.section for at in found] == ["RESULTS"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It helps.12 We agree.13,14 No.", ["It helps.12", "We agree.13,14", "No."]),
        ("So it is.[3, 4] We saw.", ["So it is.[3, 4]", "We saw."]),
        ("Others agree (Smith, 2010; Hall et al., 2012). We do.",
         ["Others agree (Smith, 2010; Hall et al., 2012).", "We do."]),
        ("By J. Smith and A. B. Jones. We saw.", ["By J. Smith and A. B. Jones.", "We saw."]),
        ("See p. 12 and vol. 2 here. We saw.", ["See p. 12 and vol. 2 here.", "We saw."]),
        ("We found: 1. Trust grew. 2. Time was short.",
         ["We found: 1. Trust grew.", "2. Time was short."]),
        ("We found:\n1. Trust\n2. Time\n- money\n\nA paragraph.",
         ["We found:", "1. Trust", "2. Time", "- money", "A paragraph."]),
        ("They got vitamin A. We gave it.", ["They got vitamin A.", "We gave it."]),
        ("Bodies of children. They grew. The median was 12. We asked.",
         ["Bodies of children.", "They grew.", "The median was 12.", "We asked."]),
    ],
)  # fmt: skip
def test_citations_initials_and_lists_survive(text: str, parts: list[str]) -> None:
    assert [found for _, found in cut(text)] == parts


@pytest.mark.parametrize(
    "label",
    [
        "Design/methodology/approach", "Main Outcomes and Measures", "AUTHORS' CONCLUSIONS",
        "Conclusions and Relevance", "Trial Registration", "Setting and participants",
        "Practical implications", "Evidence acquisition", "BACKGROUND AND AIMS",
    ],
)  # fmt: skip
def test_labels_of_many_journals_are_known(label: str) -> None:
    for mark in (":", " –", " -"):
        found = cut(f"First. {label}{mark} It is so.")
        assert found == [("", "First."), (label.upper(), "It is so.")]


def test_a_hyphen_inside_a_word_or_a_sentence_makes_no_label() -> None:
    assert cut("Purpose-built rooms help.") == [("", "Purpose-built rooms help.")]
    assert cut("The results - all of them - help.") == [("", "The results - all of them - help.")]


def named(text: str) -> set[str]:
    return {text[start:end] for start, end in noun_phrases(text).stretches}


def test_noun_phrases_have_no_articles_and_reach_over_prepositions() -> None:
    assert named("The mentors of young people valued a sense of community.") == {
        "mentors", "mentors of young people", "young people",
        "sense", "sense of community", "community",
    }  # fmt: skip


def test_what_points_back_or_stands_in_front_of_the_subject_names_nothing() -> None:
    assert named("As a result, they trusted their mentors and this programme.") == set()
    assert noun_phrases("As a result, they trusted their mentors.").is_clause
    assert not noun_phrases("a sense of belonging").is_clause


def test_another_language_has_no_noun_phrases_here() -> None:
    german = noun_phrases("Die Mentoren halfen den Studierenden, wenn sie Zeit hatten.")
    assert (german.is_clause, german.stretches) == (False, ())
    assert noun_phrases("").stretches == ()
