"""What several runs say together: intervals over seeds, and two rankers over many sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from random import Random
from statistics import fmean, stdev

_EXACT_UP_TO = 60
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean of ``count`` values between its bounds; a single value has none."""

    mean: float
    low: float | None
    high: float | None
    count: int


def t_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Mean and Student's t interval: mean +- t(n - 1) * s / sqrt(n).

    Over seeds of one set: how far the choice of known records moves the mean. It says nothing of
    other sets.

    Raises:
        ValueError: there is no value.
    """
    if not values:
        raise ValueError("an interval needs a value")
    mean, count = fmean(values), len(values)
    if count == 1:
        return Interval(mean=mean, low=None, high=None, count=1)
    from scipy.special import stdtrit

    half = float(stdtrit(count - 1, (1 + confidence) / 2)) * stdev(values) / count**0.5
    return Interval(mean=mean, low=mean - half, high=mean + half, count=count)


def bootstrap_interval(
    values: Sequence[float], *, seed: int = 0, rounds: int = 10_000, confidence: float = 0.95
) -> Interval:
    """Mean and percentile bootstrap interval (Efron and Tibshirani 1993): draws with replacement.

    Over sets: how far the choice of sets moves the mean.

    Raises:
        ValueError: there is no value.
    """
    if not values:
        raise ValueError("an interval needs a value")
    if len(values) == 1:
        return Interval(mean=values[0], low=None, high=None, count=1)
    chance = Random(seed)  # noqa: S311 - draws for statistics, not for secrets
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(rounds))
    tail = (1 - confidence) / 2
    low, high = means[int(tail * rounds)], means[min(int((1 - tail) * rounds), rounds - 1)]
    return Interval(mean=fmean(values), low=low, high=high, count=len(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """One ranker against another, set by set.

    ``wins`` counts the sets where the first value is lower by more than the tolerance; ``p`` is
    the two-sided Wilcoxon signed-rank probability, None if all pairs are equal.
    """

    wins: int
    ties: int
    losses: int
    difference: float
    p: float | None


def paired(ours: Sequence[float], theirs: Sequence[float], *, tolerance: float = 0.0005) -> Paired:
    """Compare two rows of values, one pair per set, lower being better.

    Raises:
        ValueError: the rows differ in length or are empty.
    """
    if len(ours) != len(theirs) or not ours:
        raise ValueError("a paired comparison needs as many values of the one as of the other")
    gaps = [one - other for one, other in zip(ours, theirs, strict=True)]
    return Paired(
        wins=sum(gap < -tolerance for gap in gaps),
        ties=sum(abs(gap) <= tolerance for gap in gaps),
        losses=sum(gap > tolerance for gap in gaps),
        difference=fmean(gaps),
        p=wilcoxon(gaps),
    )


def wilcoxon(gaps: Sequence[float]) -> float | None:
    """Two-sided probability of the signed-rank test (Wilcoxon 1945); None if all gaps are zero.

    Zeros are left out, equal sizes share their mean rank. Exact up to 60 gaps (the distribution
    of the rank sum is counted, with ties as they are); above, the normal approximation with
    correction for ties and continuity.
    """
    sizes = sorted(abs(gap) for gap in gaps if abs(gap) > _NOTHING)
    if not sizes:
        return None
    doubled = _doubled_ranks(sizes)
    twice = sum(doubled[_place(sizes, gap)] for gap in gaps if gap > _NOTHING)
    smaller = min(twice, sum(doubled) - twice)
    return _exact(doubled, smaller) if len(sizes) <= _EXACT_UP_TO else _normal(doubled, smaller)


def _place(sizes: Sequence[float], gap: float) -> int:
    return sizes.index(abs(gap))


def _doubled_ranks(sizes: Sequence[float]) -> list[int]:
    """Twice the mean rank of each of the ascending sizes: whole numbers."""
    firsts = {size: place for place, size in reversed(list(enumerate(sizes, start=1)))}
    lasts = {size: place for place, size in enumerate(sizes, start=1)}
    return [firsts[size] + lasts[size] for size in sizes]


def _exact(doubled: Sequence[int], smaller: int) -> float:
    ways = [1] + [0] * sum(doubled)
    for rank in doubled:
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    return float(min(1.0, 2 * sum(ways[: smaller + 1]) / 2 ** len(doubled)))


def _normal(doubled: Sequence[int], smaller: int) -> float:
    mean = sum(doubled) / 4
    spread = (sum(rank * rank for rank in doubled) / 16) ** 0.5
    distance = (mean - smaller / 2 - 0.5) / spread
    return erfc(max(distance, 0.0) / sqrt(2))  # two tails; a cdf near 1 would make them 0
