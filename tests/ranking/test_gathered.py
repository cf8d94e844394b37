from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from screening.ranking import gathered
from screening.ranking.gathered import AtOnce, Gathered
from screening.ranking.known import Known
from screening.ranking.signals import LearnedMeaning

ROWS = np.random.default_rng(5).normal(size=(30, 8)).astype(np.float32)
ROWS[ROWS < -0.5] = 0
both_kinds = pytest.mark.parametrize("sparse", [True, False])


@pytest.fixture(params=[0, 5, 1000])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Pairs are kept never, to begin with, always."""
    count = int(request.param)
    monkeypatch.setattr(gathered, "_PAIRS_OF_SPARSE", count)
    monkeypatch.setattr(gathered, "_PAIRS_OF_DENSE", count)
    return count


def labels_of(**places: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    labels = np.full(30, -1, np.int8)
    for name, label in places.items():
        labels[int(name[1:])] = label
    return labels


@both_kinds
@pytest.mark.usefixtures("most")
def test_rows_gathered_one_by_one_have_the_products_of_rows_taken_at_once(sparse: bool) -> None:
    rows = Gathered(csr_matrix(ROWS) if sparse else ROWS)
    labels, order = np.full(30, -1, np.int8), np.random.default_rng(2).permutation(30)
    for count, place in enumerate(order.tolist(), start=1):
        labels[place] = count % 3 == 0
        at = rows.take(labels)
        assert at.tolist() == order[:count].tolist()
        once, dual = AtOnce(ROWS[at]), np.linspace(-1, 1, count)
        assert np.allclose(rows.weights(dual), once.weights(dual), atol=1e-5)
        assert np.allclose(rows.through(dual), once.through(dual), atol=1e-5)


@both_kinds
@pytest.mark.usefixtures("most")
def test_mean_products_are_made_anew_when_a_class_has_grown(sparse: bool) -> None:
    rows = Gathered(csr_matrix(ROWS) if sparse else ROWS)
    labels = np.full(30, -1, np.int8)
    labels[:20] = np.arange(20) % 2
    first = rows.between(labels[rows.take(labels)] == 1)
    assert np.allclose(first, AtOnce(ROWS[:20]).between(labels[:20] == 1), atol=1e-5)
    labels[20] = 0
    assert rows.between(labels[rows.take(labels)] == 1) is first
    labels[21:30] = 1
    again = rows.between(labels[rows.take(labels)] == 1)
    assert np.allclose(again, AtOnce(ROWS).between(labels == 1), atol=1e-5)


def test_rows_that_lost_their_label_do_not_fit() -> None:
    rows = Gathered(ROWS)
    rows.take(labels_of(R3=1, R7=0))
    assert rows.fits(labels_of(R3=0, R7=0, R9=1))
    assert not rows.fits(labels_of(R3=1, R9=0))


@pytest.mark.usefixtures("most")
def test_learning_on_finds_what_learning_anew_finds_whatever_came_between() -> None:
    chosen = np.random.default_rng(11)
    unit = np.asarray(ROWS / np.linalg.norm(ROWS, axis=1, keepdims=True), np.float32)
    known = Known.of(["a"] * 30, ["b"] * 30, labels_of(R0=1, R1=0, R2=0, R5=1))
    on = LearnedMeaning(unit, 0.3)
    on.signal(known)
    labels = known.labels.copy()
    for _ in range(120):  # decisions, changed decisions, withdrawn ones
        labels[chosen.integers(4, 30, size=chosen.integers(1, 4))] = chosen.integers(-1, 2)
        now = known.with_labels(labels.copy())
        anew = LearnedMeaning(unit, 0.3).signal(now)
        assert on.signal(now).scores == pytest.approx(anew.scores, abs=5e-4)
