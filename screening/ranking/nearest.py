"""The records nearest to each record by words, and what the learners say of these.

What is learned fails in the tail: the last relevant records use words that few included records
use. Their nearest records are often ranked better, and a record that leans on these is found
sooner (the cluster hypothesis of van Rijsbergen; Diaz 2005 for the regularised scores).

Imported lazily: needs numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.known import tie_ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.features import TextFeatures
    from screening.ranking.scores import Scores

_NEAREST = 10
_BLOCK = 256
_DIGITS = 4  # cosines nearer than this are equal


class Nearest:
    """The nearest records, found when they are first needed and kept.

    Args:
        features: words of the records.
        records: their ids, which decide between equally near ones whatever the order of the file.
    """

    def __init__(self, features: TextFeatures, records: Sequence[str]) -> None:
        self.features = features
        self._records = records

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """Positions of the 10 records of highest TF-IDF cosine, -1 for none; (records, 10)."""
        order = np.argsort(tie_ranks(0, self._records))
        rows = self.features.full.matrix[order]
        columns = rows.T.tocsr()
        named = np.append(order, -1).astype(np.int32)  # -1, the last, for none
        places = np.full((order.size, _NEAREST), -1, np.int32)
        for first in range(0, order.size, _BLOCK):
            cosines = (rows[first : first + _BLOCK] @ columns).toarray().round(_DIGITS)
            found = named[_highest(cosines, first)]
            places[order[first : first + _BLOCK], : found.shape[1]] = found
        return places

    def mean(self, scores: Scores) -> Scores:
        """The mean score of each record's nearest; a missing one counts 0."""
        result: Scores = np.append(scores, 0.0)[self.places].mean(axis=1)
        return result


def _highest(cosines: NDArray[np.float32], first: int) -> NDArray[np.int64]:
    """Columns of the highest cosines of each row but its own, rising; -1 where they are 0."""
    own = np.arange(len(cosines))
    cosines[own, first + own] = 0.0
    most = min(_NEAREST, cosines.shape[1])
    columns = np.sort(np.argpartition(-cosines, most - 1, axis=1)[:, :most], axis=1)
    return np.where(np.take_along_axis(cosines, columns, axis=1) > 0, columns, -1)
