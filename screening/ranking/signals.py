"""What words and vectors say of each record: one signal per way of looking.

Imported lazily: needs scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.features import (
    TextFeatures,
    bm25,
    bm25_weights,
    fed_back,
    mean_row,
    text_features,
    unit,
)
from screening.ranking.learn import learn
from screening.ranking.scores import by_group, by_title
from screening.ranking.task import RankingTask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.scores import Scores

NOT_CONVERGED = "The learner stopped before it settled; the order may still improve a little."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signal:
    """One score per record, larger is better; ``note`` is a sentence to show, mostly empty."""

    name: str
    scores: Scores
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """All that a set of features says: of the question, of likeness to the included, learned.

    ``learned`` is empty until both an included and an excluded record are known.
    """

    question: tuple[Signal, ...] = ()
    likeness: tuple[Signal, ...] = ()
    learned: tuple[Signal, ...] = ()

    def __add__(self, other: Signals) -> Signals:
        return Signals(
            question=self.question + other.question,
            likeness=self.likeness + other.likeness,
            learned=self.learned + other.learned,
        )


def features_of(task: RankingTask) -> TextFeatures | None:
    """The task's word features, made now unless the task brings them."""
    return task.features or text_features(task.titles, task.abstracts)


def word_signals(task: RankingTask) -> Signals:
    """BM25 and TF-IDF feedback for the question, TF-IDF likeness, ELAS u4."""
    features = features_of(task)
    if features is None:
        return Signals()
    return Signals(
        question=_question_words(task, features),
        likeness=_like_included_words(task, features),
        learned=_learned_words(task, features),
    )


def vector_signals(task: RankingTask) -> Signals:
    """Cosine to the question, cosine to the included, the same learner on vectors."""
    if task.vectors is None or not task.records:
        return Signals()
    rows = task.vectors.astype(np.float64)
    question: tuple[Signal, ...] = ()
    if task.query_vector is not None and task.query_vector.any():
        question = (_cosine("question, meaning", rows, task.query_vector.astype(np.float64), task),)
    likeness: tuple[Signal, ...] = ()
    if task.included:
        mean = rows[list(task.included)].mean(axis=0)
        likeness = (_cosine("like the included, meaning", rows, mean, task),)
    return Signals(question=question, likeness=likeness, learned=_learned_meaning(task, rows))


def _question_words(task: RankingTask, features: TextFeatures) -> tuple[Signal, ...]:
    signals = []
    weights = bm25_weights(features, task.query)
    if weights.any():
        scores = by_title(
            bm25(features.counts, weights), bm25(features.title_counts, weights), task
        )
        signals.append(Signal(name="question, words", scores=scores))
    direction = fed_back(features, task.query, task.excluded)
    if direction is not None:
        signals.append(_along("question, topic", features, direction, task))
    return tuple(signals)


def _like_included_words(task: RankingTask, features: TextFeatures) -> tuple[Signal, ...]:
    if not task.included:
        return ()
    direction = unit(mean_row(features.tfidf, task.included))
    return (_along("like the included, words", features, direction, task),)


def _learned_words(task: RankingTask, features: TextFeatures) -> tuple[Signal, ...]:
    if not (task.included and task.excluded):
        return ()
    line = learn(features.tfidf, task.included, task.excluded, task.seed)
    scores = by_title(line.score(features.tfidf), line.score(features.titles), task)
    note = "" if line.converged else NOT_CONVERGED
    return (Signal(name="learned, words", scores=scores, note=note),)


def _learned_meaning(task: RankingTask, rows: NDArray[np.float64]) -> tuple[Signal, ...]:
    if not (task.included and task.excluded):
        return ()
    line = learn(rows, task.included, task.excluded, task.seed)
    note = "" if line.converged else NOT_CONVERGED
    return (Signal(name="learned, meaning", scores=by_group(line.score(rows), task), note=note),)


def _along(
    name: str, features: TextFeatures, direction: NDArray[np.float64], task: RankingTask
) -> Signal:
    full = np.asarray(features.tfidf @ direction).ravel()
    titles = np.asarray(features.titles @ direction).ravel()
    return Signal(name=name, scores=by_title(full, titles, task))


def _cosine(
    name: str, rows: NDArray[np.float64], direction: NDArray[np.float64], task: RankingTask
) -> Signal:
    return Signal(name=name, scores=by_group(rows @ unit(direction), task))
