"""Pooled proportions against published values: Miller, metafor, Pritz, Niel-Weise, de Bruin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.synthesis.pooling.binomial_normal import binomial_normal
from extraction.synthesis.pooling.model import pool_effects, weighted_mean
from extraction.synthesis.pooling.proportions import (
    crude_proportion,
    exact_bounds,
    pool_proportions,
)
from extraction.synthesis.pooling.scales import from_scale, to_scale
from extraction.synthesis.pooling.types import (
    BinomialNormal,
    Bounds,
    Estimate,
    IntervalMethod,
    Pooled,
    Study,
    Tau2Method,
    Transform,
)
from screening.errors import BadInput
from tests.extraction.synthesis.pooling.published import (
    DE_BRUIN,
    METAFOR,
    MILLER,
    NIEL_WEISE_CONTROL,
    NIEL_WEISE_TREATED,
    PRITZ,
    Counts,
    arrays,
    studies,
)

TO_4 = 5e-5


def _three(found: Estimate) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def _two(found: Bounds | Estimate) -> tuple[float, float]:
    return found.low, found.high


def _pritz(
    transform: Transform = Transform.LOGIT,
    tau2: Tau2Method = Tau2Method.REML,
    interval: IntervalMethod = IntervalMethod.WALD,
) -> Pooled:
    return pool_proportions(studies(PRITZ), transform=transform, tau2=tau2, interval=interval)


def test_the_double_arcsine_of_miller() -> None:
    events, totals = arrays(MILLER)
    effects, variances = to_scale(events, totals, Transform.DOUBLE_ARCSINE)
    assert 2 * effects == pytest.approx([1.1391, 1.2888, 1.5253, 0.9515], abs=TO_4)
    assert 4 * variances == pytest.approx([0.0870, 0.0571, 0.0465, 0.1538], abs=TO_4)
    weighted = weighted_mean(effects, variances, 1 / variances).value
    assert 2 * weighted == pytest.approx(1.3093, abs=TO_4)
    assert from_scale(weighted, totals, Transform.DOUBLE_ARCSINE) == pytest.approx(0.3595, abs=TO_4)
    plain = float(effects.mean())
    assert 2 * plain == pytest.approx(1.2262, abs=TO_4)
    assert from_scale(plain, totals, Transform.DOUBLE_ARCSINE) == pytest.approx(0.3164, abs=TO_4)


def test_the_common_effect_by_double_arcsine() -> None:
    found = pool_proportions(studies(METAFOR), transform=Transform.DOUBLE_ARCSINE)
    assert _three(found.common) == pytest.approx((0.6886, 0.5734, 0.7943), abs=TO_4)
    assert "advised against" in found.notes[0]
    assert "harmonic mean" in found.back


def test_pritz_as_one_sample() -> None:
    found = crude_proportion(studies(PRITZ))
    assert (found.value, found.se) == pytest.approx((0.7546, 0.0224), abs=TO_4)
    reach = 1.959964 * found.se
    assert (found.value - reach, found.value + reach) == pytest.approx((0.7106, 0.7986), abs=TO_4)
    assert _two(found) == pytest.approx((0.7042, 0.8003), abs=TO_4)


def test_pritz_with_one_variance_for_all() -> None:
    events, totals = arrays(PRITZ)
    share = events.sum() / totals.sum()
    between = pool_effects(
        events / totals, share * (1 - share) / totals, Tau2Method.REML
    ).heterogeneity
    assert between.q == pytest.approx(37.3750, abs=TO_4)
    assert between.i2_q == pytest.approx(0.6522, abs=TO_4)


def test_pritz_raw() -> None:
    found = _pritz(Transform.RAW)
    assert _three(found.random) == pytest.approx((0.7968, 0.7138, 0.8797), abs=TO_4)
    assert found.random.se == pytest.approx(0.0423, abs=TO_4)
    assert found.prediction.high == 1
    assert any("was cut there" in note for note in found.notes)


def test_pritz_by_logit() -> None:
    found = _pritz()
    between = found.heterogeneity
    assert _three(found.random) == pytest.approx((0.7575, 0.6605, 0.8337), abs=TO_4)
    assert _two(found.prediction) == pytest.approx((0.4661, 0.9179), abs=TO_4)
    assert _two(found.random_hartung_knapp) == pytest.approx((0.6481, 0.8412), abs=TO_4)
    assert (between.tau2, between.q) == pytest.approx((0.3646, 29.7854), abs=TO_4)
    assert between.i2_q == pytest.approx(0.5635, abs=TO_4)
    assert found.continuity.endswith("Corrected here: Study 5, Study 8.")


@pytest.mark.parametrize(
    ("tau2", "expected", "between"),
    [
        (Tau2Method.DERSIMONIAN_LAIRD, (0.7573, 0.6606, 0.8334), 0.3616),
        (Tau2Method.PAULE_MANDEL, (0.7587, 0.6602, 0.8357), 0.3859),
    ],
)
def test_pritz_by_moments(
    tau2: Tau2Method, expected: tuple[float, float, float], between: float
) -> None:
    found = _pritz(tau2=tau2)
    assert _three(found.random) == pytest.approx(expected, abs=TO_4)
    assert found.heterogeneity.tau2 == pytest.approx(between, abs=TO_4)


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        (Transform.DOUBLE_ARCSINE, (0.8029, 0.7022, 0.8893)),
        (Transform.ARCSINE, (0.8130, 0.7040, 0.9016)),
    ],
)
def test_pritz_by_arcsines(transform: Transform, expected: tuple[float, float, float]) -> None:
    found = _pritz(transform)
    assert _three(found.random) == pytest.approx(expected, abs=TO_4)
    assert found.continuity == "No continuity correction: this scale needs none."


def test_pritz_by_the_binomial_normal_model() -> None:
    found = _fitted(PRITZ)
    assert (found.value, found.low, found.high) == pytest.approx((0.7984, 0.6924, 0.8746), abs=TO_4)
    assert (found.logit, found.se) == pytest.approx((1.3766, 0.2884), abs=TO_4)
    assert found.tau2 == pytest.approx(0.589, abs=5e-4)


@pytest.mark.parametrize(
    ("counts", "logit", "se", "tau2"),
    [
        (NIEL_WEISE_CONTROL, -3.3018, 0.2378, 0.6629),
        (NIEL_WEISE_TREATED, -4.2604, 0.2589, 0.3928),
    ],
)
def test_niel_weise_by_logit(counts: Counts, logit: float, se: float, tau2: float) -> None:
    found = pool_effects(*to_scale(*arrays(counts), Transform.LOGIT), Tau2Method.REML)
    assert (found.wald.value, found.wald.se) == pytest.approx((logit, se), abs=TO_4)
    assert found.heterogeneity.tau2 == pytest.approx(tau2, abs=TO_4)


def test_niel_weise_back_from_the_logit() -> None:
    control = pool_proportions(studies(NIEL_WEISE_CONTROL), interval=IntervalMethod.WALD)
    assert _three(control.random) == pytest.approx((0.0355, 0.0226, 0.0554), abs=TO_4)
    treated = pool_proportions(studies(NIEL_WEISE_TREATED), interval=IntervalMethod.WALD)
    assert treated.random.value == pytest.approx(0.0139, abs=TO_4)


@pytest.mark.parametrize(
    ("counts", "logit", "se", "tau2", "back"),
    [
        (NIEL_WEISE_CONTROL, -3.4964, 0.2570, 0.8124, (0.0294, 0.0180, 0.0478)),
        (NIEL_WEISE_TREATED, -4.8121, 0.3555, 0.8265, (0.0081, 0.0040, 0.0161)),
    ],
)
def test_niel_weise_by_the_binomial_normal_model(
    counts: Counts, logit: float, se: float, tau2: float, back: tuple[float, float, float]
) -> None:
    """Published with a coarser quadrature: the third digit of tau2 and se is its own."""
    found = _fitted(counts)
    assert (found.value, found.low, found.high) == pytest.approx(back, abs=TO_4)
    assert (found.logit, found.se) == pytest.approx((logit, se), abs=4e-4)
    assert found.tau2 == pytest.approx(tau2, abs=2e-3)


def test_de_bruin_raw() -> None:
    found = pool_proportions(
        studies(DE_BRUIN), transform=Transform.RAW, interval=IntervalMethod.WALD
    )
    assert _three(found.random) == pytest.approx((0.48, 0.39, 0.57), abs=5e-3)
    assert found.heterogeneity.q == pytest.approx(135.51, abs=6e-3)
    assert found.heterogeneity.i2_tau2 == pytest.approx(0.9177, abs=TO_4)


def test_each_study_is_left_out_once() -> None:
    found = _pritz()
    assert [row.left_out for row in found.without_one] == [f"Study {at}" for at in range(1, 15)]
    rest = studies(PRITZ)[1:]
    again = pool_proportions(rest, interval=IntervalMethod.WALD)
    first = found.without_one[0]
    assert (first.value, first.low, first.high) == _three(again.random)
    assert first.tau2 == again.heterogeneity.tau2


def test_hartung_knapp_is_the_default_from_three_studies_on() -> None:
    rows = studies(PRITZ)
    assert pool_proportions(rows[:3]).interval is IntervalMethod.HARTUNG_KNAPP
    two = pool_proportions(rows[:2])
    assert two.interval is IntervalMethod.WALD
    assert two.without_one == ()
    assert two.notes[0].startswith("With 2 studies")


def test_a_narrow_hartung_knapp_interval_is_told() -> None:
    alike = [Study(name=f"S{at}", events=20 + at % 2, total=40) for at in range(6)]
    assert any("narrower than the Wald" in note for note in pool_proportions(alike).notes)


def test_where_all_have_the_event_the_binomial_normal_model_is_left_out() -> None:
    rows = [Study(name=name, events=9, total=9) for name in "abc"]
    found = pool_proportions(rows)
    assert found.binomial_normal is None
    assert "no stable fit" in found.notes[-1]
    assert found.random.high < 1
    assert "3 of 3 studies" in pool_proportions(rows, transform=Transform.RAW).notes[0]


def test_without_a_bound_on_tau_the_binomial_normal_model_is_left_out() -> None:
    split = [Study(name="a", events=0, total=10), Study(name="b", events=10, total=10)]
    found = pool_proportions(split)
    assert found.binomial_normal is None
    assert found.random.value == pytest.approx(0.5)


def _fitted(counts: Counts) -> BinomialNormal:
    found = binomial_normal(*arrays(counts))
    assert found is not None
    return found


def test_without_variance_between_the_binomial_normal_model_is_one_sample() -> None:
    found = _fitted(((10, 20, 30), (20, 40, 60)))
    assert found.value == pytest.approx(0.5)
    assert found.tau2 == 0
    assert found.se == pytest.approx((1 / 30) ** 0.5)


def test_exact_intervals_reach_the_ends() -> None:
    assert _two(exact_bounds(0, 10)) == pytest.approx((0.0, 0.3085), abs=TO_4)
    assert _two(exact_bounds(10, 10)) == pytest.approx((0.6915, 1.0), abs=TO_4)


@pytest.mark.parametrize(
    ("events", "total", "sentence"),
    [
        (5, 4, r"Study 2 \(bad\): events is 5, more than the total of 4\."),
        (-1, 4, r"Study 2 \(bad\): events is -1, but cannot be below 0\."),
        (0, 0, r"Study 2 \(bad\): total is 0, but a study has at least one person\."),
    ],
)
def test_impossible_counts_are_refused(events: int, total: int, sentence: str) -> None:
    bad = Study(name="bad", events=events, total=total)
    with pytest.raises(BadInput, match=sentence):
        pool_proportions([Study(name="good", events=1, total=2), bad])


def test_one_study_and_a_study_twice_are_refused() -> None:
    one = Study(name="Ada 2010", events=1, total=2, place="f.csv, line 2")
    with pytest.raises(BadInput, match="at least 2 studies, not 1"):
        pool_proportions([one])
    with pytest.raises(BadInput, match=r"line 5 \(ada  2010\): the same study as f.csv, line 2"):
        pool_proportions([one, replace(one, name="ada  2010", place="f.csv, line 5")])


COUNTS = st.lists(
    st.integers(1, 80).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))),
    min_size=2,
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(COUNTS, st.sampled_from(list(Transform)), st.sampled_from(list(Tau2Method)))
def test_events_and_non_events_mirror_each_other(
    counts: list[tuple[int, int]], transform: Transform, tau2: Tau2Method
) -> None:
    events, totals = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    here = pool_effects(*to_scale(events, totals, transform), tau2).wald
    there = pool_effects(*to_scale(totals - events, totals, transform), tau2).wald
    back = [from_scale(at, totals, transform) for at in (here.low, here.value, here.high)]
    mirrored = [from_scale(at, totals, transform) for at in (there.high, there.value, there.low)]
    assert back == pytest.approx([1 - at for at in mirrored], abs=1e-4)
    assert 0 <= back[0] <= back[1] <= back[2] <= 1
