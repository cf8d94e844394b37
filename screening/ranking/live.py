"""A ranking that goes on: made once from the texts, then one decision after another.

The same code ranks for ``tamis rank``, the screening queue, simulations and benchmarks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from screening.ranking.registry import DEFAULT_RANKER, ranker_named
from screening.ranking.task import Ranking, RankingTask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LiveRanking:
    """The records of a review and what is known of them so far.

    Args:
        task: texts, queries, seed; the labels known already; the vectors if they are ready.
        ranker: the name of a ranker.

    Raises:
        UsageError: there is no such ranker, or it can do nothing without vectors.
    """

    def __init__(self, task: RankingTask, ranker: str = DEFAULT_RANKER) -> None:
        from screening.ranking.signals import features_of

        self._ranker = ranker_named(ranker)
        self._labels = dict(task.labels)
        self._task = replace(task, features=features_of(task), labels=self._labels)
        self._made: Ranking | None = None

    @property
    def labels(self) -> Mapping[str, bool]:
        """The decisions taken in so far: True for included, False for excluded."""
        return MappingProxyType(self._labels)

    def add(self, record: str, included: bool) -> None:
        """Take in a decision, or a changed one.

        Raises:
            ValueError: there is no such record.
        """
        if record not in self._task.records:
            raise ValueError(f"there is no record {record!r} to rank")
        self._labels[record] = included
        self._made = None

    def withdraw(self, record: str) -> None:
        """Forget a decision; without one nothing happens."""
        self._labels.pop(record, None)
        self._made = None

    def attach(
        self, vectors: NDArray[np.float32], query_vector: NDArray[np.float32] | None = None
    ) -> None:
        """Take in sentence vectors once they are ready, in the order of the records."""
        self._task = replace(self._task, vectors=vectors, query_vector=query_vector)
        self._made = None

    def next(self, count: int = 1) -> tuple[str, ...]:
        """The records to read next, best first; fewer than ``count`` if no more are left."""
        return self.order()[:count]

    def order(self) -> tuple[str, ...]:
        """All records still to be read, best first."""
        return tuple(record for record in self.ranking().order if record not in self._labels)

    def ranking(self) -> Ranking:
        """All records, the labelled ones too, with their scores and components."""
        if self._made is None:
            self._made = self._ranker.rank(replace(self._task, labels=dict(self._labels)))
        return self._made
