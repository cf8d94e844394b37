from __future__ import annotations

import numpy as np
import pytest

from screening.errors import UsageError
from screening.ranking import LiveRanking, Ranker, rank, rankers

from .tasks import ids, two_topics

every_ranker = pytest.mark.parametrize("ranker", rankers(), ids=lambda ranker: ranker.name)
TRUTH = {f"R{number:04d}": number <= 10 for number in range(1, 41)}


@every_ranker
def test_a_ranking_to_keep_depends_on_the_labels_alone(ranker: Ranker) -> None:
    live = LiveRanking(two_topics(), ranker)
    chosen = np.random.default_rng(1).permutation(sorted(TRUTH))[:25].tolist()
    for record in chosen:
        live.add(record, not TRUTH[record])
        live.next()
        live.add(record, TRUTH[record])
    live.add("R0001", included=True)
    live.withdraw("R0001")
    labels = {record: TRUTH[record] for record in chosen if record != "R0001"}
    assert live.ranking() == rank(two_topics(labels=dict(sorted(labels.items()))), ranker)


@every_ranker
def test_the_next_records_are_the_first_of_the_order(ranker: Ranker) -> None:
    live = LiveRanking(two_topics(labels={"R0001": True, "R0040": False}), ranker)
    order = live.order()
    assert set(order) == set(TRUTH) - {"R0001", "R0040"}
    for count in (0, 1, 2, 7, 38, 50):
        assert live.next(count) == order[:count]
    assert order == tuple(r for r in live.ranking().order if r not in live.labels)


def test_learning_on_is_learning_anew_within_the_error() -> None:
    live = LiveRanking(two_topics(), "ensemble")
    for record in ("R0001", "R0040", "R0002", "R0033", "R0021", "R0009"):
        live.add(record, TRUTH[record])
        live.next()
    on = live.scores()
    live.ranking()
    assert live.scores() == pytest.approx(on, abs=1e-3)


def test_wanted_records_are_found_first() -> None:
    live = LiveRanking(two_topics(), "tfidf")
    shown = []
    for _ in range(10):
        (record,) = live.next()
        shown.append(record)
        live.add(record, TRUTH[record])
    assert set(shown) == ids(1, 10)
    assert live.labels == dict.fromkeys(shown, True)


def test_vectors_may_come_later() -> None:
    full = two_topics(labels={"R0001": True, "R0040": False})
    live = LiveRanking(two_topics(labels=dict(full.labels), with_vectors=False))
    assert any("by words only" in note for note in live.notes())
    assert full.vectors is not None
    live.attach(full.vectors, full.query_vector)
    assert live.ranking() == rank(full)
    with pytest.raises(ValueError, match="one vector per record"):
        live.attach(full.vectors[:3])


def test_its_task_holds_the_labels_and_the_features() -> None:
    live = LiveRanking(two_topics())
    live.add("R0003", included=False)
    assert live.task.labels == {"R0003": False}
    assert live.task.features is not None
    again = LiveRanking(live.task)
    assert again.task.features is live.task.features
    assert again.ranking() == live.ranking()


def test_nothing_is_left_when_all_is_read() -> None:
    live = LiveRanking(two_topics(labels=TRUTH))
    assert live.next() == live.order() == ()


def test_records_and_rankers_that_do_not_exist_are_refused() -> None:
    live = LiveRanking(two_topics())
    with pytest.raises(ValueError, match="no record 'R9999'"):
        live.add("R9999", included=True)
    with pytest.raises(ValueError, match="no record 'R9999'"):
        live.withdraw("R9999")
    with pytest.raises(UsageError, match="no ranker called"):
        LiveRanking(two_topics(), "magic")
