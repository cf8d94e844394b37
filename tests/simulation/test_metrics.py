"""The figures against values computed by hand, and the identities they must hold."""

from __future__ import annotations

from fractions import Fraction
from math import fsum, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.simulation.metrics import (
    average_precision,
    checked,
    cost,
    figures,
    loss,
    ndcg,
    place,
    ranks_in,
    recall_at,
    time_to_discovery,
    tnr,
    wss,
)

# Ten records, the relevant ones at ranks 1 and 3.
RANKS, TOTAL = (1, 3), 10


def test_ranks_are_read_off_the_labels() -> None:
    assert ranks_in([True, False, True]) == (1, 3)


def test_relevant_records_never_shown_come_last() -> None:
    assert ranks_in([True, False], missing=2, total=10) == (1, 9, 10)


def test_loss_is_the_area_lost() -> None:
    # R (N - (R - 1) / 2) = 19; C = 1 1 2 2 2 2 2 2 2 2, sum 18; R (N - R) = 16
    assert loss(RANKS, TOTAL) == pytest.approx((19 - 18) / 16)


def test_ndcg_discounts_by_the_logarithm() -> None:
    assert ndcg(RANKS) == pytest.approx((1 + 1 / 2) / (1 + 1 / log2(3)))


def test_average_precision_is_one_and_two_thirds_halved() -> None:
    assert average_precision(RANKS) == pytest.approx((1 + 2 / 3) / 2)


@pytest.mark.parametrize(
    ("percent", "expected"), [(5, 0.5), (10, 0.5), (20, 0.5), (24, 0.5), (25, 1.0), (100, 1.0)]
)
def test_recall_counts_the_nearest_number_of_records_halves_up(
    percent: int, expected: float
) -> None:
    assert recall_at(RANKS, TOTAL, percent) == expected


def test_cost_waits_for_the_whole_recall() -> None:
    assert cost(RANKS, 50) == 1
    assert cost(RANKS, 51) == 3
    assert cost(tuple(range(1, 21)), 95) == 19
    assert cost(tuple(range(1, 22)), 95) == 20  # 0.95 * 21 = 19.95


def test_work_saved_is_strict() -> None:
    assert wss(RANKS, TOTAL, 95) == pytest.approx(0.95 - 3 / 10)
    assert wss(RANKS, TOTAL, 100) == pytest.approx(0.7)


def test_work_saved_of_a_published_run() -> None:
    ranks = (*range(1, 42), 469, 900, 1175)  # 44 relevant, the 42nd at 469, of 1,702
    assert round(wss(ranks, 1702, 95), 3) == 0.674


def test_true_negatives_left_unread() -> None:
    assert tnr(RANKS, TOTAL, 95) == pytest.approx(7 / 8)
    assert tnr((1, 2), 2, 95) == 1.0


def test_time_to_discovery_is_the_mean_rank() -> None:
    assert time_to_discovery(RANKS) == 2.0


def test_a_place_runs_from_first_to_last() -> None:
    assert place((1,), 11) == 0.0
    assert place((11,), 11) == 1.0
    assert place((3, 5), 11) == pytest.approx(0.3)
    assert place((), 11) is None
    assert place((1,), 1) == 0.0


def test_all_relevant_is_no_loss() -> None:
    assert loss((1, 2, 3), 3) == 0.0


@pytest.mark.parametrize(("ranks", "total"), [((), 5), ((0, 1), 5), ((6,), 5), ((2, 2), 5)])
def test_ranks_that_cannot_be_are_refused(ranks: tuple[int, ...], total: int) -> None:
    with pytest.raises(ValueError, match=r"relevant record|ranks are"):
        checked(ranks, total)


def test_figures_hold_every_function() -> None:
    made = figures((3, 1), TOTAL, no_abstract=(3,))
    assert (made.loss, made.ndcg) == (loss(RANKS, TOTAL), ndcg(RANKS))
    assert (made.recall_5, made.recall_20) == (0.5, 0.5)
    assert (made.n95, made.n100, made.atd) == (3, 3, 2.0)
    assert made.no_abstract == pytest.approx(2 / 9)
    assert made.with_abstract == 0.0


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_loss_is_the_formula_of_areas_and_of_pairs(labels: list[bool]) -> None:
    ranks, total = ranks_in(labels), len(labels)
    relevant = len(ranks)
    if not 0 < relevant < total:
        return
    areas = sum(sum(labels[:i]) for i in range(1, total + 1))
    whole = relevant * (total - (relevant - 1) / 2)
    assert loss(ranks, total) == pytest.approx((whole - areas) / (relevant * (total - relevant)))
    behind = sum(not other for rank in ranks for other in labels[: rank - 1])
    assert loss(ranks, total) == pytest.approx(behind / (relevant * (total - relevant)))


@given(st.integers(1, 30), st.integers(1, 300))
def test_bounds_are_reached(relevant: int, others: int) -> None:
    total = relevant + others
    best, worst = range(1, relevant + 1), range(others + 1, total + 1)
    assert (loss(best, total), loss(worst, total)) == pytest.approx((0.0, 1.0))
    assert (ndcg(best), average_precision(best), tnr(best, total, 95)) == pytest.approx((1, 1, 1))
    assert tnr(worst, total, 95) == pytest.approx(0.0)


MILLION = 1_000_000


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (1, 1_000, 1),
        (MILLION - 999, MILLION, 1),
        (MILLION, MILLION, 1),
        (1, 1, 1),
        (1, MILLION, 10),
        (2, MILLION, 4),
        (900_001, MILLION, 1),
    ],
)
def test_figures_of_a_million_records(first: int, last: int, step: int) -> None:
    """Held to exact fractions and to sums of more digits."""
    ranks = range(first, last + 1, step)
    relevant = len(ranks)
    made = figures(ranks, MILLION)
    lost = Fraction(sum(ranks) * 2 - relevant * (relevant + 1), 2 * relevant * (MILLION - relevant))
    gains = fsum(1 / log2(rank + 1) for rank in ranks)
    ideal = fsum(1 / log2(k + 1) for k in range(1, relevant + 1))
    precisions = fsum(k / rank for k, rank in enumerate(ranks, start=1))
    assert made.loss == pytest.approx(float(lost), rel=1e-9, abs=1e-12)
    assert made.ndcg == pytest.approx(gains / ideal, rel=1e-9)
    assert made.average_precision == pytest.approx(precisions / relevant, rel=1e-9)
    assert made.n95 == ranks[(95 * relevant + 99) // 100 - 1]
    assert made.wss_95 == pytest.approx(float(Fraction(95, 100) - Fraction(made.n95, MILLION)))


@pytest.mark.parametrize("total", [1, MILLION // 10])
def test_where_all_are_relevant_nothing_is_lost(total: int) -> None:
    made = figures(range(1, total + 1), total)
    assert (made.loss, made.ndcg, made.average_precision, made.tnr_95) == (0, 1, 1, 1)
