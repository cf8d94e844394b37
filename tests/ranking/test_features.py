from __future__ import annotations

import numpy as np
import pytest

from screening.ranking import RankingTask
from screening.ranking.features import TextFeatures, text_features
from screening.ranking.made_views import features_of

from .tasks import make_task

TITLES = ["Mentoring students", "Mentoring faculty well", "Lava and ash", "Rocks"]
ABSTRACTS = ["Students were mentored by peers.", "Peers.", "Ash fell on students.", ""]


@pytest.fixture
def features() -> TextFeatures:
    made = text_features(TITLES, ABSTRACTS)
    assert made is not None
    return made


def test_rows_are_of_unit_length_with_what_stands_in_one_record_only(
    features: TextFeatures,
) -> None:
    matrix = features.full.matrix
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    assert np.allclose(squares + features.full.alone, 1)
    assert (features.full.alone > 0).any()
    assert features.count == 4
    assert features.titles is not None
    assert features.titles.matrix.shape == matrix.shape


def test_titles_are_left_out_where_all_records_have_an_abstract() -> None:
    made = text_features(["one word", "two words"], ["some text", "other text"])
    assert made is not None
    assert made.titles is None


def test_terms_are_words_and_pairs_of_words_of_several_records() -> None:
    made = text_features(["mentoring students well", "mentoring students", "rocks"], ["", "", ""])
    assert made is not None
    names = made.terms.names.tolist()
    assert {"mentoring", "well", "rocks", "mentoring students"} <= set(names)
    assert "students well" not in names
    assert len(names) == made.full.matrix.shape[1]


def test_it_is_the_tfidf_of_elas_u4() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [*TITLES, "Mentoring of students", "a", "Mentoring students by peers", "Ash. Ash, ash"]
    abstracts = [*ABSTRACTS, "Peers mentoring students", "", "fell on students", "peers"]
    made = text_features(texts, abstracts)
    assert made is not None
    u4 = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=1, max_df=0.95)
    expected = u4.fit_transform([f"{t} {a}" for t, a in zip(texts, abstracts, strict=True)])
    columns = [u4.vocabulary_[name] for name in made.terms.names]
    assert np.allclose(made.full.matrix.toarray(), expected.toarray()[:, columns])
    squares = np.asarray(expected.multiply(expected).sum(axis=1)).ravel()
    held = np.square(made.full.matrix.toarray()).sum(axis=1)
    assert np.allclose(made.full.alone, squares - held, atol=1e-6)


def test_terms_of_nearly_all_records_are_left_out() -> None:
    texts = [f"common words number{n} again again{n % 2}" for n in range(30)]
    made = text_features(texts, [""] * 30)
    assert made is not None
    names = set(made.terms.names)
    assert {"number7", "again0"} <= names
    assert not {"common", "words", "common words", "again"} & names
    squares = np.square(made.full.matrix.toarray()).sum(axis=1)
    assert np.allclose(squares + made.full.alone, 1)


def test_many_blocks_are_one(monkeypatch: pytest.MonkeyPatch, features: TextFeatures) -> None:
    monkeypatch.setattr("screening.ranking.term_rows.BLOCK", 1)
    again = text_features(TITLES, ABSTRACTS)
    assert again is not None
    assert np.array_equal(again.full.matrix.toarray(), features.full.matrix.toarray())
    assert again.terms.names.tolist() == features.terms.names.tolist()


@pytest.mark.parametrize("titles", [[], [""], ["!", "?"], ["a"]])
def test_no_words_give_no_features(titles: list[str]) -> None:
    assert text_features(titles, [""] * len(titles)) is None


def test_a_word_in_every_record_is_kept_if_there_is_no_other() -> None:
    made = text_features(["same words"] * 3, [""] * 3)
    assert made is not None
    assert "same words" in made.terms.names


def test_a_query_in_known_words_is_a_unit_row(features: TextFeatures) -> None:
    row = features.query_row("mentoring quantum students")
    names = features.terms.names
    assert set(names[row > 0]) == {"mentoring", "students"}
    assert np.linalg.norm(row) == pytest.approx(1)
    assert not features.query_row("quantum").any()


def test_keywords_are_read_when_asked_for() -> None:
    task = make_task(["Lava", "Ash"])
    tagged = RankingTask(
        records=task.records, titles=task.titles, abstracts=task.abstracts, keywords=("basalt", "")
    )
    with_them = features_of(tagged, with_keywords=True)
    without = features_of(tagged, with_keywords=False)
    assert with_them is not None
    assert without is not None
    assert "basalt" in with_them.terms.names
    assert "basalt" not in without.terms.names


def test_features_of_other_parts_are_made_anew() -> None:
    task = make_task(["Lava", "Ash"])
    plain = features_of(task, with_keywords=True)
    assert plain is not None
    parts = {"records": task.records, "titles": task.titles, "abstracts": task.abstracts}
    tagged = RankingTask(**parts, keywords=("basalt", ""), features=plain)  # type: ignore[arg-type]
    assert features_of(tagged, with_keywords=False) is plain
    assert features_of(tagged, with_keywords=True) is not plain
