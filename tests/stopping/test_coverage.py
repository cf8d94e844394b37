"""A small grid of the benchmark: the guarantee holds, and its short ways equal what ships."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.stopping_coverage import Urn, bounds, main, measure
from benchmarks.stopping_policies import Audit, Mixture, _Run, wait_factor
from benchmarks.stopping_thumb import Hypergeometric, Misses
from screening.stopping import History, Target, misses_before_audit, rule_named
from screening.stopping.plan import FEWEST_MISSES

HARDEST = [
    Urn(n=200, relevant=0),
    Urn(n=200, relevant=1, odds=10),
    Urn(n=300, relevant=20, odds=1),
    Urn(n=400, relevant=60, odds=30, hard=0.1, hard_odds=0),
    Urn(n=400, relevant=60, odds=30, hard=0.2, hard_odds=0.3),
    Urn(n=400, relevant=40, odds=30, late=True),
]


@pytest.mark.parametrize("urn", HARDEST, ids=lambda urn: urn.name)
def test_the_certificate_keeps_its_promise(urn: Urn) -> None:
    target, rng = Target(recall=0.9, confidence=0.9), np.random.default_rng(1)
    row = measure(urn.name, "audit", (urn.draw(rng) for _ in range(150)), rng, target)
    assert isinstance(row["low"], float)
    assert row["low"] <= target.risk


def test_a_rule_of_thumb_is_caught_where_it_fails() -> None:
    urn, rng = HARDEST[3], np.random.default_rng(1)
    row = measure(urn.name, "consecutive, 50", (urn.draw(rng) for _ in range(50)), rng, Target())
    assert isinstance(row["low"], float)
    assert row["low"] > 0.5


@pytest.mark.parametrize("share", [1.0, 0.7])
def test_the_short_way_stops_with_the_rule_that_ships(share: float) -> None:
    rule, target = rule_named("audit"), Target(recall=0.8, confidence=0.8)
    for seed in range(12):
        rng = np.random.default_rng(seed)
        labels = Urn(n=120, relevant=20, odds=8).draw(rng)
        run = _Traced(labels, rng, target)
        run.whole(share)
        histories = [run.history(read) for read in range(1, run.read + 1)]
        stops = [rule.judge(held, target).stop for held in histories]
        assert stops[-1]
        assert not any(stops[:-1])


class _Traced(_Run):
    """A run that remembers what it read, in order."""

    def whole(self, share: float) -> None:
        self.seen: list[tuple[bool, bool]] = []
        while self.rest.size:
            if self.ranked(None) or self.draw(share, back=True):
                break

    def _take(self, count: int) -> None:
        self.seen += [(bool(label), False) for label in self.labels[self.rest[:count]]]
        super()._take(count)

    def _record(self, audit: np.ndarray, *, hit: bool) -> None:
        self.seen += [(hit, bool(drawn)) for drawn in audit]
        super()._record(audit, hit=hit)

    def history(self, read: int) -> History:
        relevant, audit = zip(*self.seen[:read], strict=True)
        return History(total=self.total, relevant=relevant, audit=audit)


def test_the_switch_is_the_one_that_ships() -> None:
    target = Target()
    for found in (5, 20, 100, 400):
        held = History(total=4000, relevant=(True,) * found, audit=(False,) * found)
        wait = max(FEWEST_MISSES, int(np.ceil(wait_factor(found, target) * held.unread)))
        assert misses_before_audit(held, target) == wait


def test_the_hypergeometric_test_stops_with_the_rule_that_ships() -> None:
    rule, target = rule_named("hypergeometric"), Target(recall=0.8)
    for seed in range(5):
        rng = np.random.default_rng(seed)
        labels = Urn(n=120, relevant=15, odds=10).draw(rng)
        read, _ = Hypergeometric()(labels, rng, target)
        seen = labels.tolist()
        stops = [
            rule.judge(
                History(total=120, relevant=tuple(seen[:n]), audit=(False,) * n), target
            ).stop
            for n in range(1, read + 1)
        ]
        assert stops[-1]
        assert not any(stops[:-1])


def test_runs_of_misses_are_counted_from_a_hit() -> None:
    labels = np.array([0, 0, 0, 1, 0, 1, 0, 0, 0, 0], bool)
    stop = Misses(run=3)(labels, np.random.default_rng(0), Target())
    assert stop == (9, 2)
    assert Misses(run=3, read=1.0)(labels, np.random.default_rng(0), Target()) == (10, 2)


def test_other_policies_read_all_where_nothing_is_relevant() -> None:
    none, rng = np.zeros(50, bool), np.random.default_rng(0)
    for policy in (Audit(), Audit(share=0.5), Mixture(), Misses(run=5)):
        assert policy(none, rng, Target()) == (50, 0)


def test_clopper_pearson_bounds() -> None:
    low, high = bounds(0, 1000)
    assert (low, round(high, 5)) == (0.0, 0.00368)
    low, high = bounds(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.049, 0.1762)
    assert bounds(5, 5)[1] == 1


def test_real_rankings_are_read_from_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "orders.jsonl"
    row = {"set": "small", "seed": 0, "records": 30, "ranks": [1, 2, 9]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    arguments = ["x", "--orders", str(path), "--runs", "3", "--rules", "audit", "consecutive, 50"]
    monkeypatch.setattr("sys.argv", arguments)
    main()
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["of"], line["rule"], line["runs"], line["relevant"]) for line in told] == [
        ("small", "audit", 3, 3),
        ("small", "consecutive, 50", 1, 3),
    ]
