"""Agreement held to exact fractions at up to 100 million records, nearly all with one verdict."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from scipy import stats

from screening.agreement import Measure, PairTable, counted_ratings, pair_coefficients
from screening.agreement.chance import ac1, alpha, brennan_prediger, fleiss
from screening.agreement.cohen import cohen
from screening.agreement.intervals import wilson
from screening.agreement.types import Sampling

Cells = tuple[int, int, int, int]
LARGE = [
    (size - sum(few), *few)
    for size in (100_000, 100_000_000)
    for few in [(0, 1, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1), (20, 30, 10), (0, 0, 1)]
] + [(0, 5, 0, 99_995), (25_000,) * 4, (50_000, 0, 0, 50_000), (0, 50_000, 50_000, 0)]


def _rows(cells: Cells) -> tuple[tuple[int, int], tuple[int, int]]:
    return cells[:2], cells[2:]


def _fractions(cells: Cells) -> list[Fraction]:
    return [Fraction(cell, sum(cells)) for cell in cells]


@pytest.mark.parametrize("cells", LARGE)
def test_cohen_by_the_closed_form_of_two_by_two(cells: Cells) -> None:
    """Kappa is 2 (ad - bc) / (q1 + q2), its squared error that of Fleiss, Cohen and Everitt."""
    a, b, c, d = _fractions(cells)
    one, two = a + b, a + c
    kappa = 2 * (a * d - b * c) / (one * (1 - two) + two * (1 - one))
    chance = one * two + (1 - one) * (1 - two)
    alike = a * (1 - (one + two) * (1 - kappa)) ** 2 + d * (1 - (2 - one - two) * (1 - kappa)) ** 2
    unlike = (1 - kappa) ** 2 * (b * (two + 1 - one) ** 2 + c * (1 - two + one) ** 2)
    squared = (alike + unlike - (kappa - chance * (1 - kappa)) ** 2) / (1 - chance) ** 2
    found = cohen(_rows(cells))
    assert found.value == pytest.approx(float(kappa), rel=1e-12, abs=0)
    assert found.error == pytest.approx(sqrt(squared / sum(cells)), rel=1e-12, abs=0)


@pytest.mark.parametrize("cells", LARGE)
def test_the_other_coefficients_by_their_closed_forms(cells: Cells) -> None:
    a, b, c, d = _fractions(cells)
    share, seen = a + (b + c) / 2, a + d
    by_squares, by_rarity = share**2 + (1 - share) ** 2, 2 * share * (1 - share)
    values = 2 * sum(cells)
    by_alpha = 1 - (b + c) / (2 * share * (1 - share)) * Fraction(values - 1, values)
    ratings = counted_ratings(_rows(cells))
    for found, exact in (
        (fleiss(ratings).value, (seen - by_squares) / (1 - by_squares)),
        (ac1(ratings).value, (seen - by_rarity) / (1 - by_rarity)),
        (brennan_prediger(ratings).value, 2 * seen - 1),
        (alpha(ratings), by_alpha),
    ):
        assert found == pytest.approx(float(exact), rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("cells", LARGE)
def test_the_error_of_pabak_is_twice_the_binomial_one(cells: Cells) -> None:
    a, b, c, d = _fractions(cells)
    found = brennan_prediger(counted_ratings(_rows(cells)), lost=0).error
    exact = 2 * sqrt((a + d) * (b + c) / sum(cells))
    assert found == pytest.approx(exact, rel=1e-12, abs=0)


def test_a_flat_error_gives_no_interval_however_many_records() -> None:
    """Rounding gave this table an interval of the width of rounding."""
    table = PairTable(both=0, first_only=5, second_only=0, neither=99_995)
    made = pair_coefficients(table, Sampling(draws=20))
    (kappa,) = (at for at in made if at.measure is Measure.COHEN)
    assert (kappa.value, kappa.interval) == (0, None)


@pytest.mark.parametrize("cells", [(100_000, 0, 0, 0), (0, 0, 0, 100_000)])
def test_one_verdict_only_is_said_and_never_divided_by(cells: Cells) -> None:
    table = PairTable(both=cells[0], first_only=0, second_only=0, neither=cells[3])
    made = {at.measure: at for at in pair_coefficients(table, Sampling(draws=20))}
    assert (made[Measure.COHEN].value, made[Measure.ALPHA].value) == (None, None)
    assert (made[Measure.AC1].value, made[Measure.PABAK].value) == (1, 1)


@pytest.mark.parametrize("hits", [0, 1, 2, 500, 99_999, 100_000])
@pytest.mark.parametrize("of", [100_000, 100_000_000])
def test_wilson_as_scipy_has_it(hits: int, of: int) -> None:
    found = wilson(Measure.PERCENT, hits, of, Sampling(), "none").interval
    exact = stats.binomtest(hits, of).proportion_ci(method="wilson")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), rel=1e-9)
