"""A labelled review screened again."""

from __future__ import annotations

from typing import Any

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


def _order(**given: Any) -> tuple[str, ...]:
    return tuple(replay(TASK, TRUTH, ranker="tfidf", **given))


def test_like_records_come_first_and_the_run_ends_with_the_last() -> None:
    assert [TRUTH[record] for record in _order(known=KNOWN)] == [True, True, True]


def test_known_records_are_not_shown() -> None:
    assert not set(_order(known=KNOWN)) & set(KNOWN)


def test_a_batch_ends_with_the_last_relevant_record() -> None:
    assert len(_order(known=KNOWN, n_query=5)) == 3


def test_without_labels_the_run_starts_from_nothing() -> None:
    assert sum(TRUTH[record] for record in _order()) == 4


@pytest.mark.parametrize("n_query", [1, 2, 3])
def test_a_broken_replay_goes_on_as_if_it_had_not_been_broken(n_query: int) -> None:
    whole = _order(n_query=n_query)
    for length in range(len(whole) + 1):
        before = whole[:length]
        assert before + _order(before=before, n_query=n_query) == whole


def test_what_cannot_be_replayed_is_refused() -> None:
    with pytest.raises(ValueError, match="label for every record"):
        replay(TASK, {IDS[0]: True})
    with pytest.raises(ValueError, match="at least one record"):
        replay(TASK, TRUTH, n_query=0)
    with pytest.raises(UsageError):
        replay(TASK, TRUTH, ranker="tarot")
