from __future__ import annotations

import numpy as np
import pytest

from screening.ranking import LiveRanking, RankingTask, explain, rank
from screening.ranking.features import TextFeatures, text_features
from screening.ranking.signals import LearnedWords

TITLES = [
    "Mentoring students",
    "Mentors of students mentored by mentors",
    "A mentorship",
    "Lava and ash",
    "Volcanoes, and ash of volcanic rocks",
    "Rocks",
]
ABSTRACTS = ["Students learn.", "Peers, peers and peers", "", "Ash on students", "Rocky", "a rock"]


@pytest.fixture
def features() -> TextFeatures:
    made = text_features(TITLES, ABSTRACTS)
    assert made is not None
    return made


def test_words_and_stems_weigh_the_same(features: TextFeatures) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    cut = TfidfVectorizer(
        analyzer=lambda text: [word[:6] for word in TfidfVectorizer().build_analyzer()(text)],
        sublinear_tf=True,
        max_df=0.95,
    )
    stems = cut.fit_transform([f"{t} {a}" for t, a in zip(TITLES, ABSTRACTS, strict=True)])
    words = features.full.matrix
    expected = 0.5 * (words @ words.T) + 0.5 * (stems @ stems.T)
    learnable = features.learnable
    assert np.allclose((learnable.matrix @ learnable.matrix.T).toarray(), expected.toarray())
    assert np.allclose(learnable.alone, 0.5 * features.full.alone)
    assert set(learnable.stems) == set(cut.get_feature_names_out())
    assert learnable.matrix.shape[1] == words.shape[1] + len(learnable.stems)


def test_titles_have_the_same_columns(features: TextFeatures) -> None:
    learnable = features.learnable
    assert learnable.titles is not None
    assert learnable.titles.shape == learnable.matrix.shape
    # the record without an abstract is its title
    assert np.allclose(learnable.titles[2].toarray(), learnable.matrix[2].toarray())


def test_blocks_make_no_difference(features: TextFeatures, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = features.learnable.matrix.toarray()
    monkeypatch.setattr("screening.ranking.stems.BLOCK", 2)
    made = text_features(TITLES, ABSTRACTS)
    assert made is not None
    assert np.allclose(made.learnable.matrix.toarray(), expected)


def test_forms_of_a_word_count_together() -> None:
    titles = ("mentoring", "volcanoes", "mentorship", "sandstone", "volcanic")
    task = RankingTask(
        records=tuple("abcde"),
        titles=titles,
        abstracts=("",) * 5,
        labels={"a": True, "b": False},
    )
    assert rank(task, "tfidf").order[:2] == ("a", "c")
    scores = dict(zip(*(rank(task, "u4").order, rank(task, "u4").scores), strict=True))
    assert scores["c"] == scores["d"]  # to whole words they are strangers


def test_beyond_a_number_of_records_words_alone_count(
    features: TextFeatures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.ranking.features.MOST_WITH_STEMS", 5)
    monkeypatch.setattr("screening.ranking.made_views.MOST_WITH_STEMS", 5)
    assert features.learnable.matrix is features.full.matrix
    assert features.learnable.stems == ()
    task = RankingTask(
        records=tuple("abcdef"),
        titles=tuple(TITLES),
        abstracts=tuple(ABSTRACTS),
        labels={"a": True, "d": False},
    )
    assert any("forms of a word" in note for note in rank(task, "tfidf").notes)


def test_what_a_stem_gives_is_told_of_the_words_of_the_record() -> None:
    task = RankingTask(
        records=tuple("abcdef"),
        titles=tuple(TITLES),
        abstracts=tuple(ABSTRACTS),
        labels={"a": True, "d": False},
    )
    live = LiveRanking(task, "tfidf")
    made = live.ranking()
    found = explain(live.task, made, "c")
    assert [at.term for at in found.terms] == ["mentorship"]
    features = live.task.features
    assert features is not None
    line = LearnedWords(features).learned(_known(live.task))
    worth = features.learnable.matrix[[2]].multiply(line.weights).toarray().ravel()
    assert found.terms[0].weight == pytest.approx(worth.sum(), abs=1e-6)


def _known(task: RankingTask):  # type: ignore[no-untyped-def]
    from screening.ranking.known import Known, label_array

    return Known.of(task.titles, task.abstracts, label_array(task.records, task.labels))
