"""A first tree where there is none: codes into subthemes, subthemes into themes.

Ward linkage (1963) on the distances of unit vectors, one tree cut twice, so that every subtheme
lies in one theme. Clusters are a start for people to rearrange: against a published tree they agree
poorly (see ``extraction.themes.evaluate``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extraction.themes.similarity import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Numbers of codes that would stand together, and the most central of them."""

    members: tuple[int, ...]
    centre: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A theme with its subthemes."""

    theme: Cluster
    subthemes: tuple[Cluster, ...]


def default_sizes(codes: int) -> tuple[int, int]:
    """How many themes and subthemes to start with: half the square root and the square root."""
    subthemes = max(1, round(sqrt(codes)))
    return max(1, round(subthemes / 2)), subthemes


def cluster_codes(cosines: Matrix, themes: int, subthemes: int) -> list[Branch]:
    """The codes in a tree of at most so many themes and subthemes.

    Args:
        cosines: of each code with each, (codes, codes).
        themes: clusters at the upper cut, from 1.
        subthemes: clusters at the lower cut, not fewer than themes.
    """
    upper, lower = two_cuts(cosines, themes, subthemes)
    branches = []
    for theme in dict.fromkeys(upper):
        inside = [code for code, at in enumerate(upper) if at == theme]
        parts: dict[int, list[int]] = {}
        for code in inside:
            parts.setdefault(lower[code], []).append(code)
        branches.append(
            Branch(
                theme=_cluster(inside, cosines),
                subthemes=tuple(_cluster(part, cosines) for part in parts.values()),
            )
        )
    return branches


def two_cuts(cosines: Matrix, themes: int, subthemes: int) -> tuple[list[int], list[int]]:
    """The cluster number of each code at the upper and at the lower cut of one tree."""
    codes = len(cosines)
    if codes < 2:
        return [1] * codes, [1] * codes
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = (2.0 - 2.0 * cosines.astype("float64")).clip(min=0.0) ** 0.5
    tree = linkage(squareform(distances, checks=False), method="ward")
    cuts = [fcluster(tree, t=count, criterion="maxclust") for count in (themes, subthemes)]
    return [int(at) for at in cuts[0]], [int(at) for at in cuts[1]]


def _cluster(members: Sequence[int], cosines: Matrix) -> Cluster:
    inside = cosines[members][:, members].sum(axis=1)
    return Cluster(members=tuple(members), centre=members[int(inside.argmax())])
