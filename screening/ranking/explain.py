"""Why a record stands where it stands: words, neighbours, and the share of each component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.errors import UsageError
from screening.ranking.function_words import says_something
from screening.ranking.task import Ranking, RankingTask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from screening.ranking.features import TextFeatures
    from screening.ranking.known import Known


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
    """Rank (from 1), score, and the reasons for both.

    ``terms`` are the strongest that say something; ``other_terms`` is what all others that raise
    the record weigh together, function words among them.
    """

    record: str
    rank: int
    score: float
    shares: tuple[Share, ...]
    terms: tuple[TermWeight, ...]
    neighbours: tuple[Neighbour, ...]
    other_terms: float = 0.0


def explain(
    task: RankingTask, ranking: Ranking, record: str, *, terms: int = 8, neighbours: int = 3
) -> Explanation:
    """Explain one record's place in a ranking made from this task.

    Args:
        task: the task the ranking was made from (of a live ranking, its ``task``).
        ranking: the ranking.
        record: a record id.
        terms: at most so many terms, the strongest first.
        neighbours: at most so many included records, the nearest first.

    Raises:
        UsageError: the record is not in the ranking.
    """
    from screening.ranking.known import Known, label_array
    from screening.ranking.made_views import features_of

    if record not in ranking.order:
        raise UsageError(f"The record {record} is not in this ranking.", "Check the record id.")
    position = ranking.order.index(record)
    row = task.records.index(record)
    features = task.features or features_of(task, with_keywords=True)
    known = Known.of(task.titles, task.abstracts, label_array(task.records, task.labels))
    shares = _shares(ranking.components_of(record))
    raising = _terms(task, features, known, row) if shares else ()
    told = tuple(at for at in raising if says_something(at.term))[:terms]
    return Explanation(
        record=record,
        rank=position + 1,
        score=ranking.scores[position],
        shares=shares,
        terms=told,
        neighbours=_neighbours(task, features, known, row)[:neighbours],
        other_terms=sum(at.weight for at in raising if at not in told),
    )


def _shares(parts: dict[str, float]) -> tuple[Share, ...]:
    total = sum(abs(part) for part in parts.values())
    return tuple(
        Share(component=name, score=part, share=abs(part) / total if total else 0.0)
        for name, part in parts.items()
    )


def _terms(
    task: RankingTask, features: TextFeatures | None, known: Known, row: int
) -> tuple[TermWeight, ...]:
    """The terms by which words raise the record, as learned or, before that, by the question."""
    gains = {} if features is None else _gains(task, features, known, row)
    found = [(term, gain) for term, gain in gains.items() if gain > 0]
    found.sort(key=lambda pair: (-round(pair[1], 6), pair[0]))
    return tuple(TermWeight(term=term, weight=gain) for term, gain in found)


def _gains(task: RankingTask, features: TextFeatures, known: Known, row: int) -> dict[str, float]:
    """What each term gives the record."""
    direction = _direction(task, features, known)
    if direction is None:
        return {}
    with_stems = direction.size > features.terms.idf.size
    entries = (features.learnable.matrix if with_stems else features.full.matrix)[[row]]
    worth = entries.data * direction[entries.indices]
    return _by_term(features, dict(zip(entries.indices.tolist(), worth.tolist(), strict=True)))


def _by_term(features: TextFeatures, worth: Mapping[int, float]) -> dict[str, float]:
    """By name instead of column; what a stem gives is shared by the words that were cut to it."""
    from screening.ranking.stems import stem_of

    names, singles = features.terms.names, features.terms.single.size
    gains = {str(names[at]): gain for at, gain in worth.items() if at < names.size}
    words = [str(names[at]) for at in worth if at < singles]
    for at, gain in worth.items():
        if at >= names.size:
            stem = features.learnable.stems[at - names.size]
            cut = [word for word in words if stem_of(word) == stem]
            gains.update((word, gains[word] + gain / len(cut)) for word in cut)
    return gains


def _direction(
    task: RankingTask, features: TextFeatures, known: Known
) -> NDArray[np.float32] | None:
    from screening.ranking.signals import AskedWords, LearnedWords

    if known.warm:
        return LearnedWords(features).learned(known).weights
    return AskedWords(features, task.query).direction(known)


def _neighbours(
    task: RankingTask, features: TextFeatures | None, known: Known, row: int
) -> tuple[Neighbour, ...]:
    import numpy as np

    others = known.included[known.included != row]
    if task.vectors is not None:
        by, similar = "meaning", task.vectors[others] @ task.vectors[row]
    elif features is not None:
        matrix = features.full.matrix
        by, similar = "words", np.asarray((matrix[others] @ matrix[[row]].T).todense()).ravel()
    else:
        return ()
    pairs = sorted(
        zip((float(value) for value in similar), (task.records[i] for i in others), strict=True),
        key=lambda pair: (-round(pair[0], 6), pair[1]),
    )
    return tuple(Neighbour(record=name, similarity=value, by=by) for value, name in pairs)
