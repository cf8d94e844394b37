"""The rows a learner learns from, and their products: taken at once, or gathered one by one.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = Any  # a sparse matrix in rows, or an array; scipy ships no types
    Values = NDArray[np.float64]
    Direction = NDArray[np.float32]
    Labels = NDArray[np.bool_]

# Up to so many rows the products of all pairs are kept: beyond, to multiply by the rows themselves
# and back costs less. Dense rows are the shorter ones.
_PAIRS_OF_SPARSE = 1_000
_PAIRS_OF_DENSE = 300
_STALE = 0.1


def along(rows: Matrix, direction: Direction) -> Values:
    """The product of each row with a direction, rows sparse or dense; equal rows, equal bits."""
    if isinstance(rows, np.ndarray):
        values: Values = np.einsum("ij,j->i", rows, direction).astype(np.float64)
        return values
    return np.asarray(rows @ direction, np.float64)


class Products(ABC):
    """What a learner asks of its rows X."""

    @abstractmethod
    def weights(self, dual: Values) -> Direction:
        """X' a: the rows, each as often as ``dual`` says, added up."""

    @abstractmethod
    def through(self, dual: Values) -> Values:
        """X X' a."""

    @abstractmethod
    def between(self, labels: Labels) -> Values:
        """The mean product within and between excluded and included, about; shape (2, 2)."""


class AtOnce(Products):
    """Rows taken at once; the same rows in the same order give the same bits."""

    def __init__(self, rows: Matrix) -> None:
        self._rows = rows

    def weights(self, dual: Values) -> Direction:
        """X' a."""
        return _added(self._rows, dual)

    def through(self, dual: Values) -> Values:
        """X X' a."""
        return along(self._rows, self.weights(dual))

    def between(self, labels: Labels) -> Values:
        """The mean products, exactly."""
        kinds = (~labels, labels)
        means = np.asarray([self.weights(kind / kind.sum()) for kind in kinds], np.float64)
        products: Values = np.einsum("ik,jk->ij", means, means)
        return products


class Gathered(Products):
    """Labelled rows of a matrix, gathered as their labels come.

    A row costs its products with those before it, once; after that a step of the solver on m
    rows costs m * m additions, however many terms the rows have.
    """

    def __init__(self, matrix: Matrix) -> None:
        dense = isinstance(matrix, np.ndarray)
        self._stack = _DenseStack(matrix) if dense else _SparseStack(matrix)
        self._most = _PAIRS_OF_DENSE if dense else _PAIRS_OF_SPARSE
        self._at = np.zeros(0, np.int64)
        self._free = np.ones(matrix.shape[0], bool)
        self._pairs: NDArray[np.float32] | None = np.zeros((0, 0), np.float32)
        self._means: tuple[int, int, Values] | None = None

    def fits(self, labels: NDArray[np.int8]) -> bool:
        """Whether every row taken still has a label; if not, gather anew."""
        return not (labels[self._at] < 0).any()

    def take(self, labels: NDArray[np.int8]) -> NDArray[np.int64]:
        """Take in what was labelled since; positions of all rows, in the order of their coming.

        Args:
            labels: of every row of the matrix, below 0 for none.
        """
        new = np.flatnonzero((labels >= 0) & self._free)
        if self._at.size + new.size > self._most:
            self._pairs = None
        for place in new.tolist():
            self._push(place)
        self._free[new] = False
        self._at = np.concatenate([self._at, new])
        return self._at

    def _push(self, place: int) -> None:
        count = self._stack.push(place)
        if self._pairs is None:
            return
        products = self._stack.products(place)
        if count > len(self._pairs):
            wider = np.zeros((2 * count, 2 * count), np.float32)
            wider[: count - 1, : count - 1] = self._pairs[: count - 1, : count - 1]
            self._pairs = wider
        self._pairs[count - 1, :count] = products
        self._pairs[:count, count - 1] = products

    def weights(self, dual: Values) -> Direction:
        """X' a."""
        return _added(self._stack.rows, dual)

    def through(self, dual: Values) -> Values:
        """X X' a."""
        if self._pairs is None:
            return along(self._stack.rows, self.weights(dual))
        return along(self._pairs[: dual.size, : dual.size], dual.astype(np.float32))

    def between(self, labels: Labels) -> Values:
        """The mean products as they were when each class was nearly as large as it is now."""
        included = int(np.count_nonzero(labels))
        excluded = labels.size - included
        last = self._means
        if last is None or _stale(last[0], included) or _stale(last[1], excluded):
            shares = (~labels / excluded, labels / included)
            products = [[float(one @ self.through(two)) for one in shares] for two in shares]
            last = self._means = (included, excluded, np.asarray(products))
        return last[2]


def _stale(before: int, now: int) -> bool:
    return abs(now - before) > _STALE * before


def _added(rows: Matrix, dual: Values) -> Direction:
    values = dual.astype(np.float32)
    if isinstance(rows, np.ndarray):
        product: Direction = np.einsum("ij,i->j", rows, values)
        return product
    return np.asarray(rows.T @ values, np.float32)


class _DenseStack:
    """Some rows of an array, one after another."""

    def __init__(self, matrix: NDArray[np.float32]) -> None:
        self._matrix, self._count = matrix, 0
        self._held = np.empty((0, matrix.shape[1]), np.float32)

    @property
    def rows(self) -> NDArray[np.float32]:
        return self._held[: self._count]

    def push(self, place: int) -> int:
        self._held = _with_room(self._held, self._count, self._count + 1)
        self._held[self._count] = self._matrix[place]
        self._count += 1
        return self._count

    def products(self, place: int) -> Values:
        return along(self.rows, self._matrix[place])


class _SparseStack:
    """Some rows of a sparse matrix, one after another."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix, self._count = matrix, 0
        self._ends = np.zeros(1, matrix.indptr.dtype)
        self._columns = np.empty(0, matrix.indices.dtype)
        self._values = np.empty(0, np.float32)
        self._wide = np.zeros(matrix.shape[1], np.float32)
        self._made: Matrix | None = None

    @property
    def rows(self) -> Matrix:
        if self._made is None:
            end = self._ends[self._count]
            parts = (self._values[:end], self._columns[:end], self._ends[: self._count + 1])
            shape = (self._count, self._matrix.shape[1])
            self._made = csr_matrix(parts, shape=shape, copy=False)
        return self._made

    def push(self, place: int) -> int:
        cells, start = self._cells(place), self._ends[self._count]
        end = start + cells.stop - cells.start
        self._columns = _with_room(self._columns, start, end)
        self._values = _with_room(self._values, start, end)
        self._ends = _with_room(self._ends, self._count + 1, self._count + 2)
        self._columns[start:end] = self._matrix.indices[cells]
        self._values[start:end] = self._matrix.data[cells]
        self._count += 1
        self._ends[self._count] = end
        self._made = None
        return self._count

    def products(self, place: int) -> Values:
        cells = self._cells(place)
        columns = self._matrix.indices[cells]
        self._wide[columns] = self._matrix.data[cells]
        products = along(self.rows, self._wide)
        self._wide[columns] = 0.0
        return products

    def _cells(self, place: int) -> slice:
        return slice(int(self._matrix.indptr[place]), int(self._matrix.indptr[place + 1]))


def _with_room(held: NDArray[Any], used: int, size: int) -> NDArray[Any]:
    """The array, or a copy of its used part with room for at least ``size`` along its length."""
    if len(held) >= size:
        return held
    wider = np.empty((2 * size, *held.shape[1:]), held.dtype)
    wider[:used] = held[:used]
    return wider
