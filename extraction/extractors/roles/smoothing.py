"""Roles follow one another: the forward-backward algorithm over the sentences of a text.

Rabiner LR, Proc IEEE 1989;77:257-286. The scores of single sentences stand in for the emissions,
divided by how often a role occurs, as in hybrid models (Bourlard & Morgan 1994).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def smoothed(scores: Floats, start: Floats, step: Floats, end: Floats) -> Floats:
    """Log-probabilities of the roles given the whole text.

    Args:
        scores: log-probabilities of each sentence alone, shape (sentences, roles).
        start: log-weights of the first role, shape (roles,).
        step: log-weights from role to role, shape (roles, roles).
        end: log-weights of the last role, shape (roles,).
    """
    import numpy as np

    before, after = np.zeros_like(scores), np.zeros_like(scores)
    before[0] = scores[0] + start
    for at in range(1, len(scores)):
        before[at] = scores[at] + np.logaddexp.reduce(before[at - 1][:, None] + step, axis=0)
    after[-1] = end
    for at in range(len(scores) - 2, -1, -1):
        ahead = step + (scores[at + 1] + after[at + 1])[None, :]
        after[at] = np.logaddexp.reduce(ahead, axis=1)
    found: Floats = before + after
    found -= np.logaddexp.reduce(found, axis=1)[:, None]
    return found
