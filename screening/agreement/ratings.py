"""The counts that all coefficients are made of: a table of two reviewers, or of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Table = Sequence[Sequence[int]]
Unit = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """Two reviewers' verdicts in counts of records: who of them let a record through."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def total(self) -> int:
        """The records that both decided."""
        return sum(self.cells)

    @property
    def agreed(self) -> int:
        """The records on which they agree."""
        return self.both + self.neither

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """a, b, c, d as the literature calls them."""
        return (self.both, self.first_only, self.second_only, self.neither)

    @property
    def rows(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The table: rows of the first reviewer, columns of the second, include before exclude."""
        return ((self.both, self.first_only), (self.second_only, self.neither))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Many reviewers' verdicts: how many records have which counts of verdicts.

    ``units[i]`` counts the verdicts on a record by category; ``weights[i]`` records are alike.
    Missing verdicts are simply not counted. Without reviewers' names: the measures made of this
    take reviewers for exchangeable.
    """

    units: tuple[Unit, ...]
    weights: tuple[int, ...]

    @property
    def categories(self) -> int:
        """How many verdicts there were to choose from."""
        return len(self.units[0]) if self.units else 0

    @property
    def total(self) -> int:
        """The records with at least one verdict."""
        return sum(self.weights)

    @property
    def used(self) -> int:
        """How many of the categories occur on records with two verdicts and more."""
        return sum(any(column) for column in zip(*_compared(self), strict=True))

    def weighed(self, weights: Sequence[int]) -> Ratings:
        """The same kinds of record in other numbers."""
        return Ratings(units=self.units, weights=tuple(weights))


def _compared(ratings: Ratings) -> list[Unit]:
    pairs = zip(ratings.units, ratings.weights, strict=True)
    return [unit for unit, weight in pairs if weight and sum(unit) > 1]


def counted_ratings(table: Table) -> Ratings:
    """The ratings in a square table of two reviewers."""
    size = len(table)
    cells = [(row, column) for row in range(size) for column in range(size)]
    units = [tuple((k == row) + (k == column) for k in range(size)) for row, column in cells]
    return Ratings(units=tuple(units), weights=tuple(table[row][column] for row, column in cells))


def ratings_of(votes: Iterable[Sequence[int | None]], categories: int = 2) -> Ratings:
    """Count verdicts.

    Args:
        votes: per record the category (from 0) each reviewer chose, None where one did not.
        categories: how many there were to choose from.
    """
    units: Counter[Unit] = Counter()
    for record in votes:
        unit = tuple(sum(vote == k for vote in record) for k in range(categories))
        units[unit] += any(unit)
    kept = sorted(unit for unit, weight in units.items() if weight)
    return Ratings(units=tuple(kept), weights=tuple(units[unit] for unit in kept))
