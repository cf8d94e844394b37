"""What a ranker is given and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from screening.ranking.features import TextFeatures
    from screening.ranking.nearest import Nearest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankingTask:
    """Records to rank and everything a ranker may know of them.

    Attributes:
        records: ids, each once.
        titles: one text per record, empty if unknown.
        abstracts: one text per record, empty if unknown.
        keywords: one text per record, its keywords and subject headings; or nothing at all.
        queries: the review's title first, empty if it has none, then questions and inclusion
            criteria. Leave exclusion criteria out: their words attract the very records nobody
            wants.
        labels: True for included, False for excluded, by record id; others are still to be read.
        vectors: float32 of shape (records, dimension), rows of unit length, a row of zeros for a
            record without text; None if there is no encoder.
        query_vector: float32 of shape (dimension,), from the same encoder; None if unknown.
        seed: breaks ties and seeds the learners.
        features: word features made before from the same texts
            (:func:`screening.ranking.made_views.features_of`), so that several rankings of the same
            records make them once; made anew where they were made of other parts.
        nearest: nearest records found before by the same features; found anew for others.
        wanted: the records whose order is asked for, of which the notes tell; all if None. The
            others are there to be learned from.
    """

    records: tuple[str, ...]
    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    labels: Mapping[str, bool] = field(default_factory=dict)
    vectors: NDArray[np.float32] | None = None
    query_vector: NDArray[np.float32] | None = None
    seed: int = 0
    features: TextFeatures | None = None
    nearest: Nearest | None = None
    wanted: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Refuse a task whose parts do not fit together.

        Raises:
            ValueError: lengths, ids, labels or vectors do not match.
        """
        count = len(self.records)
        if len(self.titles) != count or len(self.abstracts) != count:
            raise ValueError("a ranking task needs one title and one abstract per record")
        if self.keywords and len(self.keywords) != count:
            raise ValueError("a ranking task needs keywords for every record or for none")
        if len(set(self.records)) != count:
            raise ValueError("a ranking task names a record twice")
        if not self.labels.keys() <= set(self.records):
            raise ValueError("a ranking task has labels for records it does not hold")
        if self.vectors is not None and (self.vectors.ndim != 2 or len(self.vectors) != count):
            raise ValueError("a ranking task needs one vector per record")
        if self.features is not None and self.features.count != count:
            raise ValueError("a ranking task needs features of the same records")
        self._check_query_vector()

    def _check_query_vector(self) -> None:
        if self.vectors is None or self.query_vector is None:
            return
        if self.query_vector.shape != self.vectors.shape[1:]:
            raise ValueError("a ranking task needs a query vector as long as its vectors")

    @property
    def query(self) -> str:
        """All queries as one text."""
        return "\n".join(text.strip() for text in self.queries if text.strip())

    @property
    def stated(self) -> bool:
        """Whether more is asked than the review's title: a question, an inclusion criterion."""
        return any(text.strip() for text in self.queries[1:])

    @property
    def included(self) -> int:
        """How many records are known to be included."""
        return sum(self.labels.values())

    @property
    def excluded(self) -> int:
        """How many records are known to be excluded."""
        return len(self.labels) - self.included


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who made a ranking: enough to make it again from the same task."""

    name: str
    version: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One reason for the scores: what it is called, and its part of each score, in rank order."""

    name: str
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All records of a task, best first, labelled ones included.

    ``scores`` and the scores of each component stand in the order of ``order``; the components
    of a record add up to its score. Scores compare records within one ranking and mean nothing
    across rankings. ``notes`` are sentences that must be shown with the ranking.
    """

    order: tuple[str, ...]
    scores: tuple[float, ...]
    components: tuple[Component, ...]
    maker: Maker
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether the question counts in the scores."""
        return any(at.name.startswith("question") for at in self.components)

    def components_of(self, record: str) -> dict[str, float]:
        """Each component's part of the record's score.

        Raises:
            ValueError: the ranking does not hold the record.
        """
        position = self.order.index(record)
        return {component.name: component.scores[position] for component in self.components}
