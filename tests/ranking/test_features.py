from __future__ import annotations

import numpy as np
import pytest

from screening.ranking.features import (
    TextFeatures,
    bm25,
    bm25_weights,
    fed_back,
    spaced,
    text_features,
)

TITLES = ["Mentoring students", "Mentoring faculty well", "Lava and ash", "Rocks"]
ABSTRACTS = ["Students were mentored by peers.", "Peers.", "Ash fell on students.", ""]


@pytest.fixture
def features() -> TextFeatures:
    made = text_features(TITLES, ABSTRACTS)
    assert made is not None
    return made


def test_rows_are_of_unit_length(features: TextFeatures) -> None:
    assert np.allclose(np.sqrt(features.tfidf.multiply(features.tfidf).sum(axis=1)), 1)
    assert features.count == 4
    assert features.titles.shape == features.tfidf.shape


def test_terms_are_words_and_pairs_of_words(features: TextFeatures) -> None:
    assert {"mentoring", "mentoring students", "students were"} <= set(features.terms)


def test_it_is_the_tfidf_of_elas_u4() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = text_features(TITLES, ABSTRACTS)
    assert made is not None
    u4 = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1, max_df=0.95)
    expected = u4.fit_transform([f"{t} {a}" for t, a in zip(TITLES, ABSTRACTS, strict=True)])
    assert np.array_equal(made.tfidf.toarray(), expected.toarray())


@pytest.mark.parametrize("titles", [[], [""], ["!", "?"], ["a"]])
def test_no_words_give_no_features(titles: list[str]) -> None:
    assert text_features(titles, [""] * len(titles)) is None


def test_a_word_in_every_record_is_kept_if_there_is_no_other() -> None:
    made = text_features(["same words"] * 3, [""] * 3)
    assert made is not None
    assert "same words" in made.terms


def test_bm25_by_hand(features: TextFeatures) -> None:
    weights = bm25_weights(features, "The effects of ash: a systematic review")
    assert set(features.terms[np.flatnonzero(weights)]) == {"ash"}
    scores = bm25(features.counts, weights)
    lengths = np.asarray(features.counts.sum(axis=1)).ravel()
    idf = np.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    length_part = 1.2 * (0.25 + 0.75 * lengths[2] / lengths.mean())
    assert scores.tolist() == pytest.approx([0, 0, idf * 2 * 2.2 / (2 + length_part), 0])


def test_feedback_brings_in_words_of_the_nearest_records(features: TextFeatures) -> None:
    direction = fed_back(features, "mentoring", ())
    assert direction is not None
    names = features.terms.tolist()
    assert direction[names.index("mentoring")] > direction[names.index("faculty")] > 0
    assert direction[names.index("lava")] == 0
    assert np.linalg.norm(direction) == pytest.approx(1)


def test_excluded_records_do_not_feed_back(features: TextFeatures) -> None:
    direction = fed_back(features, "mentoring", (1,))
    assert direction is not None
    assert direction[features.terms.tolist().index("faculty")] == 0


def test_a_question_in_other_words_has_no_direction(features: TextFeatures) -> None:
    assert fed_back(features, "quantum", ()) is None
    assert not bm25_weights(features, "quantum").any()


def test_scripts_without_blanks_become_pairs() -> None:
    assert spaced("关于医学生 x").split() == ["关于", "于医", "医学", "学生", "x"]
    assert spaced("心").split() == ["心"]
    assert spaced("mentoring, مربیگری") == "mentoring, مربیگری"
