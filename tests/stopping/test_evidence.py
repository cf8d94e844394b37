"""The likelihood of random draws: exact against enumeration, and what its proofs rest on."""

from __future__ import annotations

from itertools import pairwise, permutations
from math import comb, exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.stopping import Evidence, History, Target
from tests.stopping.histories import history


@pytest.mark.parametrize(("n", "relevant", "ranked"), [(6, 2, 0), (6, 3, 2), (7, 2, 3)])
@pytest.mark.parametrize("recall", [0.5, 0.7, 0.95])
def test_the_evidence_against_the_truth_has_mean_one_over_all_orders(
    n: int, relevant: int, ranked: int, recall: float
) -> None:
    # The ranker takes its first records, whatever they are; the rest come in any order.
    target = Target(recall=recall)
    labels = [place % 3 == 1 and place // 3 < relevant for place in range(n)]
    relevant = sum(labels)
    for drawn in range(1, n - ranked + 1):
        ratios = []
        for order in permutations(range(ranked, n), drawn):
            read = [*labels[:ranked], *(labels[at] for at in order)]
            audit = tuple(place >= ranked for place in range(len(read)))
            held = Evidence(History(total=n, relevant=tuple(read), audit=audit))
            short = target.most_short(relevant)
            won = 0.0
            if short >= held.history.found:
                won = exp(held.log_likelihood(short) - held.log_likelihood(relevant))
            ratios.append(won)
        assert sum(ratios) / len(ratios) <= 1 + 1e-9


def test_without_a_hit_it_is_the_hypergeometric_test() -> None:
    held = history("+" * 100 + "a" * 300, 2000)
    target = Target()
    none = comb(1900 - 6, 300) / comb(1900, 300)
    assert Evidence(held).against_shortfall(target) == pytest.approx(-log(none))


def test_further_draws_are_foretold_as_they_will_count() -> None:
    target = Target()
    now = Evidence(history("+" * 40 + "aaA" + "a" * 5, 200))
    later = Evidence(history("+" * 40 + "aaA" + "a" * 5 + "a" * 30, 200))
    assert now.against_shortfall(target, 30) == pytest.approx(later.against_shortfall(target))


labels = st.text(alphabet="+-Aa", min_size=1, max_size=40)


@given(labels, st.integers(0, 40))
def test_the_likelihood_is_concave_in_the_total(text: str, unread: int) -> None:
    held = Evidence(history(text, len(text) + unread))
    found = held.history.found
    values = [held.log_likelihood(total) for total in range(found, found + unread + 1)]
    steps = [two - one for one, two in pairwise(values)]
    assert all(two <= one + 1e-9 for one, two in pairwise(steps))


@given(labels, st.integers(0, 60), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.98]))
def test_one_total_speaks_for_all_larger_ones(text: str, unread: int, recall: float) -> None:
    held, target = Evidence(history(text, len(text) + unread)), Target(recall=recall)
    found = held.history.found
    first = found + target.shortfall(found)
    if first > found + unread:
        return
    against = [
        held.log_likelihood(target.most_short(total)) - held.log_likelihood(total)
        for total in range(first, found + unread + 1)
    ]
    assert against[0] == pytest.approx(held.against_shortfall(target))
    if against[0] > 0:
        assert min(against) >= against[0] - 1e-9


@given(labels, st.integers(0, 60))
def test_a_higher_recall_is_never_certified_sooner(text: str, unread: int) -> None:
    held = Evidence(history(text, len(text) + unread))
    certified = [held.certifies(Target(recall=recall)) for recall in (0.5, 0.8, 0.9, 0.95, 0.98)]
    assert certified == sorted(certified, reverse=True)


def test_too_few_left_to_fall_short_is_certain() -> None:
    assert Evidence(history("+" * 100, 105)).certifies(Target())
    assert not Evidence(history("+" * 100, 106)).certifies(Target())


def test_the_bound_falls_as_draws_find_nothing() -> None:
    target = Target()
    bounds = [Evidence(history("+" * 50 + "a" * n, 500)).most(target) for n in (0, 50, 150, 400)]
    assert bounds[0] == 500
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < 55
