"""Words and pairs of words as TF-IDF: the columns, and the rows of texts.

The TF-IDF is that of ASReview's ELAS u4 (sublinear tf, min_df 1, max_df 0.95, no stop words,
smooth idf, rows of unit length), fitted on all records, labels unseen. Pairs of words that stand
in one record only have no column of their own: they can tell no other record anything, so of
them only their part of the row's length is kept. That is exact, and three quarters smaller.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from screening.ranking.tokens import Tokens, Vocabulary

    Matrix = Any  # a sparse matrix in rows; scipy ships no types
    Cells = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]
    Counted = tuple[NDArray[np.int64], NDArray[np.int32]]

MOST = 0.95
"""A term of more than this share of the records has no column."""
BLOCK = 1024
"""Texts turned into rows at a time."""
_SPAN = 2048  # numbers of one block that are counted together over all blocks
_COMMON = -1  # too common to have a column
_ALONE = -2  # a pair of one record only


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """The words and pairs of words that have a column.

    Attributes:
        vocabulary: number of each word.
        words: column of each word, -1 if it is too common.
        pairs: numbers of the pairs with a column, rising; their columns follow those of the words.
        common: numbers of the pairs that are too common, rising.
        idf: inverse document frequency of each column.
    """

    vocabulary: Vocabulary
    words: NDArray[np.int64]
    pairs: NDArray[np.int64]
    common: NDArray[np.int64]
    idf: NDArray[np.float64]

    @property
    def names(self) -> NDArray[np.object_]:
        """The term of each column. Made anew each time."""
        known = self._known
        base = len(known)
        double = known[self.pairs // base] + " " + known[self.pairs % base]
        return np.concatenate([self.single, double])

    @property
    def single(self) -> NDArray[np.object_]:
        """The word of each of the first columns, those of words. Made anew each time."""
        return self._known[np.flatnonzero(self.words >= 0)]

    @property
    def _known(self) -> NDArray[np.object_]:
        return np.asarray(list(self.vocabulary.numbers), dtype=object)

    def columns(self, words: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Columns of words and of pairs, one after the other; below zero for none."""
        single = np.where(words < 0, _COMMON, self.words[words])
        places, known = _found(self.pairs, pairs)
        gone = np.where(_found(self.common, pairs)[1], _COMMON, _ALONE)
        first = self.idf.size - self.pairs.size
        return np.concatenate([single, np.where(known, places + first, gone)])


def _found(
    rising: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each wanted number stands among rising ones, and whether it does."""
    if not rising.size:
        return np.zeros(wanted.size, np.int64), np.zeros(wanted.size, bool)
    places = np.minimum(np.searchsorted(rising, wanted), rising.size - 1)
    return places, rising[places] == wanted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Texts as TF-IDF.

    Attributes:
        matrix: unit rows less what has no column, float32, shape (texts, terms).
        alone: squared length of what has no column, shape (texts,).
        norms: what each row was divided by, shape (texts,).
        lengths: words in each text, shape (texts,).
    """

    matrix: Matrix
    alone: NDArray[np.float64]
    norms: NDArray[np.float64]
    lengths: NDArray[np.float64]


def terms_of(vocabulary: Vocabulary, tokens: Tokens) -> Terms:
    """The columns: all words, and pairs of two records or more, but no term of nearly all.

    Of few or equal texts every term may be in nearly all: then none is left out.
    """
    terms = _terms(vocabulary, tokens, MOST)
    return terms if terms.idf.size else _terms(vocabulary, tokens, 1.0)


def _terms(vocabulary: Vocabulary, tokens: Tokens, most: float) -> Terms:
    base, count = len(vocabulary), tokens.starts.size - 1
    word_df = np.zeros(base, np.int64)
    seen = _Seen(tokens.words.size)
    for _place, words, pairs in _blocks(tokens, base):
        word_df += np.bincount(words[1], minlength=base)
        seen.take(pairs[1])
    repeated, pair_df = _repeated(seen.parts, base)
    common = pair_df > most * count
    kept = ~common
    good = word_df <= most * count
    frequencies = np.concatenate([word_df[good], pair_df[kept]])
    return Terms(
        vocabulary=vocabulary,
        words=np.where(good, np.cumsum(good) - 1, _COMMON),
        pairs=repeated[kept],
        common=repeated[common],
        idf=smooth_idf(frequencies, count),
    )


class _Seen:
    """The pairs of one block of texts after another, each once, in room made before."""

    def __init__(self, room: int) -> None:
        self._numbers, self._counts = np.empty(room, np.int64), np.empty(room, np.int32)
        self._end = 0
        self.parts: list[Counted] = []

    def take(self, numbers: NDArray[np.int64]) -> None:
        found, counts = np.unique(numbers, return_counts=True)
        place = slice(self._end, self._end + found.size)
        self._numbers[place], self._counts[place] = found, counts
        self._end = place.stop
        self.parts.append((self._numbers[place], self._counts[place]))


def _repeated(parts: Sequence[Counted], base: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers (below ``base`` squared) counted more than once over all parts, rising; how often.

    A span of numbers at a time, so that never all are sorted at once.
    """
    sample = max((numbers for numbers, _counts in parts), key=len)
    limits = [0, *sample[_SPAN::_SPAN].tolist(), base * base]
    found = [_over_once([_between(part, *ends) for part in parts]) for ends in pairwise(limits)]
    numbers, counts = (np.concatenate(kind) for kind in zip(*found, strict=True))
    return numbers, counts


def _between(part: Counted, least: int, limit: int) -> Counted:
    """The numbers from ``least`` up to, but without, ``limit``."""
    numbers, counts = part
    first, last = np.searchsorted(numbers, [least, limit])
    return numbers[first:last], counts[first:last]


def _over_once(parts: Sequence[Counted]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers counted more than once over some parts, rising, and how often."""
    numbers = np.concatenate([number for number, _count in parts])
    counts = np.concatenate([count for _number, count in parts])
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    firsts = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])[: numbers.size])
    sums = np.add.reduceat(counts[order], firsts, dtype=np.int64) if firsts.size else firsts
    again = sums > 1
    return numbers[firsts[again]], sums[again]


