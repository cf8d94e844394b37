"""How good placing and clustering are against a given tree; pure.

The names of the numbers say exactly what was measured: placement is leave-one-out (each code is
placed by all others), agreement of clusters is the adjusted Rand index (Hubert & Arabie 1985).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.themes.proposers.clustering import two_cuts
from extraction.themes.proposers.placing import best_first, shelf_scores
from extraction.themes.similarity import Similarity, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCode:
    """A code of a given tree, with the names above it."""

    label: str
    theme: str
    subtheme: str

    @property
    def shelf(self) -> str:
        """Theme and subtheme; equal names in two themes stay two."""
        return f"{self.theme}: {self.subtheme}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementQuality:
    """Shares from 0 to 1.

    ``leave_one_out_top_1`` and ``_top_3``: codes whose given subtheme is the first, or among the
    first three, when all other codes are approved. ``cold_start_top_3``: among the first three when
    no code is approved and only the names speak. ``always_largest_top_1``: codes in the largest
    subtheme, what a guess without any look would reach. ``adjusted_rand_*``: clusters of as many
    themes and subthemes as given, made from the labels alone, against the given ones.
    """

    codes: int
    themes: int
    subthemes: int
    model: str
    leave_one_out_top_1: float
    leave_one_out_top_3: float
    cold_start_top_1: float
    cold_start_top_3: float
    always_largest_top_1: float
    adjusted_rand_themes: float
    adjusted_rand_subthemes: float


def placement_quality(codes: Sequence[GivenCode], similarity: Similarity) -> PlacementQuality:
    """Measure placing and clustering of a given tree's codes; needs at least two codes."""
    shelves = list(dict.fromkeys(code.shelf for code in codes))
    homes = [shelves.index(code.shelf) for code in codes]
    labels = [code.label for code in codes]
    texts = Texts([*labels, *shelves], similarity)
    warm, cold = _ranks(texts, labels, shelves, homes)
    themes = [code.theme for code in codes]
    upper, lower = two_cuts(texts.between(labels, labels), len(set(themes)), len(shelves))
    return PlacementQuality(
        codes=len(codes),
        themes=len(set(themes)),
        subthemes=len(shelves),
        model=similarity.model,
        leave_one_out_top_1=_share(warm, 1),
        leave_one_out_top_3=_share(warm, 3),
        cold_start_top_1=_share(cold, 1),
        cold_start_top_3=_share(cold, 3),
        always_largest_top_1=round(max(Counter(homes).values()) / len(codes), 4),
        adjusted_rand_themes=_rand(themes, upper),
        adjusted_rand_subthemes=_rand(homes, lower),
    )


def _ranks(
    texts: Texts, labels: list[str], shelves: list[str], homes: list[int]
) -> tuple[list[int], list[int]]:
    """The rank (from 1) of each code's own subtheme, with all other codes and with none."""
    import numpy as np

    among = texts.between(labels, labels).copy()
    np.fill_diagonal(among, -1.0)
    names = texts.between(labels, shelves)
    warm, cold = [], []
    for code, home in enumerate(homes):
        scores = shelf_scores(among[code], names[code], homes, len(shelves))
        warm.append(best_first(scores).index(home) + 1)
        cold.append(best_first(names[code]).index(home) + 1)
    return warm, cold


def _share(ranks: list[int], top: int) -> float:
    return round(sum(rank <= top for rank in ranks) / len(ranks), 4)


def _rand(given: Sequence[object], found: Sequence[int]) -> float:
    from sklearn.metrics import adjusted_rand_score

    return round(float(adjusted_rand_score([str(at) for at in given], found)), 4)
