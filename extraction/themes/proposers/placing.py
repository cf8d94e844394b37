"""Where a code may stand in an approved tree: its nearest approved codes vote, names help.

Score of a subtheme = share of the squared cosines of the ``NEIGHBOURS`` nearest approved codes that
stand under it, plus ``NAME_WEIGHT`` times the cosine with its theme, name and definition (k nearest
neighbours with distance weights, Dudani 1976). The values were chosen on the mentoring corpus,
where they hardly matter; see ``extraction.themes.evaluate``. Without an approved code in the tree
only the names speak (cold start), and the reason says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.themes.similarity import Matrix

NEIGHBOURS = 10
NAME_WEIGHT = 0.3
OPTIONS = 3
_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A place in the tree: its id, its name as shown."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An approved code: its label and the number of its shelf."""

    label: str
    shelf: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The best places with their scores, best first, and the reason in words."""

    options: tuple[str, ...]
    scores: tuple[float, ...]
    why: str


def place_codes(
    to_codes: Matrix, to_names: Matrix, neighbours: Sequence[Neighbour], shelves: Sequence[Shelf]
) -> list[Placement]:
    """A placement for each row.

    Args:
        to_codes: cosines with the approved codes, (rows, neighbours); -1 or less leaves one out.
        to_names: cosines with the shelves' names and definitions, (rows, shelves).
        neighbours: the approved codes, in the order of the columns.
        shelves: the places to choose from, in the order of the columns; at least one.
    """
    return [
        _placement(cosines, names, neighbours, shelves)
        for cosines, names in zip(to_codes, to_names, strict=True)
    ]


def _placement(
    cosines: Matrix, names: Matrix, neighbours: Sequence[Neighbour], shelves: Sequence[Shelf]
) -> Placement:
    nearest = nearest_first(cosines)
    scores = shelf_scores(cosines, names, [at.shelf for at in neighbours], len(shelves))
    order = best_first(scores)[:OPTIONS]
    return Placement(
        options=tuple(shelves[shelf].id for shelf in order),
        scores=tuple(round(float(scores[shelf]), 4) for shelf in order),
        why=_why(
            [(neighbours[column], float(cosines[column])) for column in nearest],
            [(shelves[shelf].name, float(scores[shelf])) for shelf in order],
            shelves,
        ),
    )


def nearest_first(cosines: Matrix) -> list[int]:
    """The columns of the nearest approved codes that are alike at all, nearest first."""
    order = (-cosines).argsort(kind="stable")[:NEIGHBOURS]
    return [int(column) for column in order if cosines[column] > 0]


def shelf_scores(cosines: Matrix, names: Matrix, homes: Sequence[int], shelves: int) -> Matrix:
    """The score of each shelf for one code, shape (shelves,)."""
    import numpy as np

    votes = np.zeros(shelves, dtype=np.float32)
    for column in nearest_first(cosines):
        votes[homes[column]] += cosines[column] ** 2
    total = votes.sum()
    weight = NAME_WEIGHT if total > 0 else 1.0
    scores: Matrix = votes / total if total > 0 else votes
    return scores + np.float32(weight) * names


def best_first(scores: Matrix) -> list[int]:
    """Shelves by score, earlier ones first among equals."""
    return [int(shelf) for shelf in (-scores).argsort(kind="stable")]


def _why(
    nearest: list[tuple[Neighbour, float]],
    best: list[tuple[str, float]],
    shelves: Sequence[Shelf],
) -> str:
    options = ", ".join(f"{name!r} {score:.2f}" for name, score in best)
    if not nearest:
        return f"no approved code is alike, so by the names of the subthemes only: {options}"
    near = ", ".join(
        f"{code.label!r} {cosine:.2f} (under {shelves[code.shelf].name!r})"
        for code, cosine in nearest[:_SHOWN]
    )
    return f"nearest approved codes: {near}; places: {options}"
