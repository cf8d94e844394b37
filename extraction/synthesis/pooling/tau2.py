"""The variance between studies: DerSimonian-Laird, Paule-Mandel, REML, Hedges; and its interval.

Effects and variances are arrays of one length k >= 2 on one scale. Sources: DerSimonian & Laird
1986; DerSimonian & Kacker 2007 (Paule-Mandel, Hedges); Viechtbauer 2005 (REML) and 2007
(Q-profile interval).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2

from extraction.synthesis.pooling.types import Bounds, Tau2Method

Array = NDArray[np.float64]

# Of the smallest variance: on the raw scale of rare events variances are of 1e-14 and less.
_EXACT = 1e-9
_STEPS = 1000
_GRID = 200


def estimate_tau2(effects: Array, variances: Array, method: Tau2Method) -> float:
    """The variance between studies, never below 0."""
    return _ESTIMATORS[method](effects, variances)


def generalised_q(effects: Array, variances: Array, tau2: float = 0.0) -> float:
    """Cochran's Q at a given variance between studies: the weighted squares about the mean."""
    weights = 1 / (variances + tau2)
    mean = weights @ effects / weights.sum()
    return float(weights @ (effects - mean) ** 2)


def tau2_bounds(effects: Array, variances: Array, level: float) -> Bounds:
    """The Q-profile interval: all tau2 whose Q is no outlier of chi-square with k - 1."""
    df = len(effects) - 1
    tail = (1 - level) / 2
    return Bounds(
        low=_where_q_is(float(chi2.ppf(1 - tail, df)), effects, variances),
        high=_where_q_is(float(chi2.ppf(tail, df)), effects, variances),
    )


def _where_q_is(wanted: float, effects: Array, variances: Array) -> float:
    """The tau2 at which the falling function Q has a value; 0 if it starts below."""

    def above(tau2: float) -> float:
        return generalised_q(effects, variances, tau2) - wanted

    if above(0.0) <= 0:
        return 0.0
    high = float(variances.max()) + float(np.ptp(effects)) ** 2
    while above(high) > 0:
        high *= 4
    near = _EXACT * float(variances.min())
    return float(brentq(above, 0.0, high, xtol=near, rtol=1e-14, maxiter=_STEPS))


def _paule_mandel(effects: Array, variances: Array) -> float:
    return _where_q_is(len(effects) - 1, effects, variances)


def _dersimonian_laird(effects: Array, variances: Array) -> float:
    weights = 1 / variances
    scale = weight_pairs(weights) / weights.sum()
    return max(0.0, float((generalised_q(effects, variances) - len(effects) + 1) / scale))


def weight_pairs(weights: Array) -> float:
    """The square of the sum less the sum of squares, exact where one weight dwarfs the others."""
    others = weights @ (1 - np.eye(len(weights)))
    return float(weights @ others)


def _hedges(effects: Array, variances: Array) -> float:
    return max(0.0, float(effects.var(ddof=1) - variances.mean()))


def _reml(effects: Array, variances: Array) -> float:
    """The highest point of the restricted likelihood: found on a grid, then made exact.

    The grid guards against a second, lower summit.
    """

    def loss(tau2: float) -> float:
        total = variances + tau2
        weights = 1 / total
        return float(
            np.log(total).sum() + np.log(weights.sum()) + generalised_q(effects, variances, tau2)
        )  # minus twice the restricted log-likelihood

    high = 4 * float(np.ptp(effects)) ** 2 + float(np.median(variances))
    grid = np.concatenate([[0.0], np.geomspace(high * 1e-9, high, _GRID)])
    best = int(np.argmin([loss(at) for at in grid]))
    low, up = grid[max(best - 1, 0)], grid[min(best + 1, _GRID)]
    near = {"xatol": _EXACT * float(variances.min()), "maxiter": _STEPS}
    found = float(minimize_scalar(loss, bounds=(low, up), method="bounded", options=near).x)
    return found if loss(found) < loss(0.0) else 0.0


_ESTIMATORS: dict[Tau2Method, Callable[[Array, Array], float]] = {
    Tau2Method.REML: _reml,
    Tau2Method.DERSIMONIAN_LAIRD: _dersimonian_laird,
    Tau2Method.PAULE_MANDEL: _paule_mandel,
    Tau2Method.HEDGES: _hedges,
}
