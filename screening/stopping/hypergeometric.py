"""The upper tail of the hypergeometric distribution, to floating-point precision."""

from __future__ import annotations

from math import exp, lgamma


def log_choose(n: int, k: int) -> float:
    """The logarithm of the binomial coefficient; 0 <= k <= n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def upper_tail(at_least: int, *, population: int, marked: int, drawn: int) -> float:
    """P(X >= at_least) for the marked ones among ``drawn`` without replacement."""
    first = max(at_least, drawn + marked - population, 0)
    last = min(marked, drawn)
    if first > last:
        return 0.0
    term = exp(
        log_choose(marked, first)
        + log_choose(population - marked, drawn - first)
        - log_choose(population, drawn)
    )
    terms = [term]
    for x in range(first, last):
        term *= (marked - x) * (drawn - x)
        term /= (x + 1) * (population - marked - drawn + x + 1)
        terms.append(term)
    return min(1.0, sum(sorted(terms)))
