"""Do stopping rules keep their promise, and at what cost: made-up urns and real rankings.

    python -m benchmarks.stopping_coverage [--urns] [--orders FILE] [--runs 1000]
                                           [--rules NAME ...] [--recall 0.95] [--table FILE]

The urns: each record has an exponential waiting time, relevant ones ``odds`` times shorter
(Wallenius' biased urn); a share ``hard`` of the relevant ones has odds of its own, 0 meaning that
they come last; ``late`` puts a fifth of them side by side somewhere in the last half. FILE holds
rankings that happened, one JSON object a line with ``set``, ``seed``, ``records`` and ``ranks``
(the places of the relevant ones, from 1), as benchmarks.ranking prints them.

Prints one JSON line per urn or set and rule: runs, share that stopped below the target with its
Clopper-Pearson bounds (95 %, two-sided), mean share of the records read. ``--table`` makes the
tables of docs/stopping.md from such lines. Each line has a seed of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.stopping_policies import Audit, Labels, Mixture, Policy
from benchmarks.stopping_thumb import Hypergeometric, Misses, Shipped
from benchmarks.stopping_variants import Hidden, Weighted
from screening.stopping import Target

GUARANTEED: dict[str, Policy] = {
    "audit": Audit(),
    "audit, nine draws in ten places": Audit(share=0.9),
    "audit, four draws in five places": Audit(share=0.8),
    "audit, after 10 % of N": Audit(fixed=0.1),
    "audit, after 10 % of N, never back": Audit(fixed=0.1, back=False),
    "audit, after 5 % of N": Audit(fixed=0.05),
    "mixture of four bets, after 10 % of N": Mixture(),
    "hidden sample": Hidden(),
}
WEIGHTED: dict[str, Policy] = {
    "weighted draws, tilt 0.2": Weighted(tilt=0.2),
    "weighted draws, tilt 0.5": Weighted(tilt=0.5),
}
THUMB: dict[str, Policy] = {
    "consecutive, 50": Misses(run=50),
    "consecutive, 100": Misses(run=100),
    "consecutive, 200": Misses(run=200),
    "consecutive, 5 % of N": Misses(run=0.05),
    "safe": Misses(run=50, read=0.1),
    "hypergeometric": Hypergeometric(),
    "knee": Shipped(rule="knee"),
    "budget": Shipped(rule="budget"),
}
POLICIES = GUARANTEED | WEIGHTED | THUMB
SLOW = frozenset(("hypergeometric", "knee", "budget", *WEIGHTED))
SETTLED = frozenset(THUMB)  # nothing random in them: one run tells all on a real ranking


@dataclass(frozen=True, kw_only=True)
class Urn:
    """A way to make label orders."""

    n: int
    relevant: int
    odds: float = 1.0
    hard: float = 0.0
    hard_odds: float = 0.0
    late: bool = False

    @property
    def name(self) -> str:
        """The urn in a few words."""
        told = f"N {self.n}, R {self.relevant}, odds {self.odds:g}"
        if self.hard:
            told += (
                f", {self.hard:.0%} at {self.hard_odds:g}"
                if self.hard_odds
                else (f", {self.hard:.0%} last")
            )
        return told + (", a late cluster" if self.late else "")

    def draw(self, rng: np.random.Generator) -> Labels:
        """One label order."""
        weight = np.ones(self.n)
        weight[: self.relevant] = self.odds
        hard = round(self.hard * self.relevant)
        weight[:hard] = self.hard_odds
        waiting = rng.exponential(size=self.n)
        waiting /= np.where(weight > 0, weight, 1e-12)
        order = np.argsort(waiting)
        if self.late:
            cluster = order < self.relevant // 5
            rest, at = order[~cluster], int(rng.integers(self.n // 2, self.n - self.relevant))
            order = np.concatenate((rest[:at], order[cluster], rest[at:]))
        return np.asarray(order < self.relevant)


def urns() -> Iterator[Urn]:
    """The grid."""
    for relevant in (0, 1, 5, 20, 100, 300):
        for n in (200, 1000, 5000):
            if relevant <= n // 4:
                for odds in (1, 10, 50) if n < 5000 else (10,):
                    yield Urn(n=n, relevant=relevant, odds=odds)
    yield Urn(n=2000, relevant=300, odds=1)
    yield Urn(n=2000, relevant=100, odds=2)
    for relevant in (20, 100, 200):
        for hard in (0.1, 0.2):
            for hard_odds in (1, 0.3, 0.1, 0):
                yield Urn(n=2000, relevant=relevant, odds=30, hard=hard, hard_odds=hard_odds)
        yield Urn(n=2000, relevant=relevant, odds=30, late=True)


def orders(path: Path) -> dict[str, list[Labels]]:
    """Set -> the label orders of its rankings."""
    found: dict[str, list[Labels]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        labels = np.zeros(row["records"], bool)
        labels[np.array(row["ranks"], dtype=int) - 1] = True
        found.setdefault(row["set"], []).append(labels)
    return found


def bounds(failed: int, runs: int, level: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a share."""
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = beta.ppf(tail, failed, runs - failed + 1) if failed else 0.0
    high = beta.ppf(1 - tail, failed + 1, runs - failed) if failed < runs else 1.0
    return float(low), float(high)


