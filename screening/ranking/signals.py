"""What words and vectors say of each record: one signal per way of looking.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.gathered import Gathered, along
from screening.ranking.learn import COST, Line, Start, learn
from screening.ranking.question import Bm25, Topic, mean_row, unit
from screening.ranking.scores import by_group, by_title

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.features import TextFeatures
    from screening.ranking.gathered import Matrix
    from screening.ranking.known import Known
    from screening.ranking.scores import Scores
    from screening.ranking.term_rows import Rows

    Direction = NDArray[np.float32]

_WORDS = "learned, words"
NOT_CONVERGED = "The learner stopped before it settled; the order may still improve a little."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signal:
    """One score per record, larger is better; ``note`` is a sentence to show, mostly empty."""

    name: str
    scores: Scores
    note: str = ""


class Learner:
    """A linear learner on the rows of a matrix, which starts where it last ended.

    Args:
        matrix: one row per record, sparse or dense, float32.
        cost: C of the learner.
        alone: squared length of each row that the matrix does not hold; None for zeros.
    """

    def __init__(self, matrix: Matrix, cost: float, alone: Scores | None = None) -> None:
        self._matrix, self._cost, self._alone = matrix, cost, alone
        self._gathered = Gathered(matrix)
        self._last: _Last | None = None

    def forget(self) -> None:
        """Start from nothing the next time, so that only the labels decide."""
        self._last = None

    def learned(self, known: Known) -> Line:
        """What was learned; both kinds of labels must be there. Keeps the scores it gives."""
        last = self._last
        if last is None or (known.labels[last.at] < 0).any():  # none, or a label was withdrawn
            at, start = known.labelled, None
            rows: Matrix | Gathered = self._matrix[at]
        else:
            rows = self._rows(known)
            at = rows.take(known.labels)
            start = Start(scores=last.scores[at], dual=last.dual[at])
        alone = None if self._alone is None else self._alone[at]
        line = learn(rows, known.labels[at] == 1, alone=alone, cost=self._cost, start=start)
        self._last = _Last.of(line, at, line.score(self._matrix))
        return line

    @property
    def scores(self) -> Scores:
        """The scores of all records by what was learned last; zeros before."""
        return np.zeros(self._matrix.shape[0]) if self._last is None else self._last.scores

    def _rows(self, known: Known) -> Gathered:
        if not self._gathered.fits(known.labels):
            self._gathered = Gathered(self._matrix)
        return self._gathered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Last:
    """What a learner goes on from: the rows learned from; scores and dual of all records."""

    at: NDArray[np.int64]
    scores: Scores
    dual: Scores

    @classmethod
    def of(cls, line: Line, at: NDArray[np.int64], scores: Scores) -> _Last:
        dual = np.zeros(scores.size)
        dual[at] = line.dual
        return cls(at=at, scores=scores, dual=dual)


class LearnedTerms(Learner):
    """A linear learner on the TF-IDF of words and pairs of words, and nothing else: ELAS u4."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows.matrix, COST, rows.alone)

    def signal(self, known: Known) -> Signal:
        """Decision values."""
        line = self.learned(known)
        return Signal(name=_WORDS, scores=self.scores, note=_note(line))


class LearnedWords(Learner):
    """A linear learner on the TF-IDF of words, pairs of words and stems.

    Records without an abstract are placed by their titles.
    """

    def __init__(self, features: TextFeatures) -> None:
        learnable = features.learnable
        super().__init__(learnable.matrix, COST, learnable.alone)
        self._titles = learnable.titles

    def signal(self, known: Known) -> Signal:
        """Decision values."""
        line = self.learned(known)
        scores = self.scores
        if self._titles is not None:
            scores = by_title(scores, line.score(self._titles), known)
        return Signal(name=_WORDS, scores=scores, note=_note(line))


class LearnedMeaning(Learner):
    """The same learner on sentence vectors, float32, one row per record."""

    def __init__(self, vectors: NDArray[np.float32], cost: float) -> None:
        super().__init__(vectors, cost)

    def signal(self, known: Known) -> Signal:
        """Decision values."""
        line = self.learned(known)
        scores = by_group(self.scores, known)
        return Signal(name="learned, meaning", scores=scores, note=_note(line))


class AskedWords:
    """BM25 and TF-IDF feedback for the question, TF-IDF likeness to the included."""

    def __init__(self, features: TextFeatures, query: str) -> None:
        self._features = features
        self._topic = Topic(features, query)
        self._bm25 = Bm25(features, query)
        self._found: Scores | None = None
        self._last: tuple[tuple[int, ...], Scores] | None = None

    def question(self, known: Known) -> tuple[Signal, ...]:
        """What the question says; nothing if it shares no word with the records."""
        signals = []
        if self._bm25.known:
            signals.append(Signal(name="question, words", scores=self._along_words(known)))
        if self._topic.known:
            signals.append(Signal(name="question, topic", scores=self._along_topic(known)))
        return tuple(signals)

    def likeness(self, known: Known) -> tuple[Signal, ...]:
        """How like the included a record is; nothing before the first."""
        if not known.included.size:
            return ()
        direction = unit(mean_row(self._features.full, known.included))
        return (Signal(name="like the included, words", scores=self._along(direction, known)),)

    def direction(self, known: Known) -> Direction | None:
        """The direction in which question and likeness pull together; None if there is none."""
        asked = self._topic.direction(known.excluded) if self._topic.known else None
        if not known.included.size:
            return asked
        liked = unit(mean_row(self._features.full, known.included))
        return liked if asked is None else liked + asked

    def _along_words(self, known: Known) -> Scores:
        if self._found is None:
            full, titles = self._bm25.scores(self._features.full), self._features.titles
            if titles is not None:
                full = by_title(full, self._bm25.scores(titles), known)
            self._found = full
        return self._found

    def _along_topic(self, known: Known) -> Scores:
        """Computed anew only when other records feed back."""
        nearest = tuple(self._topic.nearest(known.excluded).tolist())
        if self._last is None or self._last[0] != nearest:
            direction = self._topic.direction(known.excluded)
            self._last = (nearest, self._along(direction, known))
        return self._last[1]

    def _along(self, direction: Direction, known: Known) -> Scores:
        full = along(self._features.full.matrix, direction)
        if self._features.titles is None:
            return full
        titles = along(self._features.titles.matrix, direction)
        return by_title(full, titles, known)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AskedMeaning:
    """Cosine to the question and to the included; ``query`` None if there is no question."""

    vectors: NDArray[np.float32]
    query: Direction | None

    def question(self, known: Known) -> tuple[Signal, ...]:
        """Cosine to the question's vector; nothing without one."""
        if self.query is None or not self.query.any():
            return ()
        return (self._cosine("question, meaning", self.query, known),)

    def likeness(self, known: Known) -> tuple[Signal, ...]:
        """Cosine to the mean of the included; nothing before the first."""
        if not known.included.size:
            return ()
        mean = self.vectors[known.included].mean(axis=0)
        return (self._cosine("like the included, meaning", mean, known),)

    def _cosine(self, name: str, direction: Direction, known: Known) -> Signal:
        scores = along(self.vectors, unit(direction))
        return Signal(name=name, scores=by_group(scores, known))


def _note(line: Line) -> str:
    return "" if line.converged else NOT_CONVERGED
