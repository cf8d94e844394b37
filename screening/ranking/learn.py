"""The learner: a linear support vector machine, as in ASReview's ELAS u4.

It minimises |w|^2 / 2 + sum of C_i * max(0, 1 - y_i * (w @ x_i + b))^2, b penalised like w:
what LinearSVC of scikit-learn minimises with its defaults. It is solved in the dual, where the
rows inside the margin (with these weights nearly all) obey the linear system

    (X X' + 1 1' + diag(1 / (2 C_i))) a = y,    w = X' a,    b = sum a,

by conjugate gradients, preconditioned by the diagonal and the means of the two classes, and
repeated until the set of rows inside the margin stands (Keerthi and DeCoste 2005). From nothing
the same labels give the same weights bit by bit; from the scores of a decision ago the same weights
within the tolerance, in half the time. No sum is left to a threaded library, which would
add in another order on another machine and spend more on threads than it saves.

Imported lazily: needs numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.features import Matrix

    Values = NDArray[np.float64]

COST = 0.11
RATIO = 9.8
_TOLERANCE = 5e-5
_MOST_STEPS = 200
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A linear decision: ``rows @ weights + offset``; positive leans towards inclusion."""

    weights: NDArray[np.float32]
    offset: float
    converged: bool

    def score(self, rows: Matrix) -> Values:
        """Decision value of each row."""
        values: Values = along(rows, self.weights) + self.offset
        return values


def along(rows: Matrix, direction: NDArray[np.float32]) -> Values:
    """The product of each row with a direction, rows sparse or dense; equal rows, equal bits."""
    if isinstance(rows, np.ndarray):
        values: Values = np.einsum("ij,j->i", rows, direction).astype(np.float64)
        return values
    return np.asarray(rows @ direction, np.float64)


def sample_weights(labels: NDArray[np.bool_], ratio: float = RATIO) -> Values:
    """Weights with mean one that make all included weigh ``ratio`` times all excluded together.

    With n1 included and n0 excluded an excluded record weighs n1 / (ratio * n0) included ones:
    the formula of ASReview's ``Balanced`` as it is executed (its description says the inverse).
    """
    included = int(labels.sum())
    excluded = labels.size - included
    weights = np.where(labels, 1.0, included / (ratio * excluded))
    scaled: Values = weights / weights.mean()
    return scaled


def learn(
    rows: Matrix,
    labels: NDArray[np.bool_],
    *,
    alone: Values | None = None,
    cost: float = COST,
    ratio: float = RATIO,
    start: Values | None = None,
) -> Line:
    """Fit on labelled rows.

    Args:
        rows: features of the labelled records, sparse or dense, float32.
        labels: True for included; both kinds must be there.
        alone: squared length of each row that its features do not hold; None for zeros.
        cost: C.
        ratio: what all included weigh against all excluded, see :func:`sample_weights`.
        start: scores of the rows by a line learned before; None to start from nothing.
    """
    system = _System(rows, labels, alone, 0.5 / (cost * sample_weights(labels, ratio)))
    inside, dual = system.begin(start)
    settled = False
    for _ in range(_MOST_ROUNDS):
        dual, solved = system.solve(inside, np.where(inside, dual, 0.0))
        # inside, the margin error is the dual over 2 C; outside, it must be computed
        error = np.where(inside, dual, system.signs - system.apply(dual))
        now = error * system.signs > 0
        settled = solved and bool((now == inside).all())
        if settled:
            break
        inside = now
    return Line(weights=system.weights(dual), offset=float(dual.sum()), converged=settled)


class _System:
    """The linear system of the rows inside the margin."""

    def __init__(
        self, rows: Matrix, labels: NDArray[np.bool_], alone: Values | None, penalty: Values
    ) -> None:
        self.signs = np.where(labels, 1.0, -1.0)
        self._rows, self._columns, self._labels = rows, rows.T, labels
        self._own = penalty if alone is None else penalty + alone
        self._prepare()

    def _prepare(self) -> None:
        """The preconditioner: own diagonal, plus the mean product within and between classes."""
        kinds = (self._labels, ~self._labels)
        means = [self.weights(kind / kind.sum()).astype(np.float64) for kind in kinds]
        within = 1.0 + np.einsum("ik,jk->ij", np.asarray(means), np.asarray(means))
        self._diagonal = self._own + 1.0
        shares = [float((kind / self._diagonal).sum()) for kind in kinds]
        self._coarse = np.linalg.inv(np.linalg.inv(within + 1e-6 * np.eye(2)) + np.diag(shares))

    def begin(self, scores: Values | None) -> tuple[NDArray[np.bool_], Values]:
        """Rows inside the margin and dual, as scores given before have them."""
        if scores is None:
            return np.ones(self.signs.size, bool), np.zeros(self.signs.size)
        error = self.signs - scores
        inside: NDArray[np.bool_] = error * self.signs > 0
        return inside, np.where(inside, error / self._own, 0.0)

    def weights(self, dual: Values) -> NDArray[np.float32]:
        """X' a."""
        values = dual.astype(np.float32)
        if isinstance(self._rows, np.ndarray):
            product: NDArray[np.float32] = np.einsum("ij,i->j", self._rows, values)
            return product
        return np.asarray(self._columns @ values, np.float32)

    def apply(self, dual: Values) -> Values:
        """(X X' + 1 1' + own) a, without the part of ``own`` where the dual is zero."""
        product = along(self._rows, self.weights(dual))
        result: Values = product + dual.sum() + self._own * dual
        return result

    def solve(self, inside: NDArray[np.bool_], start: Values) -> tuple[Values, bool]:
        """Conjugate gradients from ``start``, on the rows inside; and whether they settled."""
        dual = start
        rest = np.where(inside, self.signs - self.apply(dual), 0.0)
        step = near = self._precondition(rest, inside)
        power = float(rest @ near)
        for _ in range(_MOST_STEPS):
            if np.abs(rest).max() <= _TOLERANCE:
                return dual, True
            image = np.where(inside, self.apply(step), 0.0)
            length = power / float(step @ image)
            dual, rest = dual + length * step, rest - length * image
            near = self._precondition(rest, inside)
            power, before = float(rest @ near), power
            step = near + (power / before) * step
        return dual, False

    def _precondition(self, rest: Values, inside: NDArray[np.bool_]) -> Values:
        near = rest / self._diagonal
        sums = np.asarray([near[self._labels].sum(), near[~self._labels].sum()])
        taken = self._coarse @ sums
        fixed: Values = near - np.where(self._labels, taken[0], taken[1]) / self._diagonal
        return np.where(inside, fixed, 0.0)
