"""Pooled effects against published values: CLASP, BCG, and what holds of any numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.synthesis.pooling.model import i2_bounds, pool_effects, typical_variance
from extraction.synthesis.pooling.tau2 import estimate_tau2, generalised_q, tau2_bounds
from extraction.synthesis.pooling.types import Tau2Method
from tests.extraction.synthesis.pooling.published import bcg, clasp


@pytest.mark.parametrize(
    ("method", "tau", "mean", "se"),
    [
        (Tau2Method.PAULE_MANDEL, 0.3681, -0.3811, 0.2060),
        (Tau2Method.DERSIMONIAN_LAIRD, 0.2323, -0.3240, 0.1540),
        (Tau2Method.HEDGES, 0.4410, -0.4035, 0.2327),
        (Tau2Method.REML, 0.1843, -0.2980, 0.1343),
    ],
)
def test_clasp_by_every_estimator(method: Tau2Method, tau: float, mean: float, se: float) -> None:
    found = pool_effects(*clasp(), method)
    assert found.heterogeneity.tau2**0.5 == pytest.approx(tau, abs=5e-5)
    assert found.wald.value == pytest.approx(mean, abs=5e-5)
    assert found.wald.se == pytest.approx(se, abs=5e-5)


def test_bcg_by_reml() -> None:
    found = pool_effects(*bcg(), Tau2Method.REML)
    wald, by_t, between = found.wald, found.hartung_knapp, found.heterogeneity
    assert (wald.value, wald.se) == pytest.approx((-0.7145, 0.1798), abs=5e-5)
    assert (wald.low, wald.high) == pytest.approx((-1.0669, -0.3622), abs=5e-5)
    assert (by_t.low, by_t.high) == pytest.approx((-1.1084, -0.3206), abs=5e-5)
    assert (between.tau2, between.q) == pytest.approx((0.3132, 152.2330), abs=5e-5)


def test_the_two_kinds_of_i2_differ_and_are_named() -> None:
    between = pool_effects(*bcg(), Tau2Method.REML).heterogeneity
    assert (between.i2_q, between.i2_tau2) == pytest.approx((0.9212, 0.9222), abs=5e-5)
    bounds = between.tau2_bounds
    assert (bounds.low, bounds.high) == pytest.approx((0.1197, 1.1115), abs=5e-5)
    shares = between.i2_tau2_bounds
    assert (shares.low, shares.high) == pytest.approx((0.8192, 0.9768), abs=5e-5)


@pytest.mark.parametrize(
    ("method", "tau2"),
    [(Tau2Method.DERSIMONIAN_LAIRD, 0.3088), (Tau2Method.PAULE_MANDEL, 0.3181)],
)
def test_bcg_by_moments(method: Tau2Method, tau2: float) -> None:
    assert estimate_tau2(*bcg(), method) == pytest.approx(tau2, abs=5e-5)


def test_with_dersimonian_laird_both_i2_are_one() -> None:
    between = pool_effects(*bcg(), Tau2Method.DERSIMONIAN_LAIRD).heterogeneity
    assert between.i2_q == pytest.approx(between.i2_tau2)


def test_the_interval_of_i2_is_the_published_formula() -> None:
    """H = sqrt(Q / df) and its interval, worked by hand for Q = 20, k = 10 and Q = 6, k = 10."""
    wide = i2_bounds(20.0, 9, 0.95)
    # ln H = 0.399254; se = 0.5 * (ln 20 - ln 9) / (sqrt 40 - sqrt 17) = 0.181359
    assert wide is not None
    assert (wide.low, wide.high) == pytest.approx((0.0839, 0.7790), abs=5e-5)
    none = i2_bounds(6.0, 9, 0.95)
    # H is 1 at least; se = sqrt(1/16 * (1 - 1/192)) = 0.249348
    assert none is not None
    assert (none.low, none.high) == pytest.approx((0.0, 0.6237), abs=5e-5)
    assert i2_bounds(0.5, 1, 0.95) is None


@pytest.mark.parametrize("method", list(Tau2Method))
def test_alike_studies_have_no_variance_between(method: Tau2Method) -> None:
    found = pool_effects(np.full(5, 0.3), np.linspace(0.01, 0.05, 5), method)
    between = found.heterogeneity
    assert (between.tau2, between.i2_q, between.i2_tau2, between.tau2_bounds.low) == (0, 0, 0, 0)
    assert found.wald == found.common


EFFECTS = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=2, max_size=12)


@settings(max_examples=30, deadline=None)
@given(EFFECTS, st.sampled_from(list(Tau2Method)), st.floats(-5, 5))
def test_a_shift_of_all_effects_shifts_the_mean_alone(
    rows: list[tuple[float, float]], method: Tau2Method, shift: float
) -> None:
    effects, variances = (np.array(column) for column in zip(*rows, strict=True))
    here = pool_effects(effects, variances, method)
    there = pool_effects(effects + shift, variances, method)
    assert there.wald.value == pytest.approx(here.wald.value + shift, abs=1e-4)
    assert there.heterogeneity.q == pytest.approx(here.heterogeneity.q, abs=1e-6)
    assert here.heterogeneity.tau2 >= 0
    assert sum(here.weights_random) == pytest.approx(1)


@settings(max_examples=30, deadline=None)
@given(EFFECTS)
def test_paule_mandel_makes_q_its_degrees_of_freedom(rows: list[tuple[float, float]]) -> None:
    effects, variances = (np.array(column) for column in zip(*rows, strict=True))
    tau2 = estimate_tau2(effects, variances, Tau2Method.PAULE_MANDEL)
    q = generalised_q(effects, variances, tau2)
    assert q <= len(effects) - 1 + 1e-6
    if tau2 > 0:
        assert q == pytest.approx(len(effects) - 1, abs=1e-6)
        assert tau2_bounds(effects, variances, 0.95).high > tau2


def test_the_typical_variance_of_equal_variances_is_theirs() -> None:
    assert typical_variance(np.full(4, 0.2)) == pytest.approx(0.2)


def test_a_study_that_dwarfs_the_others_is_pooled_all_the_same() -> None:
    found = pool_effects(np.array([0.1, 0.5]), np.array([1e-20, 0.1]), Tau2Method.REML)
    assert found.common.value == pytest.approx(0.1)
    assert found.heterogeneity.i2_tau2 == pytest.approx(0.375, abs=1e-4)