def measure(
    name: str, rule: str, labels: Iterator[Labels], rng: np.random.Generator, target: Target
) -> dict[str, object]:
    """Run one rule over label orders."""
    started, failed, costs = time.process_time(), 0, []
    size = relevant = 0
    for order in labels:
        read, found = POLICIES[rule](order, rng, target)
        size, relevant = order.size, int(order.sum())
        failed += found < target.share * relevant
        costs.append(read / order.size)
    low, high = bounds(failed, len(costs))
    return {
        "benchmark": "stopping", "of": name, "rule": rule, "recall": target.recall,
        "records": size, "relevant": relevant, "runs": len(costs),
        "failed": round(failed / len(costs), 4), "low": round(low, 4), "high": round(high, 4),
        "cost": round(float(np.mean(costs)), 4),
        "cpu_seconds": round(time.process_time() - started, 2),
    }  # fmt: skip


def _rng(*parts: object) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(repr(parts).encode()))


def run_urns(runs: int, rules: Sequence[str], target: Target) -> Iterator[dict[str, object]]:
    """Every urn with every rule; the same orders for all rules."""
    for urn in urns():
        for rule in rules:
            if rule in WEIGHTED and urn.n > 1000:
                continue
            slow = rule in SLOW and (urn.relevant >= 100 or rule != "hypergeometric")
            count = max(100, runs // 10) if slow else runs
            made, rng = _rng(urn.name), _rng(urn.name, rule)
            yield measure(urn.name, rule, (urn.draw(made) for _ in range(count)), rng, target)


def run_orders(
    path: Path, runs: int, rules: Sequence[str], target: Target
) -> Iterator[dict[str, object]]:
    """Every real set with every rule, ``runs`` times in all where the rule draws at random."""
    for name, held in sorted(orders(path).items()):
        for rule in rules:
            wanted = 20 if rule in WEIGHTED else runs
            times = 1 if rule in SETTLED else -(-wanted // len(held))
            made = (labels for labels in held for _ in range(times))
            row = measure(name, rule, made, _rng(name, rule), target)
            yield row | {"real": True, "rankings": len(held)}


def main() -> None:
    """Read the options and print one line per measurement, or a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--orders", type=Path)
    parser.add_argument("--urns", action="store_true")
    parser.add_argument("--rules", nargs="*", default=list(POLICIES))
    parser.add_argument("--recall", type=float, default=0.95)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    if options.table:
        from benchmarks.stopping_tables import tables

        sys.stdout.write(tables(options.table))
        return
    target = Target(recall=options.recall)
    if options.urns:
        for row in run_urns(options.runs, options.rules, target):
            print(json.dumps(row), flush=True)
    if options.orders:
        for row in run_orders(options.orders, options.runs, options.rules, target):
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
