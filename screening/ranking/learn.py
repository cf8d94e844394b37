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

from screening.ranking.gathered import AtOnce, Products, along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.gathered import Matrix

    Values = NDArray[np.float64]

COST = 0.11
RATIO = 9.8
_TOLERANCE = 5e-5
_MOST_STEPS = 200
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """A linear decision: ``rows @ weights + offset``; positive leans towards inclusion.

    ``dual`` says how often each row it was learned from is in the weights.
    """

    weights: NDArray[np.float32]
    offset: float
    dual: Values
    converged: bool

    def score(self, rows: Matrix) -> Values:
        """Decision value of each row."""
        values: Values = along(rows, self.weights) + self.offset
        return values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Start:
    """A line learned before: the scores it gives the rows, and its dual, 0 for new rows.

    No row that is in its weights may be missing.
    """

    scores: Values
    dual: Values


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
    rows: Matrix | Products,
    labels: NDArray[np.bool_],
    *,
    alone: Values | None = None,
    cost: float = COST,
    ratio: float = RATIO,
    start: Start | None = None,
) -> Line:
    """Fit on labelled rows.

    Args:
        rows: features of the labelled records, sparse or dense, float32; or as gathered.
        labels: True for included; both kinds must be there.
        alone: squared length of each row that its features do not hold; None for zeros.
        cost: C.
        ratio: what all included weigh against all excluded, see :func:`sample_weights`.
        start: a line learned before; None to start from nothing.
    """
    products = rows if isinstance(rows, Products) else AtOnce(rows)
    system = _System(products, labels, alone, 0.5 / (cost * sample_weights(labels, ratio)))
    inside, dual, rest = system.begin(start)
    settled = False
    for _ in range(_MOST_ROUNDS):
        dual, solved = system.solve(inside, dual, rest)
        # inside, the margin error is the dual over 2 C; outside, it must be computed
        error = dual if inside.all() else np.where(inside, dual, system.rest(dual))
        now = error * system.signs > 0
        settled = solved and bool((now == inside).all())
        if settled:
            break
        inside, dual, rest = now, np.where(now, dual, 0.0), None
    return Line(
        weights=products.weights(dual), offset=float(dual.sum()), dual=dual, converged=settled
    )


class _System:
    """The linear system of the rows inside the margin."""

    def __init__(
        self, products: Products, labels: NDArray[np.bool_], alone: Values | None, penalty: Values
    ) -> None:
        self.signs = np.where(labels, 1.0, -1.0)
        self._products = products
        self._own = penalty if alone is None else penalty + alone
        self._kinds = labels.astype(np.intp)
        self._included = np.flatnonzero(labels)
        self._parts = 1.0 / (self._own + 1.0)
        self._coarse = self._correction(products.between(labels))

    def _correction(self, between: Values) -> Values:
        """What the mean products within and between the classes change of a diagonal step."""
        shares = self._sums(self._parts)
        known: Values = _inverse(1.0 + 1e-6 * np.eye(2) + between)
        return _inverse(known + np.diag(shares))

    def _sums(self, values: Values) -> tuple[float, float]:
        """Added up: the excluded, the included."""
        included = float(values[self._included].sum())
        return float(values.sum()) - included, included

    def begin(self, start: Start | None) -> tuple[NDArray[np.bool_], Values, Values | None]:
        """Rows inside the margin, dual, and what the dual leaves if that is known already."""
        if start is None:
            return np.ones(self.signs.size, bool), np.zeros(self.signs.size), self.signs
        error = self.signs - start.scores
        inside: NDArray[np.bool_] = error * self.signs > 0
        if start.dual[~inside].any():
            return inside, np.where(inside, start.dual, 0.0), None
        return inside, start.dual, error - self._own * start.dual

    def apply(self, dual: Values) -> Values:
        """(X X' + 1 1' + own) a."""
        result: Values = self._products.through(dual) + dual.sum() + self._own * dual
        return result

    def rest(self, dual: Values) -> Values:
        """What the dual leaves of the signs; of a row outside the margin, its error."""
        rest: Values = self.signs - self.apply(dual)
        return rest

    def solve(
        self, inside: NDArray[np.bool_], dual: Values, rest: Values | None
    ) -> tuple[Values, bool]:
        """Conjugate gradients on the rows inside; and whether they settled."""
        mask = inside.astype(np.float64)
        rest = mask * (self.rest(dual) if rest is None else rest)
        step = near = mask * self._precondition(rest)
        power = float(rest @ near)
        for _ in range(_MOST_STEPS):
            if max(rest.max(), -rest.min()) <= _TOLERANCE:
                return dual, True
            image = mask * self.apply(step)
            length = power / float(step @ image)
            dual, rest = dual + length * step, rest - length * image
            near = mask * self._precondition(rest)
            power, before = float(rest @ near), power
            step = near + (power / before) * step
        return dual, False

    def _precondition(self, rest: Values) -> Values:
        near = rest * self._parts
        taken = self._coarse @ self._sums(near)
        fixed: Values = near - taken[self._kinds] * self._parts
        return fixed


def _inverse(square: Values) -> Values:
    """The inverse of a matrix of two rows."""
    (a, b), (c, d) = square.tolist()
    inverse: Values = np.asarray([[d, -b], [-c, a]]) / (a * d - b * c)
    return inverse
