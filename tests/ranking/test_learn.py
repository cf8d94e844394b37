from __future__ import annotations

import numpy as np
import pytest

from screening.ranking.learn import learn, sample_weights


def test_the_included_weigh_the_ratio_times_the_excluded() -> None:
    labels = np.array([True] * 3 + [False] * 12)
    weights = sample_weights(labels, ratio=9.8)
    assert weights.mean() == pytest.approx(1)
    assert weights[labels].sum() / weights[~labels].sum() == pytest.approx(9.8)


def test_it_separates_and_does_not_depend_on_the_order_of_labels() -> None:
    rows = np.eye(6)
    rows[:3, 0] += 1
    line = learn(rows, [0, 1], [4, 5], seed=3)
    again = learn(rows, [1, 0], [5, 4], seed=3)
    assert np.array_equal(line.weights, again.weights)
    assert line.converged
    scores = line.score(rows)
    assert min(scores[:3]) > max(scores[3:])


def test_seeds_beyond_32_bits_are_taken() -> None:
    assert learn(np.eye(2), [0], [1], seed=2**40 + 1).weights.shape == (2,)
