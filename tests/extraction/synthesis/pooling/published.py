"""Published data sets that other programs have pooled: counts as facts, one tuple a column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.synthesis.pooling.types import Study

Array = NDArray[np.float64]
Counts = tuple[Sequence[int], Sequence[int]]

MILLER: Counts = (3, 6, 10, 1), (11, 17, 21, 6)
"""Miller 1978, the example of the inverse of the double arcsine."""

METAFOR: Counts = (0, 4, 9, 16, 20), (10, 10, 15, 20, 20)
"""The five studies with which metafor tests its back-transformation."""

PRITZ: Counts = (
    (16, 10, 4, 43, 10, 25, 13, 12, 22, 4, 5, 18, 58, 6),
    (17, 12, 8, 58, 10, 42, 14, 12, 41, 5, 6, 23, 68, 10),
)
"""Pritz 1997: recovery after an operation, 14 studies."""

DE_BRUIN: Counts = (
    (11, 24, 179, 82, 60, 11, 99, 9, 88, 17, 26, 23, 40),
    (29, 33, 326, 240, 110, 29, 244, 17, 215, 26, 138, 55, 54),
)
"""de Bruin et al. 2009: an undetectable viral load under standard care, 13 trials."""

NIEL_WEISE_CONTROL: Counts = (
    (3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1),
    (117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69),
)
NIEL_WEISE_TREATED: Counts = (
    (0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4),
    (116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64),
)
"""Niel-Weise et al. 2007: infections by catheters, 18 trials; pooled by Stijnen et al. 2010."""


def arrays(counts: Counts) -> tuple[Array, Array]:
    """Events and totals as the inner functions take them."""
    events, totals = counts
    return np.array(events, dtype=np.float64), np.array(totals, dtype=np.float64)


def studies(counts: Counts) -> list[Study]:
    """The same as studies, named by their place."""
    rows = enumerate(zip(*counts, strict=True), start=1)
    return [Study(name=f"Study {at}", events=events, total=total) for at, (events, total) in rows]


def clasp() -> tuple[Array, Array]:
    """Log odds ratios and variances of six trials of aspirin (DerSimonian & Kacker 2007)."""
    a, n1 = arrays(((5, 5, 12, 69, 9, 313), (156, 303, 565, 1570, 103, 4659)))
    c, n2 = arrays(((8, 17, 9, 94, 11, 352), (74, 303, 477, 1565, 105, 4650)))
    return np.log(a * (n2 - c) / (c * (n1 - a))), 1 / a + 1 / (n1 - a) + 1 / c + 1 / (n2 - c)


def bcg() -> tuple[Array, Array]:
    """Log risk ratios and variances of the 13 trials of BCG (Colditz et al. 1994)."""
    a, b = arrays((
        (4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27),
        (119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886),
    ))  # fmt: skip
    c, d = arrays((
        (11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29),
        (128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825),
    ))  # fmt: skip
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
