"""ELAS u4, record by record, in the order of ASReview's own simulation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.ranking import LiveRanking, RankingTask
from screening.ranking.learn import learn

FILE = Path(__file__).parents[1] / "data" / "ranking" / "u4_order.json"


def shown(ranker: str, records: int) -> tuple[list[int], list[int]]:
    """(rows as shown, rows as ASReview showed them), without those known from the start."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    ids = tuple(f"R{row:04d}" for row in range(len(told["titles"])))
    task = RankingTask(
        records=ids,
        titles=tuple(told["titles"]),
        abstracts=tuple(told["abstracts"]),
        labels={ids[row]: told["labels"][row] for row in told["known"]},
    )
    live = LiveRanking(task, ranker)
    rows = []
    for _ in range(records):
        (record,) = live.next()
        rows.append(ids.index(record))
        live.add(record, told["labels"][rows[-1]])
    return rows, told["order"][:records]


def test_the_whole_order_is_that_of_asreview() -> None:
    ours, theirs = shown("u4", 178)
    assert ours == theirs


def test_another_cost_gives_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.ranking.signals.COST", 0.5)
    ours, theirs = shown("u4", 60)
    assert ours != theirs


def test_another_ratio_gives_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "__kwdefaults__", {**(learn.__kwdefaults__ or {}), "ratio": 1.0})
    ours, theirs = shown("u4", 60)
    assert ours != theirs
