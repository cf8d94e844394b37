"""Why a record stands where it stands: words, neighbours, and the share of each component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.errors import UsageError
from screening.ranking.task import Ranking, RankingTask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from screening.ranking.features import TextFeatures


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWeight:
    """A term of the record and how much it raises the record by words; always positive."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An included record and its cosine similarity, by ``meaning`` (vectors) or ``words``."""

    record: str
    similarity: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A component's part of the score, and its share (0 to 1) of all parts' absolute sum."""

    component: str
    score: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Rank (from 1), score, and the reasons for both."""

    record: str
    rank: int
    score: float
    shares: tuple[Share, ...]
    terms: tuple[TermWeight, ...]
    neighbours: tuple[Neighbour, ...]


def explain(
    task: RankingTask, ranking: Ranking, record: str, *, terms: int = 8, neighbours: int = 3
) -> Explanation:
    """Explain one record's place in a ranking made from this task.

    Args:
        task: the task the ranking was made from.
        ranking: the ranking.
        record: a record id.
        terms: at most so many terms, the strongest first.
        neighbours: at most so many included records, the nearest first.

    Raises:
        UsageError: the record is not in the ranking.
    """
    from screening.ranking.signals import features_of

    if record not in ranking.order:
        raise UsageError(f"The record {record} is not in this ranking.", "Check the record id.")
    position = ranking.order.index(record)
    row = task.records.index(record)
    features = features_of(task)
    return Explanation(
        record=record,
        rank=position + 1,
        score=ranking.scores[position],
        shares=_shares(ranking.components_of(record)),
        terms=_terms(task, features, row, terms),
        neighbours=_neighbours(task, features, row, neighbours),
    )


def _shares(parts: dict[str, float]) -> tuple[Share, ...]:
    total = sum(abs(part) for part in parts.values())
    return tuple(
        Share(component=name, score=part, share=abs(part) / total if total else 0.0)
        for name, part in parts.items()
    )


def _terms(
    task: RankingTask, features: TextFeatures | None, row: int, most: int
) -> tuple[TermWeight, ...]:
    """The terms by which words raise the record, as learned or, before that, by the question."""
    direction = None if features is None else _direction(task, features)
    if features is None or direction is None:
        return ()
    entries = features.tfidf[[row]]
    gains = entries.data * direction[entries.indices]
    names = features.terms[entries.indices]
    found = [(str(name), float(gain)) for name, gain in zip(names, gains, strict=True) if gain > 0]
    found.sort(key=lambda pair: (-round(pair[1], 12), pair[0]))
    return tuple(TermWeight(term=name, weight=gain) for name, gain in found[:most])


def _direction(task: RankingTask, features: TextFeatures) -> NDArray[np.float64] | None:
    from screening.ranking.features import fed_back, mean_row, unit
    from screening.ranking.learn import learn

    if task.included and task.excluded:
        return learn(features.tfidf, task.included, task.excluded, task.seed).weights
    asked = fed_back(features, task.query, task.excluded)
    if not task.included:
        return asked
    liked = unit(mean_row(features.tfidf, task.included))
    return liked if asked is None else liked + asked


def _neighbours(
    task: RankingTask, features: TextFeatures | None, row: int, most: int
) -> tuple[Neighbour, ...]:
    import numpy as np

    others = [i for i in task.included if i != row]
    if not others:
        return ()
    if task.vectors is not None:
        by, similar = "meaning", task.vectors[others] @ task.vectors[row]
    elif features is not None:
        by = "words"
        similar = np.asarray((features.tfidf[others] @ features.tfidf[[row]].T).todense()).ravel()
    else:
        return ()
    pairs = sorted(
        zip((float(value) for value in similar), (task.records[i] for i in others), strict=True),
        key=lambda pair: (-round(pair[0], 6), pair[1]),
    )
    return tuple(Neighbour(record=name, similarity=value, by=by) for value, name in pairs[:most])
