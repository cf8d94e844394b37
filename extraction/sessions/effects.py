"""Effect sizes, support and shares of a review's themes, with the references people know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_node
from extraction.sessions.themes_document import coded_review
from extraction.synthesis.effects import frequency_effects, intensity_effects
from extraction.synthesis.references import References
from extraction.synthesis.shares import Share, theme_shares
from extraction.themes import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """A node with its frequency effect size and the studies that support it, as cited."""

    id: str
    level: str
    label: str
    studies: int
    of: int
    effect_size: float | None
    supported_by: str
    outside_the_included: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity:
    """A study with its intensity effect size, over all codes and over the frequent ones."""

    record: str
    reference: str
    title: str
    codes: int
    of: int
    effect_size: float | None
    frequent_codes: int
    of_frequent: int
    effect_size_frequent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the effect sizes are of: included reports, and the studies they are reports of."""

    reports: int
    studies: int


def base_of(coding: Coding) -> Base:
    """How many reports are included, and of how many studies they are."""
    return Base(reports=len(coding.included()), studies=len(coded_review(coding).included))


def supported(
    coding: Coding, level: Level, *, references: References | None = None
) -> list[Supported]:
    """The nodes of a level with their frequency effect sizes, the most frequent first."""
    cited = references or References.by_position(coding.included())
    return [
        Supported(
            id=effect.node,
            level=effect.level.word,
            label=effect.label,
            studies=effect.studies,
            of=effect.of,
            effect_size=effect.value,
            supported_by=cited.listed(effect.supporting),
            outside_the_included=cited.listed(effect.outside),
        )
        for effect in frequency_effects(coded_review(coding), level)
    ]


def intensities(
    coding: Coding, threshold: float, *, references: References | None = None
) -> list[Intensity]:
    """The included studies with their intensity effect sizes, the most intensive first.

    ``threshold`` is the frequency effect size, 0 to 1, from which a code counts as frequent.
    """
    cited = references or References.by_position(coding.included())
    found = intensity_effects(coded_review(coding), threshold)
    records = coding.review.records(effect.study for effect in found)
    titles = {record.id: record.title for record in records}
    return [
        Intensity(
            record=effect.study,
            reference=cited.of(effect.study),
            title=titles[effect.study],
            codes=effect.codes,
            of=effect.of,
            effect_size=effect.value,
            frequent_codes=effect.frequent,
            of_frequent=effect.of_frequent,
            effect_size_frequent=effect.value_frequent,
        )
        for effect in found
    ]


def shares(coding: Coding, among: Sequence[str] = ()) -> list[Share]:
    """The share of each theme in every unit, among all themes or those named.

    Raises:
        UsageError: no such theme.
    """
    chosen = [known_node(coding, text, Level.THEME).id for text in among]
    return theme_shares(coded_review(coding), chosen)
