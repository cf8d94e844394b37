"""A ranking that goes on: made once from the texts, then one decision after another.

The same code ranks for ``tamis rank``, the screening queue, simulations and benchmarks. A ranking
to keep, :meth:`LiveRanking.ranking`, depends on the labels alone, bit by bit, not on the order or
the moments in which they came; :meth:`LiveRanking.next` and :meth:`LiveRanking.order` learn on from
the decision before, which is faster and the same but for records closer than the solver's error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from screening.ranking.contract import Ranker
from screening.ranking.registry import DEFAULT_RANKER, ranker_named
from screening.ranking.task import Component, Maker, Ranking, RankingTask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from screening.ranking.blend import Blend

_DIGITS = 12  # beyond these, sums of the same parts may differ


class LiveRanking:
    """The records of a review and what is known of them so far.

    Decisions are only noted when they come; learning waits until an order is asked for.

    Args:
        task: texts, queries, seed; the labels known already; the vectors if they are ready.
        ranker: a ranker or its name.

    Raises:
        UsageError: there is no such ranker, or it can do nothing without vectors.
    """

    def __init__(self, task: RankingTask, ranker: str | Ranker = DEFAULT_RANKER) -> None:
        from screening.ranking.known import Known, label_array, tie_ranks

        self._ranker = ranker_named(ranker) if isinstance(ranker, str) else ranker
        self._task = task
        self._rows = {record: row for row, record in enumerate(task.records)}
        self._labels = dict(task.labels)
        self._array = label_array(task.records, task.labels)
        self._texts = Known.of(task.titles, task.abstracts)
        self._ties = tie_ranks(task.seed, task.records)
        self._views = self._ranker.views(task)
        self._made: tuple[Blend, NDArray[np.float64]] | None = None

    @property
    def task(self) -> RankingTask:
        """The task with the labels of now, and with the features that were made of it."""
        views = self._views
        return replace(
            self._task,
            labels=dict(self._labels),
            features=views.features,
            nearest=views.nearest,
        )

    @property
    def labels(self) -> Mapping[str, bool]:
        """The decisions taken in so far: True for included, False for excluded."""
        return MappingProxyType(self._labels)

    def add(self, record: str, included: bool) -> None:  # noqa: FBT001 - the decision itself
        """Take in a decision, or a changed one.

        Raises:
            ValueError: there is no such record.
        """
        self._array[self._row(record)] = included
        self._labels[record] = included
        self._made = None

    def withdraw(self, record: str) -> None:
        """Forget a decision; without one nothing happens.

        Raises:
            ValueError: there is no such record.
        """
        self._array[self._row(record)] = -1
        self._labels.pop(record, None)
        self._made = None

    def attach(
        self, vectors: NDArray[np.float32], query_vector: NDArray[np.float32] | None = None
    ) -> None:
        """Take in sentence vectors once they are ready, in the order of the records.

        Raises:
            ValueError: they do not fit the records.
        """
        self._task = replace(self._task, vectors=vectors, query_vector=query_vector)
        self._views = self._ranker.views(self.task)
        self._made = None

    def next(self, count: int = 1) -> tuple[str, ...]:
        """The records to read next, best first; fewer than ``count`` if no more are left."""
        import numpy as np

        _blend, rounded = self._blended()
        unread = np.flatnonzero(self._array < 0)
        if 0 < count < unread.size:
            least = np.partition(rounded[unread], unread.size - count)[unread.size - count]
            unread = unread[rounded[unread] >= least]
        return self._named(self._sorted(unread, rounded)[:count])

    def order(self) -> tuple[str, ...]:
        """All records still to be read, best first."""
        return self.next(len(self._rows))

    def scores(self) -> NDArray[np.float64]:
        """The score of every record, in the order of the task."""
        return self._blended()[1]

    def ranking(self) -> Ranking:
        """All records, the labelled ones too, with their scores and components."""
        import numpy as np

        for view in self._views.learns:
            view.forget()
        self._made = None
        blend, rounded = self._blended()
        order = self._sorted(np.arange(rounded.size), rounded)
        return Ranking(
            order=self._named(order),
            scores=tuple(rounded[order].tolist()),
            components=tuple(
                Component(name=name, scores=tuple(part[order].tolist()))
                for name, part in blend.parts.items()
            ),
            maker=Maker(name=self._ranker.name, version=self._ranker.version, seed=self._task.seed),
            notes=self.notes(),
        )

    def notes(self) -> tuple[str, ...]:
        """Sentences that must be shown with the order."""
        from screening.ranking.notes import notes_of

        blend, _scores = self._blended()
        return (
            *self._views.notes,
            *notes_of(self._task, self._views, self._texts, blend),
        )

    def _row(self, record: str) -> int:
        if record not in self._rows:
            raise ValueError(f"there is no record {record!r} to rank")
        return self._rows[record]

    def _blended(self) -> tuple[Blend, NDArray[np.float64]]:
        from screening.ranking.blend import blend

        if self._made is None:
            made = blend(self._views, self._texts.with_labels(self._array.copy()))
            self._made = (made, made.total.round(_DIGITS) + 0.0)
        return self._made

    def _sorted(self, rows: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.int64]:
        import numpy as np

        return rows[np.lexsort((self._ties[rows], -scores[rows]))]

    def _named(self, rows: Iterable[int]) -> tuple[str, ...]:
        records = self._task.records
        return tuple(records[row] for row in rows)


def rank(task: RankingTask, ranker: str | Ranker = DEFAULT_RANKER) -> Ranking:
    """Rank all records of a task once.

    Raises:
        UsageError: there is no such ranker, or it can do nothing without vectors.
    """
    return LiveRanking(task, ranker).ranking()
