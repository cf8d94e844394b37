from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screening.ranking import LiveRanking, RankingTask, rank
from screening.ranking.features import TextFeatures, text_features
from screening.ranking.nearest import Nearest
from screening.ranking.rankers import ensemble

from .tasks import make_task, two_topics


def features_of(titles: list[str]) -> TextFeatures:
    features = text_features(titles, [""] * len(titles))
    assert features is not None
    return features


def nearest_of(titles: list[str], records: list[str]) -> dict[str, set[str]]:
    places = Nearest(features_of(titles), records).places
    return {
        record: {records[place] for place in row if place >= 0}
        for record, row in zip(records, places, strict=True)
    }


def test_the_nearest_share_the_most_words() -> None:
    titles = [*(f"mentor student {n:03d}" for n in range(11)), "lava ash", "lava plume", "solitude"]
    records = [f"R{n:02d}" for n in range(14)]
    nearest = nearest_of(titles, records)
    assert nearest["R00"] == set(records[1:11])
    assert nearest["R11"] == {"R12"}
    assert nearest["R13"] == set()


def test_equally_near_ones_are_chosen_by_id_not_by_the_order_of_the_file() -> None:
    titles = ["mentor student"] * 30
    records = [f"R{n:02d}" for n in range(30)]
    assert nearest_of(titles, records) == nearest_of(titles, records[::-1])


def test_many_records_go_block_by_block() -> None:
    titles = [f"topic{n // 11:03d} common" for n in range(11 * 60)]
    places = Nearest(features_of(titles), [str(n) for n in range(len(titles))]).places
    own = np.arange(len(titles))[:, None]
    assert (places // 11 == own // 11).all()
    assert (places != own).all()


def test_a_mean_counts_missing_ones_as_zero() -> None:
    near = Nearest(features_of(["lava ash", "lava plume", "solitude"]), ["a", "b", "c"])
    assert near.mean(np.asarray([5.0, 2.0, 9.0])).tolist() == [0.2, 0.5, 0.0]


def test_a_record_in_other_words_rises_with_those_it_stands_by() -> None:
    wanted = [f"mentor student {n}x" for n in range(8)]
    bridge = [f"mentor bursary {n}y" for n in range(6)]
    other = [f"lava ash {n}z" for n in range(20)]
    task = make_task([*wanted, *bridge, *other, "bursary"])
    task = replace(task, labels={**dict.fromkeys(task.records[:8], True), "R0020": False})
    parts = rank(task, "ensemble").components_of("R0035")
    assert parts["nearest records"] > 0


def test_nearest_found_before_are_used_again_by_the_same_features_only() -> None:
    live = LiveRanking(two_topics(labels={"R0001": True, "R0040": False}))
    live.order()
    task = live.task
    assert LiveRanking(task).task.nearest is task.nearest
    assert LiveRanking(replace(task, features=None)).task.nearest is not task.nearest
    assert LiveRanking(task, "u4").task.nearest is None
    assert rank(replace(task, features=None)) == rank(task)


def test_too_many_records_are_ranked_without_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ensemble, "MOST_RECORDS", 39)
    task: RankingTask = two_topics(labels={"R0001": True, "R0040": False})
    ranking = rank(task)
    assert "nearest records" not in {part.name for part in ranking.components}
    assert any("none leans on those nearest" in note for note in ranking.notes)
