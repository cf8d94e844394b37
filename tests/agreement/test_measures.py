"""Coefficients and errors equal published ones; degenerate tables are told in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.agreement import (
    Coefficient,
    Measure,
    PairTable,
    Ratings,
    Sampling,
    counted_ratings,
    pair_coefficients,
    ratings_of,
    team_coefficients,
)
from screening.agreement.chance import ac1, alpha, brennan_prediger, fleiss, percent
from screening.agreement.cohen import cohen
from screening.agreement.intervals import normal, student

# Gwet, irrCAC, "cont3x3abstractors": two abstractors, three diagnoses.
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
# Krippendorff 2011, example C: four observers, five categories, verdicts missing.
OBSERVERS = (
    (0, 1, 2, 2, 1, 0, 3, 0, 1, None, None, None),
    (0, 1, 2, 2, 1, 1, 3, 0, 1, 4, None, None),
    (None, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, 2),
    (0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, None),
)
# The table of Fleiss' kappa in many textbooks: 10 subjects, 14 raters, 5 categories, 0.210.
SUBJECTS = (
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip
PARADOX = PairTable(both=118, first_only=5, second_only=2, neither=0)
SCREENING = PairTable(both=40, first_only=30, second_only=30, neither=1900)
QUICK = Sampling(draws=200)


def near(value: float | None, wanted: float, digits: int = 5) -> bool:
    return value is not None and math.isclose(value, wanted, abs_tol=0.5 * 10**-digits)


def by_name(made: Iterable[Coefficient]) -> dict[Measure, Coefficient]:
    return {at.measure: at for at in made}


def values(made: Iterable[Coefficient]) -> dict[Measure, float | None]:
    return {at.measure: at.value for at in made}


def test_the_three_by_three_table_equals_the_published_output() -> None:
    ratings, kappa = counted_ratings(ABSTRACTORS), cohen(ABSTRACTORS)
    assert near(kappa.value, 0.79641)
    assert near(kappa.error, 0.05891)
    for made, value, error in (
        (fleiss(ratings, lost=0), 0.79624, 0.05905),
        (ac1(ratings, lost=0), 0.84933, 0.04322),
        (brennan_prediger(ratings, lost=0), 0.83500, 0.04693),
    ):
        assert near(made.value, value)
        assert near(made.error, error)
    assert near(alpha(ratings), 0.79726)
    assert near(percent(ratings), 0.89)


def test_its_intervals_equal_the_published_ones() -> None:
    kappa = cohen(ABSTRACTORS)
    by_z = normal(Measure.COHEN, kappa, Sampling(), "").interval
    by_t = student(Measure.COHEN, kappa, 100, Sampling(), "").interval
    even = student(Measure.AC1, ac1(counted_ratings(ABSTRACTORS), lost=0), 100, Sampling(), "")
    assert by_z is not None
    assert by_t is not None
    assert even.interval is not None
    assert near(by_z.low, 0.6809, 4)
    assert near(by_z.high, 0.9119, 4)
    assert near(by_t.low, 0.6795, 4)
    assert near(by_t.high, 0.9133, 4)
    assert near(even.interval.low, 0.76358)
    assert near(even.interval.high, 0.93508)


def test_the_paradox_of_high_agreement_and_no_kappa() -> None:
    made = values(pair_coefficients(PARADOX, QUICK))
    wanted = {
        Measure.PERCENT: 0.944, Measure.COHEN: -0.023, Measure.PABAK: 0.888,
        Measure.AC1: 0.941, Measure.ALPHA: -0.025,
    }  # fmt: skip
    assert all(near(made[measure], value, 3) for measure, value in wanted.items())
    assert near(ac1(counted_ratings(PARADOX.rows), lost=1).error, 0.02306)
    assert near(made[Measure.PREVALENCE], 118 / 125)
    assert near(made[Measure.BIAS], 3 / 125)


def test_a_typical_screening() -> None:
    made = values(pair_coefficients(SCREENING, QUICK))
    wanted = {
        Measure.PERCENT: 0.970, Measure.COHEN: 0.556, Measure.PABAK: 0.940,
        Measure.AC1: 0.968, Measure.POSITIVE: 0.571,
    }  # fmt: skip
    assert all(near(made[measure], value, 3) for measure, value in wanted.items())


def test_missing_verdicts_as_published() -> None:
    ratings = ratings_of(zip(*OBSERVERS, strict=True), 5)
    assert near(percent(ratings), 0.81818)
    assert near(alpha(ratings), 0.74342)
    for made, value, error in (
        (fleiss(ratings), 0.76117, 0.15302),
        (ac1(ratings), 0.77544, 0.14295),
        (brennan_prediger(ratings), 0.77273, 0.14472),
    ):
        assert near(made.value, value)
        assert near(made.error, error)


def test_many_raters_as_published() -> None:
    made = fleiss(Ratings(units=SUBJECTS, weights=(1,) * len(SUBJECTS)))
    assert near(made.value, 0.210, 3)


def test_no_variation_leaves_kappa_undefined_in_words() -> None:
    for table in (
        PairTable(both=0, first_only=0, second_only=0, neither=95),
        PairTable(both=95, first_only=0, second_only=0, neither=0),
    ):
        made = by_name(pair_coefficients(table, QUICK))
        for measure in (Measure.COHEN, Measure.ALPHA):
            assert made[measure].value is None
            assert "every verdict is the same" in made[measure].note
        assert made[Measure.AC1].value == made[Measure.PABAK].value == 1
        assert made[Measure.AC1].interval is None
        assert "standard error is zero" in made[Measure.AC1].note
        percent_interval = made[Measure.PERCENT].interval
        assert percent_interval is not None
        assert near(percent_interval.low, 95 / (95 + 1.959964**2))
        assert percent_interval.high == 1


def test_nobody_let_anything_through() -> None:
    made = by_name(pair_coefficients(PairTable(both=0, first_only=0, second_only=0, neither=9)))
    assert made[Measure.POSITIVE].value is None
    assert made[Measure.POSITIVE].note == "Undefined: nobody let a record through."


def test_one_reviewer_without_variation_has_a_kappa_of_zero_and_is_told_why() -> None:
    made = by_name(pair_coefficients(PairTable(both=0, first_only=5, second_only=0, neither=95)))
    assert near(made[Measure.COHEN].value, 0)
    assert made[Measure.COHEN].interval is None
    assert "kappa is 0 then" in made[Measure.COHEN].note


def test_no_record_and_one_record() -> None:
    empty = PairTable(both=0, first_only=0, second_only=0, neither=0)
    none = (*pair_coefficients(empty), *team_coefficients(Ratings(units=(), weights=())))
    assert all(at.value is None and "No record" in at.note for at in none)
    one = by_name(pair_coefficients(PairTable(both=0, first_only=1, second_only=0, neither=0)))
    assert one[Measure.PABAK].value == -1
    assert one[Measure.AC1].interval is None
    assert "single record" in one[Measure.AC1].note


def test_an_interval_that_most_draws_cannot_give_is_refused() -> None:
    rare = by_name(pair_coefficients(PairTable(both=1, first_only=0, second_only=0, neither=99)))
    assert rare[Measure.POSITIVE].value == 1
    assert rare[Measure.POSITIVE].interval is None
    assert "undefined in " in rare[Measure.POSITIVE].note


def test_the_draws_follow_their_seed_and_the_method_says_so() -> None:
    one, again = (pair_coefficients(SCREENING, Sampling(draws=100, seed=7)) for _ in range(2))
    other = pair_coefficients(SCREENING, Sampling(draws=100, seed=8))
    assert one == again != other
    positive = by_name(one)[Measure.POSITIVE].interval
    assert positive is not None
    assert positive.method == "bootstrap over records, 100 draws, seed 7"


def test_drawn_and_analytic_intervals_agree_where_both_exist() -> None:
    """Of 2,000 records Scott's pi and alpha are the same number but for 1/(2n)."""
    drawn = by_name(pair_coefficients(SCREENING))[Measure.ALPHA].interval
    formula = student(
        Measure.FLEISS, fleiss(counted_ratings(SCREENING.rows)), 2000, Sampling(), ""
    ).interval
    assert drawn is not None
    assert formula is not None
    assert abs(drawn.low - formula.low) < 0.02
    assert abs(drawn.high - formula.high) < 0.02


COUNTS = st.integers(0, 40)


@settings(deadline=None, max_examples=40)
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_any_table_is_told_in_finite_numbers_or_words(a: int, b: int, c: int, d: int) -> None:
    table = PairTable(both=a, first_only=b, second_only=c, neither=d)
    mirror = PairTable(both=d, first_only=c, second_only=b, neither=a)
    sampling = Sampling(draws=20)
    made, other = pair_coefficients(table, sampling), pair_coefficients(mirror, sampling)
    team = team_coefficients(counted_ratings(table.rows), sampling)
    for at in (*made, *team):
        assert all(math.isfinite(number) and -1 <= number <= 1 for number in _numbers(at))
        assert at.interval is not None or at.note
        if at.interval and at.value is not None and "boot" not in at.interval.method:
            assert at.interval.low <= at.value <= at.interval.high
    for measure in (Measure.COHEN, Measure.AC1, Measure.PABAK, Measure.ALPHA):
        one, two = values(made)[measure], values(other)[measure]
        assert (one is None) == (two is None)
        assert one is None or two is None or near(one, two, 9)


def _numbers(at: Coefficient) -> Iterator[float]:
    if at.value is not None:
        yield at.value
    if at.interval is not None:
        yield from (at.interval.low, at.interval.high)