def counts_of(words: Matrix, norms: NDArray[np.float64], idf: NDArray[np.float64]) -> Matrix:
    """How often each word stands in each text, read back from its TF-IDF; sparse, as given.

    Args:
        words: some columns of words of some rows, in rows; what stands in it is overwritten.
        norms: of these rows.
        idf: of these columns.
    """
    texts = np.repeat(np.arange(words.shape[0]), np.diff(words.indptr))
    inner = words.data * norms[texts] / idf[words.indices]
    words.data = np.round(np.exp(inner - 1.0)).astype(np.float32)
    return words


def smooth_idf(frequencies: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Inverse document frequency of terms that stand in so many of ``count`` records."""
    values: NDArray[np.float64] = np.log((1 + count) / (1 + frequencies)) + 1
    return values


def _blocks(tokens: Tokens, base: int) -> Iterator[tuple[slice, Cells, Cells]]:
    """Some thousand texts at a time: which, and their words and pairs as (text, number, count)."""
    last = tokens.starts.size - 1
    for first in range(0, last, BLOCK):
        place = slice(first, min(first + BLOCK, last))
        part = tokens.part(place.start, place.stop)
        words = _counted(part.rows, part.words.astype(np.int64), base)
        yield place, words, _counted(*part.pairs(base), base * base)


def _counted(rows: NDArray[np.int32], numbers: NDArray[np.int64], span: int) -> Cells:
    """Equal cells once, with their count, in the order of rows and numbers (all below span)."""
    cells, counts = np.unique(rows.astype(np.int64) * span + numbers, return_counts=True)
    return (cells // span).astype(np.int32), cells % span, counts


def rows_of(terms: Terms, tokens: Tokens) -> Rows:
    """The texts as rows."""
    count = tokens.starts.size - 1
    alone, norms = np.zeros(count), np.ones(count)

    def parts() -> Iterator[Matrix]:
        for place, words, pairs in _blocks(tokens, len(terms.vocabulary)):
            size = place.stop - place.start
            part, alone[place], norms[place] = _weighted(terms, words, pairs, size, count)
            yield part

    return Rows(
        matrix=stacked(parts(), shape=(count, terms.idf.size), room=2 * tokens.words.size),
        alone=alone,
        norms=norms,
        lengths=np.diff(tokens.starts).astype(np.float64),
    )


def stacked(parts: Iterable[Matrix], *, shape: tuple[int, int], room: int) -> Matrix:
    """Some rows after another, into room made before, of which what stays empty takes no memory.

    Args:
        parts: matrices in rows, float32, together of ``shape``.
        shape: rows and columns.
        room: at least as many cells as all parts have.
    """
    columns, values = np.empty(room, np.int32), np.empty(room, np.float32)
    starts = np.zeros(shape[0] + 1, np.int64)
    end = row = 0
    for part in parts:
        start, end = end, end + part.nnz
        columns[start:end], values[start:end] = part.indices, part.data
        starts[row + 1 : row + part.shape[0] + 1] = part.indptr[1:].astype(np.int64) + start
        row += part.shape[0]
    kept = (values[:end], columns[:end], starts.astype(np.int32) if end < 2**31 else starts)
    return csr_matrix(kept, shape=shape, copy=False)


def _weighted(
    terms: Terms, words: Cells, pairs: Cells, texts: int, count: int
) -> tuple[Matrix, NDArray[np.float64], NDArray[np.float64]]:
    """Unit rows of a block, the squared length of what has no column, and the lengths before."""
    columns = terms.columns(words[1], pairs[1])
    used = columns != _COMMON
    columns = columns[used]
    rows = np.concatenate([words[0], pairs[0]])[used]
    counts = np.concatenate([words[2], pairs[2]])[used]
    single = smooth_idf(np.ones(1, np.int64), count)[0]
    idf = np.where(columns == _ALONE, single, np.append(terms.idf, 0.0)[columns])
    values = (1 + np.log(counts)) * idf
    squares = np.bincount(rows, values**2, minlength=texts)
    norms = np.where(squares > 0, np.sqrt(squares), 1.0)
    hidden = np.where(columns == _ALONE, values**2, 0.0)
    alone = np.bincount(rows, hidden, minlength=texts) / norms**2
    known = columns >= 0
    cells = (rows[known], columns[known].astype(np.int32))
    unit = np.asarray(values[known] / norms[cells[0]], np.float32)
    return csr_matrix((unit, cells), shape=(texts, terms.idf.size)), alone, norms
