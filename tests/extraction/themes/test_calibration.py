"""Probabilities that hold, and the honest start before there are enough examples."""

from __future__ import annotations

import numpy as np

from extraction.themes.calibration import ENOUGH, FIRST, Calibration, fitted


def test_with_few_examples_the_borrowed_values_stay() -> None:
    few = np.zeros((ENOUGH - 1, 2))
    assert fitted(few, few) == Calibration(weights=FIRST, examples=0)


def test_what_is_right_three_times_in_four_is_called_so() -> None:
    scores = np.tile([0.5, 0.4], (400, 1))
    truth = np.zeros((400, 2))
    truth[:300, 0] = truth[300:, 1] = 1.0
    made = fitted(scores, truth)
    assert made.examples == 400
    first, second = made.probabilities(scores[:1])[0]
    assert abs(first - 0.75) < 0.05
    assert abs(second - 0.25) < 0.05


def test_where_nothing_fits_every_chance_is_small() -> None:
    scores = np.random.default_rng(1).uniform(0, 0.3, (200, 3))
    made = fitted(scores, np.zeros((200, 3)))
    assert made.probabilities(scores).max() < 0.1


def test_one_class_has_no_rival() -> None:
    assert Calibration().probabilities(np.array([[1.0]]))[0, 0] > 0.9
