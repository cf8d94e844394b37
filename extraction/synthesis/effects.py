"""Effect sizes of a qualitative metasummary, each with the number it is a share of.

Frequency effect size of a code, subtheme or theme: included studies with a finding under it / all
included studies. Intensity effect size of a study: its codes / all codes with a finding of an
included study; and the same among the codes that reach a threshold. Reports of one study count once
(Sandelowski & Barroso 2003, Nurs Res 52:226; Sandelowski, Barroso & Voils 2007, Res Nurs Health
30:99).
"""

from __future__ import annotations

from dataclasses import dataclass

from extraction.synthesis.coded import Coded
from extraction.synthesis.counts import node_counts
from extraction.themes import Level
from screening.events import CodeId
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyEffect:
    """``studies`` of ``of`` included studies support a node; ``value`` is None where of is 0.

    ``supporting`` are those studies, ``outside`` others that findings were taken from.
    """

    node: CodeId
    level: Level
    label: str
    studies: int
    of: int
    value: float | None
    supporting: tuple[RecordId, ...]
    outside: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityEffect:
    """``codes`` of ``of`` codes have a finding of the study; ``frequent`` are those at a threshold.

    ``of`` counts the codes with a finding of any included study.

    The values are None where there is no such code.
    """

    study: RecordId
    codes: int
    of: int
    value: float | None
    frequent: int
    of_frequent: int
    value_frequent: float | None


def frequency_effects(coded: Coded, level: Level) -> list[FrequencyEffect]:
    """The effect sizes of the nodes of a level: the most frequent first, then as in the tree."""
    counts, inside = node_counts(coded), set(coded.included)
    found = [
        FrequencyEffect(
            node=node.id,
            level=node.level,
            label=node.label,
            studies=counts[node.id].studies_included,
            of=len(coded.included),
            value=counts[node.id].effect_size,
            supporting=tuple(at for at in counts[node.id].records if at in inside),
            outside=tuple(at for at in counts[node.id].records if at not in inside),
        )
        for node in coded.nodes
        if node.level is level
    ]
    return sorted(found, key=lambda effect: -effect.studies)


def intensity_effects(coded: Coded, threshold: float) -> list[IntensityEffect]:
    """The effect sizes of all included studies: the most intensive first, then in their order.

    ``threshold`` is the frequency effect size, 0 to 1, from which a code counts as frequent.
    """
    codes_of: dict[RecordId, set[CodeId]] = {study: set() for study in coded.included}
    studies_of: dict[CodeId, set[RecordId]] = {}
    for link in coded.links:
        if link.included:
            codes_of[link.record].add(link.code)
            studies_of.setdefault(link.code, set()).add(link.record)
    used = len(studies_of)
    # A quotient: the product 0.07 * 100 is above 7, and would leave 7 of 100 out.
    all_studies = len(coded.included)
    frequent = {code for code, by in studies_of.items() if len(by) / all_studies >= threshold}
    found = [
        IntensityEffect(
            study=study,
            codes=len(codes),
            of=used,
            value=_share(len(codes), used),
            frequent=len(codes & frequent),
            of_frequent=len(frequent),
            value_frequent=_share(len(codes & frequent), len(frequent)),
        )
        for study, codes in codes_of.items()
    ]
    return sorted(found, key=lambda effect: -effect.codes)


def _share(count: int, total: int) -> float | None:
    return count / total if total else None
