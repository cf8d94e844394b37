from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.ranking.tokens import Vocabulary, spaced, words_of


def test_scripts_without_blanks_become_pairs() -> None:
    assert spaced("关于医学生 x").split() == ["关于", "于医", "医学", "学生", "x"]
    assert spaced("心").split() == ["心"]
    assert spaced("mentoring, مربیگری") == "mentoring, مربیگری"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Lo"])))
def test_words_are_cut_as_scikit_learn_cuts_them(text: str) -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    assert words_of(text) == CountVectorizer().build_analyzer()(text)


def test_texts_are_numbers_with_their_starts() -> None:
    vocabulary = Vocabulary()
    tokens = vocabulary.learn(["one two one", "", "two three"])
    assert tokens.words.tolist() == [0, 1, 0, 1, 2]
    assert tokens.starts.tolist() == [0, 3, 3, 5]
    assert tokens.rows.tolist() == [0, 0, 0, 2, 2]
    assert tokens.part(1, 3).words.tolist() == [1, 2]


def test_pairs_stay_inside_their_text() -> None:
    tokens = Vocabulary().learn(["one two one", "two three"])
    rows, pairs = tokens.pairs(10)
    assert rows.tolist() == [0, 0, 1]
    assert pairs.tolist() == [1, 10, 12]


@pytest.mark.parametrize("texts", [[], [""], ["!"]])
def test_no_words_no_pairs(texts: list[str]) -> None:
    tokens = Vocabulary().learn(texts)
    assert tokens.words.size == 0
    assert tokens.pairs(1)[1].size == 0


def test_unknown_words_have_no_number_and_their_pairs_neither() -> None:
    vocabulary = Vocabulary()
    vocabulary.learn(["one two"])
    tokens = vocabulary.known("one new two")
    assert tokens.words.tolist() == [0, -1, 1]
    assert tokens.pairs(2)[1].tolist() == [-1, -1]
