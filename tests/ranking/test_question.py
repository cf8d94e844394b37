from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from screening.ranking.features import TextFeatures, text_features
from screening.ranking.question import Bm25, Topic, telling_words

TITLES = ["Mentoring students", "Mentoring faculty well", "Lava and ash", "Rocks"]
ABSTRACTS = ["Students were mentored by peers.", "Peers.", "Ash fell on students.", ""]
NONE = np.zeros(0, np.int64)


@pytest.fixture
def features() -> TextFeatures:
    made = text_features(TITLES, ABSTRACTS)
    assert made is not None
    return made


def test_only_telling_words_count() -> None:
    assert telling_words("What are the effects of ash? A systematic review") == ["ash"]


def test_bm25_by_hand(features: TextFeatures) -> None:
    scores = Bm25(features, "The effects of ash: a systematic review").scores(features.full)
    assert features.full.lengths.tolist() == [7, 4, 7, 1]
    idf = np.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    length_part = 1.2 * (0.25 + 0.75 * 7 / 4.75)
    assert scores.tolist() == pytest.approx([0, 0, idf * 2 * 2.2 / (2 + length_part), 0])


def test_forms_of_a_word_count_as_one(features: TextFeatures) -> None:
    asked = Bm25(features, "Mentors of a student")
    scores = asked.scores(features.full)
    assert scores.tolist() == Bm25(features, "mentored students").scores(features.full).tolist()
    idf_mentor = np.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    parts = [
        idf_mentor * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * w / 4.75)) for n, w in ((2, 7), (1, 4))
    ]
    idf_student = np.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    student = idf_student * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 7 / 4.75))
    assert scores[:2].tolist() == pytest.approx([parts[0] + student, parts[1]])


def test_many_forms_take_no_room_in_records_that_lack_them() -> None:
    titles = [f"mentor{number:04d} rocks and ash" for number in range(1_000)]
    features = text_features(titles, [""] * len(titles))
    assert features is not None
    asked = Bm25(features, "mentors")
    tracemalloc.start()
    scores = asked.scores(features.full)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert scores.min() > 0
    assert most < 1_000_000  # one cell for each record and form would be eight times as much


def test_a_word_that_tells_nothing_is_no_form_of_one_that_does() -> None:
    made = text_features(["Health literacy", "A review of the literature"], ["", ""])
    assert made is not None
    assert (Bm25(made, "literacy").scores(made.full) > 0).tolist() == [True, False]


def test_a_question_in_other_words_finds_nothing_and_has_no_topic(features: TextFeatures) -> None:
    assert not Bm25(features, "quantum").known
    assert Bm25(features, "quantum").scores(features.full).tolist() == [0, 0, 0, 0]
    assert not Topic(features, "quantum").known


def test_feedback_brings_in_words_of_the_nearest_records(features: TextFeatures) -> None:
    direction = Topic(features, "mentoring").direction(NONE)
    names = features.terms.names.tolist()
    assert direction[names.index("mentoring")] > direction[names.index("faculty")] > 0
    assert direction[names.index("lava")] == 0
    assert np.linalg.norm(direction) == pytest.approx(1)


def test_excluded_records_do_not_feed_back(features: TextFeatures) -> None:
    direction = Topic(features, "mentoring").direction(np.asarray([1]))
    assert direction[features.terms.names.tolist().index("faculty")] == 0
