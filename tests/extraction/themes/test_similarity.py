"""How alike texts are, without a model and with any encoder's vectors."""

from __future__ import annotations

import numpy as np

from extraction.themes.similarity import (
    Texts,
    same_words,
    tfidf_similarity,
    vector_similarity,
)

WORDS = ("clear expectations", "having clear expectations", "honest", "")


def test_tfidf_knows_shared_words() -> None:
    cosines = tfidf_similarity().matrix(WORDS)
    assert cosines.shape == (4, 4)
    assert np.allclose(cosines, cosines.T)
    assert np.allclose(np.diag(cosines), 1.0)
    assert cosines[0, 1] > 0.6 > cosines[0, 2]
    assert not cosines[3, :3].any()


def test_texts_without_a_word_are_like_nothing() -> None:
    assert np.allclose(tfidf_similarity().matrix(("", " ")), np.eye(2))


def test_vectors_give_their_cosines() -> None:
    unit = np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)
    similarity = vector_similarity(lambda _: unit, model="toy 1", model_sha256="00")
    assert np.allclose(similarity.matrix(("a", "b")), [[1, 0.6], [0.6, 1]])
    assert (similarity.model, similarity.model_sha256) == ("toy 1", "00")


def test_texts_are_compared_once_and_looked_up() -> None:
    texts = Texts(["b", "a", "b"], tfidf_similarity())
    assert texts.distinct == ("b", "a")
    assert texts.between(["a", "b"], ["b"]).shape == (2, 1)
    assert texts.between(["a"], []).shape == (1, 0)
    assert Texts([], tfidf_similarity()).between([], []).shape == (0, 0)


def test_case_blanks_and_end_marks_make_no_difference() -> None:
    assert same_words("  Role\nmodel. ") == same_words("role model") == "role model"
    assert same_words("non-competitive") != same_words("noncompetitive")


def test_a_phrase_that_was_quoted_later_is_compared_too() -> None:
    texts = Texts(["feedback after each session", "time"], tfidf_similarity())
    cosines = texts.between(["feedback"], ["feedback after each session", "time"])
    assert cosines[0, 0] > cosines[0, 1] == 0
