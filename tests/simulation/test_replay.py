"""A labelled review screened again."""

from __future__ import annotations

import pytest

from screening.errors import UsageError
from screening.ranking import RankingTask
from screening.simulation.replay import replay

WANTED = [f"mentoring of medical students, part {word}" for word in ("one", "two", "three", "four")]
OTHER = [f"lava and ash of volcano {word}" for word in ("etna", "hekla", "katla", "fuji", "erebus")]
TITLES = tuple(OTHER + WANTED)
IDS = tuple(f"R{number}" for number in range(len(TITLES)))
TRUTH = {record: title in WANTED for record, title in zip(IDS, TITLES, strict=True)}
TASK = RankingTask(records=IDS, titles=TITLES, abstracts=("",) * len(TITLES))
KNOWN = (IDS[-1], IDS[0])


def test_like_records_come_first_and_the_run_ends_with_the_last() -> None:
    order = replay(TASK, TRUTH, known=KNOWN, ranker="tfidf")
    assert [TRUTH[record] for record in order] == [True, True, True]


def test_known_records_are_not_shown() -> None:
    assert not set(replay(TASK, TRUTH, known=KNOWN, ranker="tfidf")) & set(KNOWN)


def test_progress_counts_what_is_found() -> None:
    seen: list[tuple[int, int]] = []
    replay(TASK, TRUTH, known=KNOWN, ranker="tfidf", step=lambda *at: seen.append(at))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_batch_ends_with_the_last_relevant_record() -> None:
    order = replay(TASK, TRUTH, known=KNOWN, ranker="tfidf", n_query=5)
    assert len(order) == 3


def test_without_labels_the_run_starts_from_nothing() -> None:
    order = replay(TASK, TRUTH, ranker="tfidf")
    assert sum(TRUTH[record] for record in order) == 4


def test_the_same_run_gives_the_same_order() -> None:
    assert replay(TASK, TRUTH, ranker="tfidf") == replay(TASK, TRUTH, ranker="tfidf")


def test_what_cannot_be_replayed_is_refused() -> None:
    with pytest.raises(ValueError, match="label for every record"):
        replay(TASK, {IDS[0]: True})
    with pytest.raises(ValueError, match="at least one record"):
        replay(TASK, TRUTH, n_query=0)
    with pytest.raises(UsageError):
        replay(TASK, TRUTH, ranker="tarot")
