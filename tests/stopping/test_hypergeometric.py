"""The fast form of the hypergeometric test equals the one over all windows."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.stopping import History, Target
from screening.stopping.hypergeometric import upper_tail
from screening.stopping.rules.hypergeometric import RULE, smallest_p
from tests.stopping.histories import history


def _tail(at_least: int, population: int, marked: int, drawn: int) -> float:
    ways = [
        comb(marked, x) * comb(population - marked, drawn - x)
        for x in range(at_least, min(marked, drawn) + 1)
        if drawn - x >= 0
    ]
    return sum(ways) / comb(population, drawn)


def _over_all_windows(held: History, target: Target) -> float:
    short = target.shortfall(held.found)
    if held.unread < short:
        return 0.0
    found = []
    for start in range(held.screened):
        hits = sum(held.relevant[start:])
        population = held.screened - start + held.unread
        found.append(_tail(short, population, hits + short, held.unread))
    return min(found)


@given(st.text(alphabet="+---", min_size=1, max_size=40), st.integers(0, 40))
def test_windows_after_a_relevant_record_suffice(text: str, unread: int) -> None:
    held = history(text, len(text) + unread)
    if text.endswith("+"):  # the empty window says nothing, and is no window of the long form
        held = history(text + "-", len(text) + 1 + unread)
    for target in (Target(), Target(recall=0.8)):
        assert smallest_p(held, target) == pytest.approx(_over_all_windows(held, target), abs=1e-12)


def test_the_tail_at_its_ends() -> None:
    assert upper_tail(0, population=10, marked=3, drawn=4) == pytest.approx(1)
    assert upper_tail(4, population=10, marked=3, drawn=4) == 0
    assert upper_tail(3, population=10, marked=3, drawn=4) == pytest.approx(4 / 120)


@pytest.mark.parametrize(
    ("at_least", "population", "marked", "drawn", "exact"),
    [  # scipy.stats.hypergeom.sf(at_least - 1, population, marked, drawn)
        (53, 40_000, 1_053, 30_000, 1),
        (60, 40_000, 1_053, 3_000, 0.991520812),
        (790, 40_000, 1_053, 30_000, 0.509463741),
        (900, 40_000, 1_053, 30_000, 2.92622651e-17),
    ],
)
def test_the_tail_of_large_reviews_is_exact(
    at_least: int, population: int, marked: int, drawn: int, exact: float
) -> None:
    made = upper_tail(at_least, population=population, marked=marked, drawn=drawn)
    assert made == pytest.approx(exact, rel=1e-6)


def test_many_relevant_records_are_no_reason_to_stop() -> None:
    # a tenth is relevant all the way, and three quarters are unread
    held = history("---------+" * 1_000, 40_000)
    assert smallest_p(held, Target()) > 0.99
    assert not RULE.judge(held, Target()).stop


def test_nothing_read_is_no_evidence() -> None:
    assert smallest_p(history("", 10), Target()) == 1
