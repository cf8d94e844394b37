"""Pooling held to scipy and to other ways of working it out, with up to billions of people."""

from __future__ import annotations

from math import isfinite, log, sqrt

import numpy as np
import pytest
from scipy.special import betainc, expit, logit
from scipy.stats import beta

from extraction.synthesis.pooling.binomial_normal import binomial_normal, log_likelihood
from extraction.synthesis.pooling.model import pool_effects
from extraction.synthesis.pooling.proportions import exact_bounds, pool_proportions
from extraction.synthesis.pooling.scales import from_scale, to_scale
from extraction.synthesis.pooling.tau2 import Array, estimate_tau2, generalised_q, tau2_bounds
from extraction.synthesis.pooling.types import Study, Tau2Method, Transform

MANY = 10_000_000


def _effects(studies: int) -> tuple[Array, Array]:
    chance = np.random.default_rng(studies)
    return chance.normal(0, 1.5, studies), chance.uniform(0.5, 2, studies)


@pytest.mark.parametrize("unit", [1e-10, 1e-6, 1e6])
@pytest.mark.parametrize("studies", [2, 5, 500])
@pytest.mark.parametrize("method", list(Tau2Method))
def test_tau2_does_not_depend_on_the_unit(method: Tau2Method, studies: int, unit: float) -> None:
    """On the raw scale, rare events have variances of 1e-14: an absolute tolerance broke there."""
    effects, variances = _effects(studies)
    here = estimate_tau2(effects, variances, method)
    there = estimate_tau2(effects * unit, variances * unit**2, method)
    assert there / unit**2 == pytest.approx(here, rel=1e-6, abs=1e-6)
    bounds = tau2_bounds(effects, variances, 0.95)
    scaled = tau2_bounds(effects * unit, variances * unit**2, 0.95)
    ends = (scaled.low / unit**2, scaled.high / unit**2)
    assert ends == pytest.approx((bounds.low, bounds.high), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("studies", [3, 30, 500])
def test_reml_is_a_summit_of_the_restricted_likelihood(studies: int) -> None:
    """There the score is nothing (Viechtbauer 2005): worked out, not searched for."""
    effects, variances = _effects(studies)
    tau2 = estimate_tau2(effects, variances, Tau2Method.REML)
    weights = 1 / (variances + tau2)
    mean = weights @ effects / weights.sum()
    squares = weights**2 @ (effects - mean) ** 2
    score = squares - weights.sum() + weights**2 @ np.ones(studies) / weights.sum()
    assert tau2 > 0
    assert score / weights.sum() == pytest.approx(0, abs=1e-5)


def test_paule_mandel_where_a_few_of_millions_had_no_event() -> None:
    others = np.array([12.0, 31, 19, 44, 25, 28])
    effects, variances = to_scale(MANY - others, np.full(6, float(MANY)), Transform.RAW)
    tau2 = estimate_tau2(effects, variances, Tau2Method.PAULE_MANDEL)
    assert 0 < tau2 < 1e-11
    assert generalised_q(effects, variances, tau2) == pytest.approx(5, rel=1e-9)


@pytest.mark.parametrize("total", [1, 1_000, MANY, 5_000_000_000])
@pytest.mark.parametrize("share", [0.0, 1e-9, 0.001, 0.5, 0.999, 1.0])
def test_the_exact_interval_leaves_its_tails(total: int, share: float) -> None:
    events = round(total * share)
    found = exact_bounds(events, total)
    if events:
        below = beta.sf(found.low, events, total - events + 1)
        assert below == pytest.approx(0.975, abs=1e-6)
    if events < total:
        assert betainc(events + 1, total - events, found.high) == pytest.approx(0.975, abs=1e-6)
    assert 0 <= found.low <= events / total <= found.high <= 1


@pytest.mark.parametrize("transform", list(Transform))
@pytest.mark.parametrize("events", [0, 1, 1_000, MANY // 2, MANY - 1, MANY])
def test_every_scale_leads_back(transform: Transform, events: int) -> None:
    totals = np.full(3, float(MANY))
    effects, variances = to_scale(np.full(3, float(events)), totals, transform)
    back = from_scale(float(effects[0]), totals, transform)
    assert back == pytest.approx(events / MANY, rel=1e-6, abs=6e-8)
    assert (variances > 0).all()


EXTREMES = {
    "none": [(0, MANY)] * 3,
    "all": [(MANY, MANY)] * 3,
    "none and all": [(0, MANY), (MANY, MANY), (MANY, MANY)],
    "single people": [(0, 1), (1, 1)],
    "one giant": [(1, MANY), (0, 1), (0, 1), (0, 10)],
    "alike": [(5, 100)] * 6,
}


@pytest.mark.parametrize("rows", EXTREMES.values(), ids=EXTREMES)
@pytest.mark.parametrize("transform", list(Transform))
def test_nothing_pooled_is_beyond_its_range(
    rows: list[tuple[int, int]], transform: Transform
) -> None:
    events, totals = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    for method in Tau2Method:
        found = pool_effects(*to_scale(events, totals, transform), method)
        for at in (found.common, found.wald, found.hartung_knapp):
            back = [from_scale(end, totals, transform) for end in (at.low, at.value, at.high)]
            assert [0, *back, 1] == sorted([0, *back, 1])
        between = found.heterogeneity
        assert all(map(isfinite, (between.q, between.p, between.tau2, between.tau2_bounds.high)))


@pytest.mark.parametrize("events", [0, MANY])
def test_a_whole_report_of_none_or_all_events(events: int) -> None:
    studies = [Study(name=str(n), events=events, total=MANY) for n in range(3)]
    found = pool_proportions(studies)
    assert found.binomial_normal is None
    assert found.random.value == pytest.approx(events / MANY, abs=1e-7)
    assert found.crude.value == events / MANY


def test_five_hundred_large_studies_are_pooled_by_the_formulas() -> None:
    effects, variances = _effects(500)
    found = pool_effects(effects, variances, Tau2Method.DERSIMONIAN_LAIRD)
    inverse = 1 / variances
    q = inverse @ effects**2 - (inverse @ effects) ** 2 / inverse.sum()
    tau2 = (q - 499) / (inverse.sum() - inverse @ inverse / inverse.sum())
    weights = 1 / (variances + tau2)
    assert found.heterogeneity.tau2 == pytest.approx(tau2)
    assert found.wald.value == pytest.approx(weights @ effects / weights.sum())
    assert found.wald.se == pytest.approx(1 / sqrt(weights.sum()))


@pytest.mark.parametrize(("mean", "tau"), [(0.0, 0.5), (-3.0, 2.0), (-14.0, 1.0), (9.0, 4.0)])
@pytest.mark.parametrize("events", [0, 3, 5_000_000, MANY - 3])
def test_the_likelihood_of_large_studies_is_its_integral(
    events: int, mean: float, tau: float
) -> None:
    at = np.linspace(-60, 60, 100_001)
    narrow = np.linspace(-1e-2, 1e-2, 100_001)
    if 3 < events < MANY - 3:  # so many people leave a peak far narrower than the steps
        at = (logit(events / MANY) - mean) / tau + narrow
    logits = mean + tau * at
    joint = -events * np.logaddexp(0, -logits) - (MANY - events) * np.logaddexp(0, logits)
    joint -= at**2 / 2
    area = np.trapezoid(np.exp(joint - joint.max()), at) / sqrt(2 * np.pi)
    found = log_likelihood(mean, tau, np.array([float(events)]), np.array([float(MANY)]))
    assert found == pytest.approx(joint.max() + log(area), rel=1e-9, abs=1e-4)


def test_the_binomial_normal_model_of_large_studies_mirrors_itself() -> None:
    chance = np.random.default_rng(1)
    totals = np.full(10, float(MANY))
    others = chance.binomial(MANY, expit(chance.normal(-13, 0.7, 10))).astype(float)
    rare = binomial_normal(others, totals)
    usual = binomial_normal(totals - others, totals)
    assert rare is not None
    assert usual is not None
    assert (usual.logit, usual.tau2) == pytest.approx((-rare.logit, rare.tau2), rel=1e-5)
    assert usual.se == pytest.approx(rare.se, rel=1e-4)
