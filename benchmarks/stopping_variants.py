"""Other ways to a certificate that were tried: weighted draws, and a sample hidden from the ranker.

Both are valid under conditions of their own; docs/stopping.md says which, and why they are not
the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopping_policies import CAUTION, Labels, Stop, _Run
from screening.stopping import Target


@dataclass(frozen=True, kw_only=True)
class Weighted:
    """Draws with known unequal chances: a share ``tilt`` in proportion to 1 / place in the ranking.

    With chance pi of a record, z = 1 / (u pi) and p(R) = (R - r) / u, the factor against R is
    1 + b (p(R) - x z), with mean 1 under R. b is the bet that gives the likelihood ratio of the
    shipped rule where all chances are equal, shrunk to what keeps the factor from 0.
    """

    tilt: float

    def __call__(self, labels: Labels, rng: np.random.Generator, target: Target) -> Stop:
        """Run until the certificate."""
        run = _Run(labels, rng, target)
        rows: list[tuple[int, int, bool, float]] = []
        while run.rest.size:
            if run.ranked(None):
                break
            hit = False
            while not hit and run.rest.size:
                unread = run.unread
                place = 1 / np.arange(1, unread + 1)
                chance = (1 - self.tilt) / unread + self.tilt * place / place.sum()
                at = int(np.searchsorted(np.cumsum(chance), rng.random()))
                at = min(at, unread - 1)
                hit = bool(labels[run.rest[at]])
                rows.append((unread, run.found, hit, 1 / (unread * chance[at])))
                run.rest = np.delete(run.rest, at)
                run.read, run.found = run.read + 1, run.found + hit
                run.misses = 0 if hit else run.misses + 1
                if not hit and self._done(rows, run, target):
                    return run.read, run.found
        return run.read, run.found

    def _done(self, rows: list[tuple[int, int, bool, float]], run: _Run, target: Target) -> bool:
        short = target.shortfall(run.found)
        if run.unread < short:
            return True
        if len(rows) % 5:
            return False
        unread, found, hit, z = (
            np.array(column, dtype=float) for column in zip(*rows, strict=True)
        )
        high = (run.found + short - found) / unread
        low = (run.found - found) / unread
        most = 1 / (1 - self.tilt)
        bet = np.maximum((1 - low / high) / np.maximum(most - high, 1e-9), 0)
        factor = 1 + bet * (high - hit * z)
        if (factor <= 0).any():
            return False
        return float(np.log(factor).sum()) >= target.bar + CAUTION


@cache
def clock_needed(short: int, behind: int, risk: float) -> float:
    """The sampled share at which P(<= ``behind`` of short + behind are sampled) is the risk."""
    from scipy.optimize import brentq
    from scipy.stats import binom

    return float(brentq(lambda p: binom.cdf(behind, short + behind, p) - risk, 1e-12, 1 - 1e-12))


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """A sample whose labels the ranker does not learn from before it reaches them itself.

    Each record has an independent uniform time; a share t of the records behind the reader's
    place is sampled when the clock shows t. Stops when no more than j sampled records behind the
    place are relevant and t has reached the share that j calls for, at risk ``spend[j]`` alpha.
    """

    spend: tuple[float, ...] = (0.9, 0.05, 0.02, 0.02, 0.01)
    wait: int = 50

    def __call__(self, labels: Labels, rng: np.random.Generator, target: Target) -> Stop:
        """Alternate between reading on and sampling, whichever is cheaper from here."""
        times, hits, total = rng.random(labels.size), np.flatnonzero(labels), labels.size
        place = self._start(hits, total)
        clock = 0.0
        while place < total:
            behind = hits[(hits >= place) & (times[hits] <= clock)]
            found = int((hits < place).sum()) + behind.size
            short = target.shortfall(found)
            _, goal, share = min(self._options(behind, place, clock, short, total, target.risk))
            if share <= clock and goal <= place:
                return place + int((times[place:] <= clock).sum()), found
            if share > clock:
                ahead = times[hits[(hits >= place) & (times[hits] > clock)]]
                clock = min(share, float(ahead.min()) if ahead.size else share)
                continue
            unseen = hits[(hits >= place) & (hits < goal) & (times[hits] > clock)]
            place = int(unseen[0]) + 1 if unseen.size else goal
        return total, int(labels.sum())

    def _start(self, hits: NDArray[np.int64], total: int) -> int:
        for hit, following in zip(hits, [*hits[1:], total], strict=False):
            if following - hit > self.wait:
                return int(hit) + 1 + self.wait
        return total

    def _options(
        self,
        behind: NDArray[np.int64],
        place: int,
        clock: float,
        short: int,
        total: int,
        risk: float,
    ) -> list[tuple[float, int, float]]:
        options = []
        for j, spend in enumerate(self.spend[: behind.size + 1]):
            goal = place if j == behind.size else int(behind[behind.size - 1 - j]) + 1
            share = max(clock, clock_needed(short, j, risk * spend))
            options.append((goal + share * (total - goal), goal, share))
        return options
