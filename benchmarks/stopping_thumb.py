"""Rules of thumb and the hypergeometric test, run on label orders; see ``stopping_policies``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopping_policies import Labels, Stop
from screening.stopping import History, Target, rule_named

_LOOKS = 100


@dataclass(frozen=True, kw_only=True)
class Misses:
    """A run of ``run`` misses (a share of N if below 1), after at least ``read`` of N."""

    run: float
    read: float = 0.0

    def __call__(self, labels: Labels, _rng: np.random.Generator, _target: Target) -> Stop:
        """Read by rank until the run."""
        run = self.run * labels.size if self.run < 1 else self.run
        for hit, following in _gaps(labels):
            stop = max(hit + int(np.ceil(run)), int(np.ceil(self.read * labels.size)) - 1)
            if stop < following:
                return stop + 1, int(labels[: hit + 1].sum())
        return labels.size, int(labels.sum())


def _gaps(labels: Labels) -> list[tuple[int, int]]:
    """(place of a hit, place of the next one or the end), places from 0."""
    hits = np.flatnonzero(labels).tolist()
    return list(zip(hits, [*hits[1:], labels.size], strict=False))


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """A shipped rule, looked at after every hundredth of the records only."""

    rule: str

    def __call__(self, labels: Labels, _rng: np.random.Generator, target: Target) -> Stop:
        """Read by rank until the rule says stop."""
        rule = rule_named(self.rule)
        seen = labels.tolist()
        for read in range(1, labels.size, max(1, labels.size // _LOOKS)):
            history = ranked_history(seen, read)
            if rule.judge(history, target).stop:
                return read, history.found
        return labels.size, sum(seen)


def ranked_history(labels: list[bool], read: int) -> History:
    """The history of so many records read by rank alone."""
    return History(total=len(labels), relevant=tuple(labels[:read]), audit=tuple([False] * read))


@dataclass(frozen=True, kw_only=True)
class Hypergeometric:
    """The test of Callaghan and Mueller-Hansen after every record.

    Between two hits its p only falls, so it is looked at right before the next hit first.
    """

    def __call__(self, labels: Labels, _rng: np.random.Generator, target: Target) -> Stop:
        """Read by rank until p is below the risk."""
        tail = _Tails(labels, target)
        for found, (hit, following) in enumerate([(-1, _first(labels)), *_gaps(labels)]):
            if tail.smallest(found, following) < target.risk:
                low, high = hit + 1, following
                while low < high:
                    middle = (low + high) // 2
                    if tail.smallest(found, middle) < target.risk:
                        high = middle
                    else:
                        low = middle + 1
                return high, found
        return labels.size, int(labels.sum())


def _first(labels: Labels) -> int:
    return int(np.argmax(labels)) if labels.any() else labels.size


class _Tails:
    """The smallest p over all windows, for so many records read."""

    def __init__(self, labels: Labels, target: Target) -> None:
        self.total, self.target = labels.size, target
        self.starts: NDArray[np.int64] = np.concatenate(([0], np.flatnonzero(labels) + 1))
        self.labels = labels

    def smallest(self, found: int, read: int) -> float:
        from scipy.stats import hypergeom

        unread, short = self.total - read, self.target.shortfall(found)
        if unread < short:
            return 0.0
        starts = self.starts[: found + 1]
        inside = found - np.arange(found + 1)
        if read == 0:
            return 1.0
        # the latest window has no hit inside and mostly the smallest p: a cheap way to say no
        population = read - starts + unread
        tails = hypergeom.sf(short - 1, population, inside + short, unread)
        return float(np.nanmin(tails))
