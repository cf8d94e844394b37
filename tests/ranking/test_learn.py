from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from screening.ranking.learn import learn, sample_weights


def test_the_included_weigh_the_ratio_times_the_excluded() -> None:
    labels = np.array([True] * 3 + [False] * 12)
    weights = sample_weights(labels, ratio=9.8)
    assert weights.mean() == pytest.approx(1)
    assert weights[labels].sum() / weights[~labels].sum() == pytest.approx(9.8)


@pytest.mark.parametrize("cost", [0.03, 0.11, 5.0, 200.0])
@pytest.mark.parametrize("sparse", [True, False])
def test_it_finds_the_weights_of_linear_svc(cost: float, sparse: bool) -> None:
    from sklearn.svm import LinearSVC

    chosen = np.random.default_rng(3)
    rows = chosen.normal(size=(60, 12)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    labels = rows[:, 0] + chosen.normal(size=60) / 5 > 0.2
    svc = LinearSVC(C=cost, tol=1e-10, max_iter=10**6, random_state=0)
    svc.fit(rows, labels, sample_weight=sample_weights(labels))
    line = learn(csr_matrix(rows) if sparse else rows, labels, cost=cost)
    assert line.converged
    assert np.allclose(line.score(rows), rows @ svc.coef_.ravel() + svc.intercept_, atol=1e-3)


def test_length_outside_the_features_counts_for_the_row_itself() -> None:
    whole = np.asarray([[1, 0, 0], [0, 0.6, 0.8], [0, 1, 0]], np.float32)
    labels = np.array([True, False, False])
    cut = learn(whole[:, :2], labels, alone=np.asarray([0, 0.64, 0]))
    line = learn(whole, labels)
    assert np.allclose(cut.weights, line.weights[:2], atol=1e-5)
    assert cut.offset == pytest.approx(line.offset, abs=1e-5)


def test_the_same_labels_give_the_same_bits() -> None:
    rows = np.random.default_rng(0).normal(size=(40, 9)).astype(np.float32)
    labels = np.arange(40) % 3 == 0
    one, other = learn(rows, labels), learn(rows.copy(), labels.copy())
    assert np.array_equal(one.weights, other.weights)
    assert one.offset == other.offset


def test_equal_rows_with_both_labels_settle() -> None:
    line = learn(np.ones((4, 1), np.float32), np.array([True, False, True, False]))
    assert line.converged
    assert np.isfinite(line.weights).all()


def test_rows_of_zeros_settle() -> None:
    line = learn(np.zeros((2, 3), np.float32), np.array([True, False]))
    assert line.converged
    assert not line.weights.any()


def test_it_says_when_it_does_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.ranking.learn._MOST_STEPS", 1)
    rows = np.random.default_rng(0).normal(size=(40, 9)).astype(np.float32)
    assert not learn(rows, np.arange(40) % 3 == 0).converged
