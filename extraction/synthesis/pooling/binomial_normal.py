"""The binomial-normal model: events are binomial, logits normal between studies (a GLMM).

No transform of single studies and no continuity correction; advised for sparse data (Stijnen,
Hamza & Ozdemir 2010; Schwarzer et al. 2019). Maximum likelihood by adaptive Gauss-Hermite
quadrature.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from scipy.stats import norm

from extraction.synthesis.pooling.tau2 import Array
from extraction.synthesis.pooling.types import BinomialNormal

_NODES = 61
_NEWTON_STEPS = 30
_NO_VARIANCE = 1e-4
_NO_BOUND = 10.0


def binomial_normal(events: Array, totals: Array, level: float = 0.95) -> BinomialNormal | None:
    """Fit the model to two or more studies; None where it has no stable fit.

    It has none where no or all people had the event, and where studies with none and with all
    events leave tau without a bound. The se of the mean follows from the observed information
    about mean and tau together; where tau is 0, from that of one binomial sample.
    """
    if not 0 < events.sum() < totals.sum():
        return None
    share = events.sum() / totals.sum()
    start = np.array([np.log(share / (1 - share)), 0.5])

    def loss(at: Array) -> float:
        return -log_likelihood(float(at[0]), abs(float(at[1])), events, totals)

    options = {"xatol": 1e-7, "fatol": 1e-10, "maxiter": 400}
    found = minimize(loss, start, method="Nelder-Mead", options=options).x
    mean, tau = float(found[0]), abs(float(found[1]))
    if tau < _NO_VARIANCE:
        one_sample = 1 / (totals.sum() * share * (1 - share))
        return _fitted(float(start[0]), sqrt(float(one_sample)), 0.0, level)
    if tau > _NO_BOUND:
        return None
    bend = _curvature(loss, np.array([mean, tau]))
    if bend[0, 0] <= 0 or np.linalg.det(bend) <= 0:
        return None
    return _fitted(mean, sqrt(float(np.linalg.inv(bend)[0, 0])), tau, level)


def _fitted(mean: float, se: float, tau: float, level: float) -> BinomialNormal:
    reach = float(norm.ppf((1 + level) / 2)) * se
    return BinomialNormal(
        logit=mean,
        se=se,
        tau2=tau**2,
        value=float(expit(mean)),
        low=float(expit(mean - reach)),
        high=float(expit(mean + reach)),
    )


def log_likelihood(mean: float, tau: float, events: Array, totals: Array) -> float:
    """The log-likelihood of mean logit and tau, but for the binomial coefficients."""
    nodes, weights = np.polynomial.hermite.hermgauss(_NODES)
    mode, width = _modes(mean, tau, events, totals)
    points = mode[:, None] + np.sqrt(2) * width[:, None] * nodes
    logits = mean + tau * points
    # Apart, so that nothing cancels out where nearly all of millions had the event.
    had = events[:, None] * np.logaddexp(0, -logits)
    had_not = (totals - events)[:, None] * np.logaddexp(0, logits)
    log_joint = -had - had_not - points**2 / 2
    parts = logsumexp(log_joint + nodes**2, b=weights, axis=1)
    return float((parts + np.log(width) - 0.5 * np.log(np.pi)).sum())


def _modes(mean: float, tau: float, events: Array, totals: Array) -> tuple[Array, Array]:
    """Where each study's deviate is most likely, and how wide; Newton with steps kept short."""
    at = np.zeros(len(events))
    for _ in range(_NEWTON_STEPS):
        shares = expit(mean + tau * at)
        slope = tau * (events - totals * shares) - at
        bend = tau**2 * totals * shares * (1 - shares) + 1
        longest = 2 / max(tau, 1.0)
        at = at + np.clip(slope / bend, -longest, longest)
    shares = expit(mean + tau * at)
    return at, 1 / np.sqrt(tau**2 * totals * shares * (1 - shares) + 1)


def _curvature(loss: Callable[[Array], float], at: Array, step: float = 1e-3) -> Array:
    """The second derivatives by central differences."""
    size = len(at)
    unit = step * np.eye(size)
    return np.array(
        [
            [
                sum(
                    one * two * loss(at + one * unit[row] + two * unit[column])
                    for one in (1, -1)
                    for two in (1, -1)
                )
                / (4 * step**2)
                for column in range(size)
            ]
            for row in range(size)
        ]
    )
