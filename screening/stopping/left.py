"""How many relevant records are left among the unread, with an interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, log, log1p

from screening.stopping.evidence import Evidence
from screening.stopping.history import History, Target
from screening.stopping.hypergeometric import log_choose

_RECENT = 50
_NEGLIGIBLE = 30.0


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
    logs = _until_negligible(evidence)
    weights = [exp(value - max(logs)) for value in logs]
    mean = sum(n * weight for n, weight in enumerate(weights)) / sum(weights)
    high = evidence.most(target) - history.found
    return Left(estimate=min(mean, high), low=0, high=high, guaranteed=True)


def _until_negligible(evidence: Evidence) -> list[float]:
    """The log-likelihoods from the number found upwards; concave, so what follows is less."""
    history, logs, best = evidence.history, list[float](), float("-inf")
    for total in range(history.found, history.found + history.unread + 1):
        logs.append(evidence.log_likelihood(total))
        best = max(best, logs[-1])
        if logs[-1] < best - _NEGLIGIBLE:
            break
    return logs


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
    return total
