from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screening.ranking import RankingTask
from screening.ranking.blend import blend, question_weight
from screening.ranking.features import text_features
from screening.ranking.known import Known
from screening.ranking.signals import NOT_CONVERGED, Signal
from screening.ranking.views import Views

from .tasks import QUESTION, rank_by, two_topics


class Unsettled:
    """A learner that stops too early."""

    def __init__(self, name: str) -> None:
        self.name = name

    def forget(self) -> None:
        pass

    def signal(self, known: Known) -> Signal:
        values = np.arange(known.labels.size, dtype=np.float64)
        return Signal(name=self.name, scores=values, note=NOT_CONVERGED)


@pytest.mark.parametrize("stated", [False, True])
def test_the_question_fades_out_by_twenty_inclusions(stated: bool) -> None:
    weights = [question_weight(count, stated=stated) for count in range(25)]
    assert weights[0] == 0.5
    assert weights == sorted(weights, reverse=True)
    assert 0 < weights[19] < 0.03
    assert weights[20:] == [0] * 5


def test_stated_questions_and_criteria_count_longer_than_a_title() -> None:
    for included in range(1, 20):
        alone = question_weight(included, stated=False)
        assert question_weight(included, stated=True) > alone


@pytest.mark.parametrize(
    ("queries", "stated"),
    [
        ((), False),
        (("A title",), False),
        (("A title", " ", ""), False),
        (("A title", "A question?"), True),
        (("", "", "A criterion"), True),
    ],
)
def test_a_title_alone_states_nothing(queries: tuple[str, ...], stated: bool) -> None:
    task = RankingTask(records=("R1",), titles=("t",), abstracts=("",), queries=queries)
    assert task.stated is stated


@pytest.mark.parametrize("name", ["ensemble", "tfidf", "embedding"])
def test_what_is_stated_counts_by_its_own_weight(name: str) -> None:
    labels = {"R0001": True, "R0040": False}
    title = two_topics(question=QUESTION, labels=labels)
    stated = replace(title, queries=("", QUESTION))
    spreads = [float(np.std(rank_by(name, task).components[-1].scores)) for task in (title, stated)]
    assert spreads[1] > 1.5 * spreads[0] > 0


def test_a_late_ranking_has_no_part_of_the_question() -> None:
    labels = {f"R{n:04d}": n <= 20 for n in range(1, 31)}
    ranking = rank_by("ensemble", two_topics(wanted=25, labels=labels))
    assert [part.name for part in ranking.components] == [
        "learned, words",
        "learned, meaning",
        "nearest records",
    ]


def test_words_and_meaning_count_alike() -> None:
    ranking = rank_by("ensemble", two_topics(question="", labels={"R0001": True, "R0040": False}))
    spreads = [np.std(part.scores[1:-1]) for part in ranking.components[:2]]
    assert spreads[0] == pytest.approx(spreads[1], rel=0.35)


def test_a_question_in_other_words_is_said() -> None:
    ranking = rank_by("tfidf", two_topics(question="quantum chromodynamics"))
    assert ranking.notes[0] == "The question shares no word with any record."
    assert "ORDER IS RANDOM" in ranking.notes[1]


def test_a_learner_that_did_not_settle_is_said_once() -> None:
    known = Known.of(["a a", "b b"], ["", ""], np.asarray([1, 0], np.int8))
    made = blend(Views(learns=(Unsettled("one"), Unsettled("two"))), known)
    assert made.notes == (NOT_CONVERGED,)


def test_features_made_before_change_nothing() -> None:
    task = two_topics()
    made = text_features(task.titles, task.abstracts)
    again = RankingTask(
        records=task.records,
        titles=task.titles,
        abstracts=task.abstracts,
        queries=(QUESTION,),
        seed=task.seed,
        features=made,
    )
    assert rank_by("tfidf", task) == rank_by("tfidf", again)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"titles": ("one",)}, "one title and one abstract"),
        ({"records": ("R1", "R1")}, "twice"),
        ({"keywords": ("one",)}, "keywords for every record"),
        ({"labels": {"R9": True}}, "does not hold"),
        ({"vectors": np.zeros((3, 4), dtype=np.float32)}, "one vector per record"),
        ({"features": text_features(["one word"], [""])}, "features of the same"),
        (
            {
                "vectors": np.zeros((2, 4), dtype=np.float32),
                "query_vector": np.zeros(5, dtype=np.float32),
            },
            "as long as",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(changed: dict[str, object], message: str) -> None:
    parts: dict[str, object] = {"records": ("R1", "R2"), "titles": ("", ""), "abstracts": ("", "")}
    with pytest.raises(ValueError, match=message):
        RankingTask(**{**parts, **changed})  # type: ignore[arg-type]
