"""From scores to probabilities that hold: of places called 70 % sure, about 70 % are right.

Logistic regression (Platt 1999) of "this class is right" on its score and its lead over the best
other one, for the first few classes of each example. It is fitted to what approved examples would
have got, had they been left out, with a pull towards values found on other data; below ``ENOUGH``
examples these alone are used, and whoever shows the probabilities says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FIRST: tuple[float, float, float] = (-2.0, 5.5, 2.6)
ENOUGH = 20
_NEWEST = 600
_PULL = 1.0
_STEPS = 25
_CANDIDATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Constant, weight of the score, weight of the lead; ``examples`` 0: not fitted."""

    weights: tuple[float, float, float] = FIRST
    examples: int = 0

    def probabilities(self, scores: Floats) -> Floats:
        """How likely each class is right, by itself: (rows, classes) -> (rows, classes)."""
        import numpy as np

        constant, of_score, of_lead = self.weights
        found: Floats = constant + of_score * scores + of_lead * _leads(scores)
        return 1.0 / (1.0 + np.exp(-found))


def fitted(scores: Floats, truth: Floats) -> Calibration:
    """The calibration under which the truth is likeliest.

    Args:
        scores: of examples left out, oldest first, (examples, classes).
        truth: 1 where an example has the class, else 0; all 0 where it has none of them.
    """
    import numpy as np

    if len(scores) < ENOUGH:
        return Calibration()
    scores, truth = scores[-_NEWEST:], truth[-_NEWEST:]
    first = np.argsort(-scores, axis=1, kind="stable")[:, :_CANDIDATES]
    features = np.stack(
        [
            np.ones(first.size),
            np.take_along_axis(scores, first, axis=1).ravel(),
            np.take_along_axis(_leads(scores), first, axis=1).ravel(),
        ],
        axis=1,
    )
    weights = _newton(features, np.take_along_axis(truth, first, axis=1).ravel())
    return Calibration(weights=weights, examples=len(scores))


def _newton(features: Floats, right: Floats) -> tuple[float, float, float]:
    import numpy as np

    start = np.array(FIRST)
    weights = start.copy()
    for _ in range(_STEPS):
        likely = 1.0 / (1.0 + np.exp(-features @ weights))
        slope = features.T @ (likely - right) + _PULL * (weights - start)
        bend = (features * (likely * (1 - likely))[:, None]).T @ features + _PULL * np.eye(3)
        step = np.linalg.solve(bend, slope)
        weights -= step / max(1.0, float(np.abs(step).max()))
    constant, of_score, of_lead = (float(weight) for weight in weights)
    return constant, of_score, of_lead


def _leads(scores: Floats) -> Floats:
    """Each score less the best other one; the score itself where there is no other."""
    import numpy as np

    if scores.shape[1] < 2:
        return scores
    best = np.sort(scores, axis=1)[:, -2:]
    others = np.where(scores >= best[:, 1:], best[:, :1], best[:, 1:])
    found: Floats = scores - others
    return found
