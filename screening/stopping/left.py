"""How many relevant records are left among the unread, with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, log, log1p

from screening.stopping.evidence import Evidence
from screening.stopping.history import History, Target
from screening.stopping.hypergeometric import log_choose

_RECENT = 50
_NEGLIGIBLE = 18.0
# More totals than this are taken in blocks, each by its middle.
_BLOCKS = 500
# Terms of a tail below this share of it are less than rounding.
_ROUNDING = 1e-20


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An estimate between ``low`` and ``high``; ``guaranteed`` if random draws stand behind it.

    Guaranteed, ``high`` holds at the confidence at all times at once, for any ranking.
    Otherwise it assumes that unread records are no more often relevant than those read last.
    """

    estimate: float
    low: int
    high: int
    guaranteed: bool


def relevant_left(history: History, target: Target | None = None) -> Left:
    """Estimate the relevant records among the unread.

    With random draws: the mean of the likelihood over all totals, and the bound of the betting
    test. Without: the rate of the records read last, falling evenly to nothing, and the one-sided
    Clopper-Pearson bound of that rate.
    """
    target = target or Target()
    if not history.draws:
        return _by_trend(history, target)
    evidence = Evidence(history)
    high = evidence.most(target) - history.found
    return Left(estimate=min(_mean_left(evidence), high), low=0, high=high, guaranteed=True)


def _mean_left(evidence: Evidence) -> float:
    """The mean of the likelihood over all totals, less the number found."""
    found, likeliest = evidence.history.found, _likeliest(evidence)
    best = evidence.log_likelihood(likeliest)
    low, high = _edges(evidence, likeliest, best - _NEGLIGIBLE)
    stride = (high - low) // _BLOCKS // 2 * 2 + 1  # odd, so that a block has a middle
    sums = weights = 0.0
    for start in range(low, high + 1, stride):
        end = min(start + stride, high + 1)
        middle = (start + end - 1) // 2
        weight = (end - start) * exp(evidence.log_likelihood(middle) - best)
        sums += weight * ((start + end - 1) / 2 - found)
        weights += weight
    return sums / weights


def _likeliest(evidence: Evidence) -> int:
    """The total of the greatest likelihood, which is concave in it."""
    low, high = evidence.history.found, evidence.history.found + evidence.history.unread
    while low < high:
        middle = (low + high) // 2
        if evidence.log_likelihood(middle) < evidence.log_likelihood(middle + 1):
            low = middle + 1
        else:
            high = middle
    return low


def _edges(evidence: Evidence, likeliest: int, least: float) -> tuple[int, int]:
    """The first and the last total whose log-likelihood is ``least`` or more."""
    low, first = evidence.history.found, likeliest
    while low < first:
        middle = (low + first) // 2
        if evidence.log_likelihood(middle) >= least:
            first = middle
        else:
            low = middle + 1
    last, high = likeliest, evidence.history.found + evidence.history.unread
    while last < high:
        middle = (last + high + 1) // 2
        if evidence.log_likelihood(middle) >= least:
            last = middle
        else:
            high = middle - 1
    return first, last


def _by_trend(history: History, target: Target) -> Left:
    recent = history.relevant[-max(_RECENT, history.screened // 10) :]
    if not recent:
        return Left(estimate=history.unread / 2, low=0, high=history.unread, guaranteed=False)
    hits = sum(recent)
    high = ceil(_rate_bound(hits, len(recent), target.risk) * history.unread)
    estimate = history.unread * hits / len(recent) / 2
    return Left(estimate=estimate, low=0, high=min(high, history.unread), guaranteed=False)


def _rate_bound(hits: int, n: int, risk: float) -> float:
    """The largest rate at which so few hits in n are not rarer than the risk (Clopper-Pearson)."""
    low, high = hits / n, 1.0
    for _ in range(50):
        rate = (low + high) / 2
        low, high = (rate, high) if _few(hits, n, rate) > risk else (low, rate)
    return high


def _few(hits: int, n: int, rate: float) -> float:
    """P(X <= hits) for a binomial X, whose rate is above hits / n.

    From the likeliest term down: that of no hit at all may be too small for a float.
    """
    if rate >= 1:
        return float(hits >= n)
    term = exp(log_choose(n, hits) + hits * log(rate) + (n - hits) * log1p(-rate))
    total = term
    for x in range(hits, 0, -1):
        term *= x / (n - x + 1) * (1 - rate) / rate
        total += term
        if term < total * _ROUNDING:
            break
    return total
