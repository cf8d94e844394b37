"""Words cut to their first six letters, beside the words and pairs of words themselves.

Mentor, mentors, mentoring and mentorship are four words to TF-IDF; cut, they are one, and what
is learned of one counts for the others. A fixed length is the plainest of stemmers and knows no
language (Can et al. 2008, Information retrieval on Turkish texts, JASIST 59(3), compare it with
others); a word of six letters or fewer is its own stem. Words and stems weigh the same: the
product of two records is the mean of their cosine by words and pairs and that by stems.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from screening.ranking.term_rows import BLOCK, MOST, counts_of, smooth_idf, stacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.term_rows import Rows, Terms

    Matrix = Any  # a sparse matrix in rows; scipy ships no types

LETTERS = 6
_HALF = np.float32(np.sqrt(0.5))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnable:
    """What a learner on words reads.

    Attributes:
        matrix: words, pairs and stems, float32, shape (texts, terms and stems).
        alone: squared length of what has no column, shape (texts,).
        titles: the same columns of titles alone; None where every record has an abstract.
        stems: the stem of each column after those of the terms.
    """

    matrix: Matrix
    alone: NDArray[np.float64]
    titles: Matrix | None
    stems: tuple[str, ...]


def stem_of(word: str) -> str:
    """The first six letters of a word."""
    return word[:LETTERS]


def with_stems(terms: Terms, full: Rows, titles: Rows | None) -> Learnable:
    """Rows with their stems beside them; the stems are counted from the words' columns."""
    cutting = _Cutting(terms)
    count, documents = full.matrix.shape[0], cutting.documents(full)
    idf = np.where(documents <= MOST * count, smooth_idf(documents, count), 0.0)
    return Learnable(
        matrix=cutting.beside(full, idf),
        alone=0.5 * full.alone,
        titles=None if titles is None else cutting.beside(titles, idf),
        stems=cutting.stems,
    )


class _Cutting:
    """Which stem each word is cut to, and what follows for rows."""

    def __init__(self, terms: Terms) -> None:
        names = [stem_of(word) for word in terms.single]
        self.stems = tuple(dict.fromkeys(names))
        numbers = {stem: number for number, stem in enumerate(self.stems)}
        at = np.asarray([numbers[name] for name in names], np.int32)
        ones = np.ones(at.size, np.float32)
        self._idf = terms.idf[: at.size]
        self._cut = csr_matrix((ones, at, np.arange(at.size + 1)), (at.size, len(self.stems)))

    def documents(self, rows: Rows) -> NDArray[np.int64]:
        """In how many texts each stem stands."""
        found = np.zeros(len(self.stems), np.int64)
        for place in _places(rows):
            found += np.bincount(self._counts(rows, place).indices, minlength=found.size)
        return found

    def beside(self, rows: Rows, idf: NDArray[np.float64]) -> Matrix:
        """The rows, and the TF-IDF of their stems, each at half the weight."""
        parts = (
            hstack([rows.matrix[place], _unit(self._counts(rows, place), idf)], "csr") * _HALF
            for place in _places(rows)
        )
        shape = (rows.matrix.shape[0], rows.matrix.shape[1] + len(self.stems))
        return stacked(parts, shape=shape, room=2 * rows.matrix.nnz)

    def _counts(self, rows: Rows, place: slice) -> Matrix:
        """How often each stem stands in each text."""
        words = rows.matrix[place, : self._idf.size].tocsr()
        return (counts_of(words, rows.norms[place], self._idf) @ self._cut).tocsr()


def _places(rows: Rows) -> Iterator[slice]:
    count = rows.matrix.shape[0]
    return (slice(first, min(first + BLOCK, count)) for first in range(0, count, BLOCK))


def _unit(counts: Matrix, idf: NDArray[np.float64]) -> Matrix:
    """TF-IDF at length one, without the stems that have no weight."""
    counts.data = (1.0 + np.log(counts.data)) * idf[counts.indices]
    counts.eliminate_zeros()
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    return (diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ counts).astype(np.float32)
