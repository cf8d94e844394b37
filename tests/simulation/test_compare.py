"""Intervals and the signed-rank test, by hand and against scipy."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import wilcoxon as reference

from screening.simulation.compare import bootstrap_interval, paired, t_interval, wilcoxon


def test_an_interval_over_three_seeds() -> None:
    made = t_interval([1.0, 2.0, 3.0])  # t(2) = 4.3027, s = 1
    assert made.mean == 2.0
    assert made.low == pytest.approx(2 - 4.302653 / 3**0.5, abs=1e-5)
    assert made.high == pytest.approx(2 + 4.302653 / 3**0.5, abs=1e-5)


def test_a_single_value_has_no_bounds() -> None:
    assert (t_interval([1.0]).low, bootstrap_interval([1.0]).high) == (None, None)


def test_no_value_is_refused() -> None:
    for interval in (t_interval, bootstrap_interval):
        with pytest.raises(ValueError, match="needs a value"):
            interval([])


def test_a_bootstrap_repeats_itself_and_holds_the_mean() -> None:
    values = [0.1, 0.4, 0.2, 0.9, 0.3]
    made = bootstrap_interval(values, rounds=500)
    assert made == bootstrap_interval(values, rounds=500)
    assert made.low is not None
    assert made.high is not None
    assert 0.1 <= made.low < made.mean < made.high <= 0.9


def test_five_wins_of_five() -> None:
    assert wilcoxon([-1, -2, -3, -4, -5]) == pytest.approx(2 / 32)


def test_wins_ties_and_losses() -> None:
    made = paired([0.1, 0.2, 0.3, 0.5], [0.2, 0.2, 0.4, 0.4])
    assert (made.wins, made.ties, made.losses) == (2, 1, 1)
    assert made.difference == pytest.approx(-0.025)


def test_equal_rows_have_no_probability() -> None:
    assert paired([0.1], [0.1]).p is None


def test_unequal_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="as many values"):
        paired([0.1], [])


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20, unique_by=abs))
def test_exact_probabilities_are_those_of_scipy(gaps: list[int]) -> None:
    kept = [gap for gap in gaps if gap]
    if kept:
        assert wilcoxon(gaps) == pytest.approx(reference(kept, method="exact").pvalue)


def test_many_gaps_are_approximated_as_scipy_does() -> None:
    gaps = [(-1) ** (k % 3) * (k % 17 + 1) for k in range(80)]
    expected = reference(gaps, method="approx", correction=True).pvalue
    assert wilcoxon(gaps) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("shift", [0, 0.1, 1, 50])
@pytest.mark.parametrize("count", [61, 300, 5_000])
def test_many_gaps_are_as_scipy_has_them_however_improbable(count: int, shift: float) -> None:
    gaps = NormalDist(shift).samples(count, seed=count)
    expected = reference(gaps, correction=True, method="asymptotic").pvalue
    assert wilcoxon(gaps) == pytest.approx(expected, rel=1e-6, abs=0)
