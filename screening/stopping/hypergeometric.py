"""The upper tail of the hypergeometric distribution, to floating-point precision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma

# Beyond the likeliest, terms fall ever faster: what follows such a one is less than rounding.
_NEGLIGIBLE = 1e-20


def log_choose(n: int, k: int) -> float:
    """The logarithm of the binomial coefficient; 0 <= k <= n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def upper_tail(at_least: int, *, population: int, marked: int, drawn: int) -> float:
    """P(X >= at_least) for the marked ones among ``drawn`` without replacement.

    Terms are added from the likeliest one outwards: the first of the tail may be too small for a
    float although the whole tail is near 1.
    """
    first = max(at_least, drawn + marked - population, 0)
    last = min(marked, drawn)
    if first > last:
        return 0.0
    likeliest = (drawn + 1) * (marked + 1) // (population + 2)
    start = min(max(likeliest, first), last)
    odds = _Odds(population, marked, drawn)
    top = exp(
        log_choose(marked, start)
        + log_choose(population - marked, drawn - start)
        - log_choose(population, drawn)
    )
    above = _added(odds.next(x) for x in range(start, last))
    below = _added(1 / odds.next(x) for x in range(start - 1, first - 1, -1))
    return min(1.0, top * (1 + above + below))


@dataclass(frozen=True, slots=True)
class _Odds:
    """How the terms of a hypergeometric distribution go from one to the next."""

    population: int
    marked: int
    drawn: int

    def next(self, x: int) -> float:
        """P(X = x + 1) / P(X = x)."""
        unmarked_left = self.population - self.marked - self.drawn + x + 1
        return (self.marked - x) * (self.drawn - x) / ((x + 1) * unmarked_left)


def _added(factors: Iterable[float]) -> float:
    """The sum of the products of ever more factors, until they no longer count."""
    total, term = 0.0, 1.0
    for factor in factors:
        term *= factor
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return total
