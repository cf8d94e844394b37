"""Confidence intervals: normal, Student's t, Wilson's score, and records drawn again by a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist

from screening.agreement.types import Coefficient, Estimate, Interval, Measure, Sampling

Statistic = Callable[[Sequence[int]], float | None]

# An error below this is rounding, not width.
_NO_WIDTH = 1e-9
# With more draws than this share without a value, the others say little.
_MOST_UNDEFINED = 0.05

_FLAT = "No interval: the formula's standard error is zero in a table like this."
_SAME = "No interval: records drawn again give the same value every time."
_FEW = "No interval: a single record gives none."


def normal(measure: Measure, found: Estimate, sampling: Sampling, method: str) -> Coefficient:
    """Value and value ± z times its error."""
    reach = NormalDist().inv_cdf((1 + sampling.confidence) / 2)
    return _around(measure, found, reach, sampling, f"{method}, normal")


def student(
    measure: Measure, found: Estimate, records: int, sampling: Sampling, method: str
) -> Coefficient:
    """Value and value ± t times its error, with one degree of freedom less than records."""
    if records < 2:
        return Coefficient(measure=measure, value=found.value, note=found.note or _FEW)
    from scipy.special import stdtrit

    reach = float(stdtrit(records - 1, (1 + sampling.confidence) / 2))
    return _around(measure, found, reach, sampling, f"{method}, t with {records - 1} df")


def _around(
    measure: Measure, found: Estimate, reach: float, sampling: Sampling, method: str
) -> Coefficient:
    value, error, note = found.value, found.error, found.note
    if value is None or error is None or error < _NO_WIDTH:
        words = note if value is None else " ".join(part for part in (note, _FLAT) if part)
        return Coefficient(measure=measure, value=value, note=words)
    low, high = max(-1.0, value - reach * error), min(1.0, value + reach * error)
    interval = Interval(low=low, high=high, confidence=sampling.confidence, method=method)
    return Coefficient(measure=measure, value=value, interval=interval, note=note)


def wilson(measure: Measure, hits: int, of: int, sampling: Sampling, none: str) -> Coefficient:
    """A share with Wilson's score interval (1927, J Am Stat Assoc 22:209-212); never without width.

    ``none`` says why there is no value where ``of`` is zero.
    """
    if not of:
        return Coefficient(measure=measure, value=None, note=none)
    z = NormalDist().inv_cdf((1 + sampling.confidence) / 2)
    share = hits / of
    centre = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    reach = z * sqrt(share * (1 - share) / of + (z / (2 * of)) ** 2) / (1 + z**2 / of)
    interval = Interval(
        low=max(0.0, centre - reach) if hits else 0.0,
        high=min(1.0, centre + reach) if hits < of else 1.0,
        confidence=sampling.confidence,
        method="Wilson score",
    )
    return Coefficient(measure=measure, value=share, interval=interval)


def drawn_again(weights: Sequence[int], sampling: Sampling) -> list[list[int]]:
    """As many samples of all records, with replacement, as ``sampling`` says, in counts by kind."""
    total = sum(weights)
    if total < 2:
        return []
    import numpy as np

    shares = np.array(weights, dtype=float) / total
    rng = np.random.default_rng(sampling.seed)
    samples: list[list[int]] = rng.multinomial(total, shares, size=sampling.draws).tolist()
    return samples


def percentile(
    measure: Measure,
    statistic: Statistic,
    weights: Sequence[int],
    samples: list[list[int]],
    sampling: Sampling,
    none: str,
) -> Coefficient:
    """A value with the percentile interval of its values in samples drawn again.

    ``none`` says why there is no value where there is none.
    """
    value = statistic(weights) if any(weights) else None
    if value is None:
        return Coefficient(measure=measure, value=None, note=none)
    if not samples:
        return Coefficient(measure=measure, value=value, note=_FEW)
    made = sorted(at for at in map(statistic, samples) if at is not None)
    lost = len(samples) - len(made)
    if lost > _MOST_UNDEFINED * len(samples):
        note = f"No interval: undefined in {lost:,} of {len(samples):,} draws of the records."
        return Coefficient(measure=measure, value=value, note=note)
    if made[-1] - made[0] < _NO_WIDTH:
        return Coefficient(measure=measure, value=value, note=_SAME)
    left_out = f", {lost} without a value left out" if lost else ""
    interval = Interval(
        low=_quantile(made, (1 - sampling.confidence) / 2),
        high=_quantile(made, (1 + sampling.confidence) / 2),
        confidence=sampling.confidence,
        method=f"bootstrap over records, {len(samples):,} draws, seed {sampling.seed}{left_out}",
    )
    return Coefficient(measure=measure, value=value, interval=interval)


def _quantile(made: list[float], share: float) -> float:
    """Between the two nearest order statistics."""
    place = share * (len(made) - 1)
    below = int(place)
    above = min(below + 1, len(made) - 1)
    return made[below] + (place - below) * (made[above] - made[below])
