"""What a certificate would cost, and how much is left."""

from __future__ import annotations

import pytest

from screening.stopping import Evidence, Target, misses_before_audit, plan_table, relevant_left
from tests.stopping.histories import history


@pytest.mark.parametrize(
    ("found", "percent"), [(20, (39, 63, 78, 95)), (100, (11, 22, 39, 63)), (400, (3, 6, 13, 28))]
)
def test_the_plan_gives_the_known_shares(found: int, percent: tuple[int, ...]) -> None:
    # 1 - alpha^(1/m) of the rest, for recalls 80, 90, 95 and 98 %
    rows = plan_table(history("+" * found, found + 10_000), Target())
    assert tuple(round(100 * row.share) for row in rows) == pytest.approx(percent, abs=1)


def test_the_plan_is_what_it_then_takes() -> None:
    start, target = "+" * 40 + "aaA", Target()
    (row,) = plan_table(history(start, 300), target, [0.95])
    assert Evidence(history(start + "a" * row.draws, 300)).certifies(target)
    assert not Evidence(history(start + "a" * (row.draws - 1), 300)).certifies(target)


def test_nothing_unread_needs_no_draw() -> None:
    assert [row.draws for row in plan_table(history("+-", 2), Target())] == [0, 0, 0, 0]


def test_more_found_means_an_earlier_switch() -> None:
    waits = [misses_before_audit(history("+" * found, 5000), Target()) for found in (20, 100, 400)]
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] >= 20


def test_the_draws_give_a_guaranteed_interval() -> None:
    left = relevant_left(history("+" * 50 + "a" * 300 + "A" + "a" * 30, 1000))
    assert left.guaranteed
    assert left.low <= left.estimate <= left.high < 100


def test_without_draws_the_interval_says_that_it_assumes() -> None:
    many = relevant_left(history("+-" * 50, 1000))
    few = relevant_left(history("+-" * 50 + "-" * 100, 1000))
    assert not many.guaranteed
    assert few.estimate < many.estimate
    assert few.high < many.high <= 900
    assert relevant_left(history("", 8)).high == 8
    assert relevant_left(history("+++", 3)).high == 0


@pytest.mark.parametrize(
    ("read", "bound"),
    # scipy.stats.beta.ppf(0.95, hits + 1, n - hits) of the tenth read last, half of it relevant
    [(10_000, 0.5264823), (50_000, 0.5117287), (100_000, 0.5082735)],
)
def test_the_bound_of_long_runs_is_that_of_clopper_and_pearson(read: int, bound: float) -> None:
    left = relevant_left(history("+-" * (read // 2), read + 1_000_000))
    assert left.high == pytest.approx(bound * 1_000_000, abs=2)
