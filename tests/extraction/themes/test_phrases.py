"""Phrases are quoted, never made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.pipeline import noun_phrases
from extraction.themes import phrases
from extraction.themes.phrases import key_phrase, phrase_finder, shared_phrases, word_counts

LONG = (
    "Students who met their mentor every week, so the report says, had a sense of belonging in the"
    " programme"
)


def test_the_longest_shared_runs_are_quoted_as_they_stand() -> None:
    assert shared_phrases("A Sense of Belonging helped", ["the sense of belonging"]) == (
        "Sense of Belonging",
    )
    assert shared_phrases("of the", ["of the"]) == ()
    assert shared_phrases("trust", []) == ()


def test_a_short_statement_names_itself() -> None:
    assert key_phrase("mutual trust", ["mutual trust"], word_counts(["mutual trust"])) == (
        "mutual trust"
    )


def test_a_sentence_alone_keeps_its_sense() -> None:
    said = "Students said that peers were easier to ask than staff."
    others = word_counts([said, "24 students wrote", "peers and staff met"])
    assert key_phrase(said, [said, said.upper()], others) == said[:-1]
    assert (
        key_phrase(LONG, [LONG], word_counts([LONG])) == "Students who met their mentor every week"
    )
    assert key_phrase("It is normal.", ["It is normal."], others) == "It is normal"
    assert key_phrase("As in Lee et al.", ["As in Lee et al."], others) == "As in Lee et al."


def test_a_long_one_is_named_by_what_its_group_shares_and_others_lack() -> None:
    group = [LONG, "a sense of belonging", "they feel belonging"]
    others = ["students met weekly", "the report", "mentors of students", "programme weeks"]
    label = key_phrase(LONG, group, word_counts([*group, *others]))
    assert label in LONG
    assert "belonging" in label


CLAUSES = {
    "As a result of the programme, school attendance improved significantly among boys.": (
        "school attendance"
    ),
    "In this article, we show that peer support reduced loneliness in schools of the city.": (
        "peer support"
    ),
    "Practical interventions must take families into account when they are planned by schools.": (
        "Practical interventions"
    ),
    "The third decade saw a growing use of antibiotics in primary care of small towns.": (
        "growing use of antibiotics in primary care"
    ),
    "These results suggest that our help is effective for most people with depression.": (
        "most people with depression"
    ),
}


@pytest.mark.parametrize("said", CLAUSES)
def test_a_long_clause_is_named_by_a_noun_phrase_of_its_own(said: str) -> None:
    counts = word_counts(CLAUSES)
    assert key_phrase(said, [said], counts, noun_phrases) == CLAUSES[said]
    group = [said, f"Again {said}"]
    label = key_phrase(said, group, word_counts([*CLAUSES, *group]), noun_phrases)
    assert label in {said[start:end] for start, end in noun_phrases(said).stretches}


def test_what_is_no_english_clause_is_named_as_before() -> None:
    for said in (
        "lack of time and money for the mentors of medical students in rural areas",
        "Die Mentoren halfen den Studierenden, wenn sie Zeit hatten und die Universität zahlte",
        "Trust grew in all groups",
    ):
        counts = word_counts([said])
        assert key_phrase(said, [said], counts, noun_phrases) == key_phrase(said, [said], counts)


@given(st.text(max_size=120), st.text(max_size=60))
def test_every_phrase_stands_in_the_text(text: str, other: str) -> None:
    assert all(phrase in text for phrase in shared_phrases(text, [other, text]))
    assert key_phrase(text, [text, other], word_counts([text, other])) in text


WORDS = st.lists(st.sampled_from(["of", "Trust", "time", "?", "a-b"]), max_size=5).map(" ".join)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_the_first_phrase_that_stands_in_a_text_is_found(text: str, labels: list[str]) -> None:
    def padded(words: str) -> str:
        return f" {' '.join(at for at in words.casefold().split() if at != '?')} "

    expected = [at for at, label in enumerate(labels) if padded(label) in padded(text)]
    assert phrase_finder(labels)(text) == (expected[0] if expected else None)


def test_many_phrases_are_sought_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    find = phrase_finder([f"phrase {number}" for number in range(500)])
    read: list[str] = []

    def counting(text: str) -> tuple[str, ...]:
        read.append(text)
        return tuple(text.split())

    monkeypatch.setattr(phrases, "_folded", counting)
    assert find("this is phrase 499 of many") == 499
    assert read == ["this is phrase 499 of many"]
