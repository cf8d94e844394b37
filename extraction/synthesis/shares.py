"""What share a theme has: of codes, of links or of studies; the unit is always named.

A percentage per theme means nothing without its denominator: of one and the same codebook a theme
may hold 38 % of the codes, 45 % of the links and 98 % of the studies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from extraction.synthesis.coded import Coded
from extraction.synthesis.counts import NodeCounts, node_counts
from extraction.themes import Level
from screening.errors import UsageError
from screening.events import CodeId


class Unit(StrEnum):
    """What is counted."""

    CODES = "codes"
    LINKS = "links"
    STUDIES = "studies"

    @property
    def basis(self) -> str:
        """The denominator in words."""
        return {
            Unit.CODES: "all codes under the themes compared",
            Unit.LINKS: "all links (distinct finding-code pairs) under the themes compared",
            Unit.STUDIES: "all included studies; a study may contribute to several themes",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A theme's part of a total, with and without records that are not included.

    ``share`` is count / total, None where the total is 0; for studies both are of included
    records only, the share being the theme's frequency effect size.
    """

    theme: CodeId
    label: str
    unit: Unit
    count: int
    total: int
    share: float | None
    count_included: int
    total_included: int
    share_included: float | None


def theme_shares(coded: Coded, among: Collection[CodeId] = ()) -> list[Share]:
    """The shares of the themes in every unit.

    Args:
        coded: nodes, links and studies.
        among: the themes to compare with each other; all if empty.

    Raises:
        UsageError: an id of ``among`` is no theme.
    """
    themes = [node for node in coded.nodes if node.level is Level.THEME]
    unknown = sorted(set(among) - {theme.id for theme in themes})
    if unknown:
        raise UsageError(
            f"{unknown[0]} is no theme.", "'tamis themes show' lists the themes with their ids."
        )
    chosen = [theme for theme in themes if not among or theme.id in among]
    counts = node_counts(coded)
    return [
        share
        for unit in Unit
        for share in _shares(
            [(theme.id, theme.label) for theme in chosen], unit, counts, len(coded.included)
        )
    ]


def _shares(
    themes: list[tuple[CodeId, str]], unit: Unit, counts: dict[CodeId, NodeCounts], included: int
) -> list[Share]:
    found = [(_count(counts[theme], unit), _inside(counts[theme], unit)) for theme, _ in themes]
    is_studies = unit is Unit.STUDIES
    total = included if is_studies else sum(count for count, _ in found)
    inside = included if is_studies else sum(count for _, count in found)
    return [
        Share(
            theme=theme,
            label=label,
            unit=unit,
            count=count,
            total=total,
            share=count / total if total else None,
            count_included=within,
            total_included=inside,
            share_included=within / inside if inside else None,
        )
        for (theme, label), (count, within) in zip(themes, found, strict=True)
    ]


def _count(counts: NodeCounts, unit: Unit) -> int:
    if unit is Unit.STUDIES:
        return counts.studies_included
    return counts.codes if unit is Unit.CODES else counts.links


def _inside(counts: NodeCounts, unit: Unit) -> int:
    return counts.links_included if unit is Unit.LINKS else _count(counts, unit)
