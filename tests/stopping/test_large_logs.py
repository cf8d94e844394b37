"""The statistics of stopping held to scipy and to exact sums where numbers are large or extreme."""

from __future__ import annotations

from fractions import Fraction
from math import fsum, log, sqrt

import pytest
from scipy import stats

from screening.stopping import History, Target, plan_table, relevant_left, rule_named
from screening.stopping.evidence import Evidence
from screening.stopping.hypergeometric import upper_tail
from screening.stopping.left import _rate_bound
from screening.stopping.rules.audit import RULE

MILLION = 1_000_000


@pytest.mark.parametrize("marked", [0, 1, 1_000, 500_000, MILLION - 1, MILLION])
@pytest.mark.parametrize("drawn", [0, 1, 1_000, 500_000, MILLION - 5, MILLION])
@pytest.mark.parametrize("spreads", [-40, -3, 0, 1, 8, 30])
def test_the_tail_of_a_million_records(marked: int, drawn: int, spreads: int) -> None:
    mean = marked * drawn / MILLION
    spread = sqrt(mean * (1 - marked / MILLION) * (1 - drawn / MILLION))
    at_least = max(0, int(mean + spreads * spread))
    tail = upper_tail(at_least, population=MILLION, marked=marked, drawn=drawn)
    assert tail == pytest.approx(
        stats.hypergeom.sf(at_least - 1, MILLION, marked, drawn), rel=1e-6, abs=1e-300
    )


@pytest.mark.parametrize("hits", [0, 2, 1_000, 50_000, 99_999, 100_000])
@pytest.mark.parametrize("risk", [0.05, 1e-4])
def test_the_bound_of_a_rate_of_a_hundred_thousand(hits: int, risk: float) -> None:
    exact = stats.beta.ppf(1 - risk, hits + 1, 100_000 - hits) if hits < 100_000 else 1.0
    assert _rate_bound(hits, 100_000, risk) == pytest.approx(exact, rel=1e-9)


def _drawn(total: int, read: int, draws: int, hits: int) -> History:
    """So many read by rank, none relevant, then draws whose hits lie evenly among them."""
    labels = tuple(at * hits // draws != (at + 1) * hits // draws for at in range(draws))
    return History(
        total=total,
        relevant=(False,) * read + labels,
        audit=(False,) * read + (True,) * draws,
    )


@pytest.mark.parametrize("total", [0, 20_000])
def test_rounding_stays_far_below_the_caution(total: int) -> None:
    """Three hundred thousand draws without a hit."""
    history = _drawn(MILLION, 0, 300_000, 0)
    exact = fsum(log(MILLION - at - total) for at in range(300_000))
    assert Evidence(history).log_likelihood(total) == pytest.approx(exact, abs=2e-9)


@pytest.mark.parametrize(
    ("total", "read", "draws", "hits"),
    [(4_000, 50, 10, 0), (4_000, 100, 1, 1), (5_000, 10, 30, 3), (4_000, 0, 40, 40)],
)
def test_the_mean_left_is_that_of_the_exact_likelihood(
    total: int, read: int, draws: int, hits: int
) -> None:
    history = _drawn(total, read, draws, hits)
    found = relevant_left(history)
    assert found.estimate == pytest.approx(min(_exact_mean(history), found.high), rel=2e-4)


def _exact_mean(history: History) -> float:
    """In whole numbers, over every total there may be."""
    sums = weights = 0
    for left in range(history.unread + 1):
        likelihood, missed = 1, left + history.found
        for read, (hit, drawn) in enumerate(zip(history.relevant, history.audit, strict=True)):
            if drawn:
                likelihood *= missed if hit else history.total - read - missed
            missed -= hit
        sums += left * likelihood
        weights += likelihood
    return float(Fraction(sums, weights))


@pytest.mark.parametrize("hits", [0, 1, 20])
def test_what_is_left_of_a_million_follows_the_beta_distribution(hits: int) -> None:
    """The likelihood of a rate after few draws is that of a beta: its mean is (h + 1) / (n + 2)."""
    history = _drawn(MILLION, 50_000, 20, hits)
    found = relevant_left(history)
    expected = min(history.unread * (hits + 1) / 22, found.high)
    assert found.estimate == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("recall", [0.8, 0.95])
def test_the_plan_of_a_million_needs_the_fewest_draws_that_refute_a_shortfall(
    recall: float,
) -> None:
    history = History(
        total=MILLION, relevant=(True,) * 100 + (False,) * 100_000, audit=(False,) * 100_100
    )
    target = Target(recall=recall)
    (row,) = plan_table(history, target, (recall,))
    missed = target.shortfall(100)

    def risk(draws: int) -> float:
        return float(stats.hypergeom.pmf(0, history.unread, missed, draws))

    assert risk(row.draws) <= target.risk * (1 + 1e-6)
    assert risk(row.draws - 1) > target.risk * (1 - 1e-5)


def test_what_is_certified_is_never_rounded_up() -> None:
    target = Target(recall=0.975, confidence=0.999)
    whole = RULE.judge(_drawn(4_000, 0, 4_000, 40), target)
    assert "at least 97.5 % is certified at 99.9 % confidence" in whole.text
    history = _drawn(2_000, 0, 1_985, 1_985)
    some = RULE.judge(history, Target(recall=0.999))
    assert some.certified == pytest.approx(1_985 / 2_000)
    assert "certified so far: 99 % at" in some.text


def test_a_target_is_told_as_it_was_set() -> None:
    rule = rule_named("hypergeometric")
    assert "a recall below 97.5 %" in rule.judge(_drawn(50, 0, 20, 3), Target(recall=0.975)).text
