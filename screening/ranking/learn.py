"""The learner: ASReview's ELAS u4, a linear support vector machine on unit rows.

Imported lazily: needs scikit-learn.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.features import Matrix

COST = 0.11
RATIO = 9.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A linear decision: ``rows @ weights + offset``; positive leans towards inclusion."""

    weights: NDArray[np.float64]
    offset: float
    converged: bool

    def score(self, rows: Matrix) -> NDArray[np.float64]:
        """Decision value of each row."""
        values: NDArray[np.float64] = np.asarray(rows @ self.weights).ravel() + self.offset
        return values


def sample_weights(labels: NDArray[np.bool_], ratio: float = RATIO) -> NDArray[np.float64]:
    """Weights with mean one that make all included weigh ``ratio`` times all excluded together.

    With n1 included and n0 excluded an excluded record weighs n1 / (ratio * n0) included ones:
    the formula of ASReview's ``Balanced`` as it is executed (its description says the inverse).
    """
    included = int(labels.sum())
    excluded = labels.size - included
    weights = np.where(labels, 1.0, included / (ratio * excluded))
    scaled: NDArray[np.float64] = weights / weights.mean()
    return scaled


def learn(rows: Matrix, included: Sequence[int], excluded: Sequence[int], seed: int) -> Line:
    """Fit on the labelled rows: squared hinge loss, C = 0.11, weights of ratio 9.8.

    Args:
        rows: features of all records, sparse or dense.
        included: positions of included records, at least one.
        excluded: positions of excluded records, at least one.
        seed: for the solver's order of coordinates.
    """
    positions = np.asarray(sorted([*included, *excluded]))
    labels = np.isin(positions, np.asarray(included))
    machine = LinearSVC(C=COST, loss="squared_hinge", random_state=seed % 2**31)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        machine.fit(rows[positions], labels, sample_weight=sample_weights(labels))
    return Line(
        weights=np.asarray(machine.coef_, dtype=np.float64).ravel(),
        offset=float(machine.intercept_[0]),
        converged=not any(issubclass(w.category, ConvergenceWarning) for w in caught),
    )
