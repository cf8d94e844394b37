"""Scores made comparable: standardised, fused, fair to records without an abstract.

Imported lazily: needs numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.known import Known

    Scores = NDArray[np.float64]

FUSION_K = 60
"""Reciprocal rank fusion adds 1 / (60 + rank) (Cormack, Clarke and Buettcher 2009)."""
DIGITS = 6
"""Scores are rounded to so many digits: beyond them, equal texts may differ by noise."""
_GROUP_WEIGHT = 10.0
_SMALLEST_SPREAD = 2e-6


def by_title(full: Scores, titles: Scores, known: Known) -> Scores:
    """Place each record without an abstract where its title stands among all titles.

    A title alone and a title with an abstract are not comparable: the one has a tenth of the
    words. So a title-only record gets the score which, among the records with an abstract, stands
    at the same quantile as its title's score among their titles, or its own score if that is
    higher. Measured on seven labelled reviews with included title-only records, these rise from
    the middle of the ranking (rank percentile 52) to the first third (32), at equal loss.

    Args:
        full: scores of title and abstract.
        titles: scores of the titles alone, by the same method.
        known: says which records have an abstract.
    """
    complete, lone = known.complete, known.lone
    if not lone.any():
        return full
    placed = full.copy()
    steps, scale = np.sort(titles[complete]), np.sort(full[complete])
    below = np.searchsorted(steps, titles[lone], side="left")
    up_to = np.searchsorted(steps, titles[lone], side="right")
    quantiles = (below + up_to) / (2 * steps.size)
    stands = np.interp(quantiles * (scale.size - 1), np.arange(scale.size), scale)
    placed[lone] = np.maximum(full[lone], stands)
    return placed


def by_group(scores: Scores, known: Known) -> Scores:
    """Lift records without an abstract where vectors put them, as a group, below the others.

    There is no vector of the title alone for the others, so the group's mean is moved onto that
    of all records, the less the smaller the group is: ten records of the overall mean are added
    to it. A group that already stands higher stays.
    """
    lone = known.lone
    if not lone.any():
        return scores
    size = float(lone.sum())
    lack = float(scores[known.usable].mean() - scores[lone].mean()) * size / (size + _GROUP_WEIGHT)
    moved = scores.copy()
    moved[lone] += max(0.0, lack)
    return moved


def standardised(scores: Scores, known: Known) -> Scores:
    """z-scores over the records still to be read; records without text get the middle, 0.

    Equal scores give zeros. With fewer than two records to read, all records are the yardstick.
    """
    pool = scores[known.yardstick]
    if not pool.size:
        return np.zeros_like(scores)
    mean = pool.mean()
    spread = float(pool.std(mean=mean))
    if spread < _SMALLEST_SPREAD:
        return np.zeros_like(scores)
    result: Scores = np.where(known.usable, (scores - mean) / spread, 0.0).round(DIGITS)
    return result


def fusion_part(scores: Scores, known: Known) -> Scores:
    """Each record's part in a reciprocal rank fusion: 1 / (60 + rank), ties share their mean rank.

    A record without text takes the middle rank.
    """
    rounded = np.round(scores, DIGITS)
    steps = np.sort(-rounded[known.usable])
    first = np.searchsorted(steps, -rounded, side="left")
    last = np.searchsorted(steps, -rounded, side="right")
    ranks = np.where(known.usable, (first + 1 + last) / 2, (steps.size + 1) / 2)
    parts: Scores = 1.0 / (FUSION_K + ranks)
    return parts
