"""What the review's question says of each record: BM25, and TF-IDF with feedback.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.stems import stem_of
from screening.ranking.term_rows import counts_of
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
    return [word for word in words_of(query) if _tells(word)]


def _tells(word: str) -> bool:
    return word not in _FUNCTION_WORDS and not _BOILERPLATE.fullmatch(word)


class Bm25:
    """Okapi BM25 of each row for a question, k1 1.2, b 0.75 (Robertson and Zaragoza 2009).

    Forms of a word count as one: what stands for the question's telling words are all words of the
    records that are cut to the same stem, but those that tell nothing ("literature" is no form of
    "literacy"). The idf is never negative.
    """

    def __init__(self, features: TextFeatures, query: str) -> None:
        self._features = features
        asked = dict.fromkeys(stem_of(word) for word in telling_words(query))
        numbers = {stem: number for number, stem in enumerate(asked)}
        words = enumerate(features.terms.single)
        forms = ((at, word, numbers.get(stem_of(word))) for at, word in words)
        found = [(at, number) for at, word, number in forms if number is not None and _tells(word)]
        self._columns = np.asarray([at for at, _number in found], np.int64)
        self._forms = np.zeros((len(found), len(numbers)))
        self._forms[np.arange(len(found)), [number for _at, number in found]] = 1.0

    @property
    def known(self) -> bool:
        """Whether the question shares a telling word with any record."""
        return bool(self._columns.size)

    @cached_property
    def _idf(self) -> Values:
        stand = np.count_nonzero(self._counts(self._features.full), axis=0)
        idf: Values = np.log1p((self._features.count - stand + 0.5) / (stand + 0.5))
        return idf

    def scores(self, rows: Rows) -> Values:
        """One score for each of some rows of the features."""
        counts = self._counts(rows)
        mean = rows.lengths.mean() if rows.lengths.any() else 1.0
        length_part = _K1 * (1 - _B + _B * rows.lengths / mean)
        scores: Values = (self._idf * counts * (_K1 + 1) / (counts + length_part[:, None])).sum(1)
        return scores

    def _counts(self, rows: Rows) -> Values:
        """How often each stem asked for stands in each row."""
        words = rows.matrix[:, self._columns].tocsr()
        idf = self._features.terms.idf[self._columns]
        stems: Values = counts_of(words, rows.norms, idf) @ self._forms
        return stems


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
