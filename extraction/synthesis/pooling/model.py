"""Inverse-variance pooling of any effects: common effect, random effects, heterogeneity.

Sources: Cochran 1954 (Q); Higgins & Thompson 2002 (I2 and its interval); Hartung & Knapp 2001 and
Sidik & Jonkman 2002 (interval by t); Higgins, Thompson & Spiegelhalter 2009 (prediction).
"""

from __future__ import annotations

from math import exp, log, sqrt

from scipy.stats import chi2, norm
from scipy.stats import t as student

from extraction.synthesis.pooling.tau2 import (
    Array,
    estimate_tau2,
    generalised_q,
    tau2_bounds,
    weight_pairs,
)
from extraction.synthesis.pooling.types import (
    Bounds,
    Estimate,
    Heterogeneity,
    Model,
    Tau2Method,
)


def weighted_mean(
    effects: Array, variances: Array, weights: Array, level: float = 0.95
) -> Estimate:
    """The mean by any weights, with its normal (Wald) interval.

    Its variance is that of a weighted sum of independent effects; with weights 1 / variance it
    is 1 / their sum.
    """
    shares = weights / weights.sum()
    return _estimate(float(shares @ effects), sqrt(float(shares**2 @ variances)), _normal(level))


def pool_effects(
    effects: Array, variances: Array, method: Tau2Method, level: float = 0.95
) -> Model:
    """Pool effects with known variances, all on one scale; k >= 2, variances above 0.

    The prediction interval is mean +- quantile * sqrt(se2 + tau2): with the normal quantile for
    Wald, with t of k - 1 degrees of freedom for Hartung-Knapp.
    """
    heterogeneity = _heterogeneity(effects, variances, method, level)
    inverse, inflated = 1 / variances, variances + heterogeneity.tau2
    weights = 1 / inflated
    wald = weighted_mean(effects, inflated, weights, level)
    by_t = _hartung_knapp(effects, weights, level)
    t_quantile = float(student.ppf((1 + level) / 2, len(effects) - 1))
    return Model(
        common=weighted_mean(effects, variances, inverse, level),
        wald=wald,
        hartung_knapp=by_t,
        prediction_wald=_prediction(wald, heterogeneity.tau2, _normal(level)),
        prediction_hartung_knapp=_prediction(by_t, heterogeneity.tau2, t_quantile),
        heterogeneity=heterogeneity,
        weights_common=tuple((inverse / inverse.sum()).tolist()),
        weights_random=tuple((weights / weights.sum()).tolist()),
    )


def _normal(level: float) -> float:
    return float(norm.ppf((1 + level) / 2))


def _estimate(value: float, se: float, quantile: float) -> Estimate:
    return Estimate(value=value, se=se, low=value - quantile * se, high=value + quantile * se)


def _hartung_knapp(effects: Array, weights: Array, level: float) -> Estimate:
    df = len(effects) - 1
    mean = float(weights @ effects / weights.sum())
    spread = float(weights @ (effects - mean) ** 2 / (df * weights.sum()))
    return _estimate(mean, sqrt(spread), float(student.ppf((1 + level) / 2, df)))


def _prediction(mean: Estimate, tau2: float, quantile: float) -> Bounds:
    reach = quantile * sqrt(mean.se**2 + tau2)
    return Bounds(low=mean.value - reach, high=mean.value + reach)


def _heterogeneity(
    effects: Array, variances: Array, method: Tau2Method, level: float
) -> Heterogeneity:
    q, df = generalised_q(effects, variances), len(effects) - 1
    tau2 = estimate_tau2(effects, variances, method)
    bounds = tau2_bounds(effects, variances, level)
    typical = typical_variance(variances)
    return Heterogeneity(
        q=q,
        df=df,
        p=float(chi2.sf(q, df)),
        i2_q=max(0.0, (q - df) / q) if q else 0.0,
        i2_q_bounds=i2_bounds(q, df, level),
        tau2=tau2,
        tau2_bounds=bounds,
        i2_tau2=tau2 / (tau2 + typical),
        i2_tau2_bounds=Bounds(
            low=bounds.low / (bounds.low + typical), high=bounds.high / (bounds.high + typical)
        ),
    )


def typical_variance(variances: Array) -> float:
    """The variance of a typical study (Higgins & Thompson 2002, equation 9)."""
    weights = 1 / variances
    return (len(variances) - 1) * float(weights.sum()) / weight_pairs(weights)


def i2_bounds(q: float, df: int, level: float) -> Bounds | None:
    """The test-based interval by the logarithm of H = sqrt(Q / df); none for two alike studies."""
    k = df + 1
    if q > k:
        se = 0.5 * (log(q) - log(df)) / (sqrt(2 * q) - sqrt(2 * k - 3))
    elif k > 2:
        se = sqrt(1 / (2 * (k - 2)) * (1 - 1 / (3 * (k - 2) ** 2)))
    else:
        return None
    centre, reach = 0.5 * log(max(q / df, 1.0)), _normal(level) * se
    low, high = (max(0.0, 1 - exp(-2 * (centre + sign * reach))) for sign in (-1, 1))
    return Bounds(low=low, high=high)
