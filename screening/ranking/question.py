"""What the review's question says of each record: BM25, and TF-IDF with feedback.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.tokens import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.features import TextFeatures
    from screening.ranking.term_rows import Rows

    Values = NDArray[np.float64]

# Words of any review question that tell no record from another.
_BOILERPLATE = re.compile(
    r"analysis|effect(s|iveness)?|evidence|impact|literature|meta|outcomes?|question|research"
    r"|reviews?|role|study|studies|synthesis|systematic|using"
)
# English function words, two letters and more.
_FUNCTION_WORDS = frozenset(re.findall(r"\w+", """
    about above across after against all also although am among amongst an and another any are
    around as at be because been before being below between both but by can cannot could did do
    does done down due during each either else etc ever every few for from further had has have
    having he hence her here hers him his how however if in into is it its itself least less
    many may me might mine more most much must my neither no nor not now of off on once one only
    onto or other others our ours out over own per rather same she should since so some such
    than that the their theirs them then there these they this those though through thus to too
    toward towards under until up upon us very via was we were what when where whether which
    while who whom whose why will with within without would yet you your yours
"""))  # fmt: skip
_K1 = 1.2
_B = 0.75
_FEEDBACK_FROM = 10
_FEEDBACK_SHARE = 0.5


def telling_words(query: str) -> list[str]:
    """The words of a question that can tell records apart."""
    return [
        word
        for word in words_of(query)
        if word not in _FUNCTION_WORDS and not _BOILERPLATE.fullmatch(word)
    ]


def bm25_columns(features: TextFeatures, query: str) -> NDArray[np.int64]:
    """Columns of the question's telling words."""
    numbers = features.terms.vocabulary.numbers
    found = [numbers[word] for word in telling_words(query) if word in numbers]
    columns = np.unique(features.terms.words[np.asarray(found, np.int64)])
    return columns[columns >= 0]


def bm25(features: TextFeatures, rows: Rows, columns: NDArray[np.int64]) -> Values:
    """Okapi BM25 of each row, k1 1.2, b 0.75 (Robertson and Zaragoza 2009), idf never negative.

    Args:
        features: of all records; word counts are read back from their TF-IDF.
        rows: the rows to score, of ``features``.
        columns: the columns of the words asked for.
    """
    cells = rows.matrix[:, columns].toarray().astype(np.float64)
    inner = cells * rows.norms[:, None] / features.terms.idf[columns]
    counts = np.where(cells > 0, np.round(np.exp(np.maximum(inner - 1, 0.0))), 0.0)
    frequencies = np.count_nonzero(features.full.matrix[:, columns].toarray(), axis=0)
    idf = np.log1p((features.count - frequencies + 0.5) / (frequencies + 0.5))
    mean = rows.lengths.mean() if rows.lengths.any() else 1.0
    length_part = _K1 * (1 - _B + _B * rows.lengths / mean)
    scores: Values = (idf * counts * (_K1 + 1) / (counts + length_part[:, None])).sum(axis=1)
    return scores


class Topic:
    """The question's direction among the records, with pseudo-relevance feedback.

    Its function words do not count: a question asked at length has many.
    The mean of the 10 records nearest to the question is added with weight 0.5 (Rocchio 1971
    without a negative part). Records known to be excluded never feed back.
    """

    def __init__(self, features: TextFeatures, query: str) -> None:
        self._features = features
        said = (word for word in words_of(query) if word not in _FUNCTION_WORDS)
        self._row = features.query_row(" ".join(said))
        self._likeness = np.asarray(features.full.matrix @ self._row, np.float64)

    @property
    def known(self) -> bool:
        """Whether the question shares a word with any record."""
        return bool(self._likeness.any())

    def nearest(self, barred: NDArray[np.int64]) -> NDArray[np.int64]:
        """Positions of the records that feed back, nearest first."""
        usable = self._likeness.copy()
        usable[barred] = 0.0
        best = np.argsort(-usable, kind="stable")[:_FEEDBACK_FROM]
        return best[usable[best] > 0]

    def direction(self, barred: NDArray[np.int64]) -> NDArray[np.float32]:
        """The direction after feedback, of length one, shape (terms,)."""
        best = self.nearest(barred)
        direction = self._row
        if best.size:
            direction = direction + _FEEDBACK_SHARE * mean_row(self._features.full, best)
        return unit(direction)


def mean_row(rows: Rows, positions: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean of some rows, dense, shape (terms,)."""
    return np.asarray(rows.matrix[positions].mean(axis=0), np.float32).ravel()


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vector at length one; a zero vector stays."""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 0 else vector, np.float32)
