"""Saturation: how many nodes each further study brings, per level; numbers, no verdict.

In the order in which the studies were included, and on the average over random orders (by seed),
since the first order is an accident. Base, run length and threshold follow Guest, Namey & Chen
2020 (PLoS ONE 15:e0232076): the share of new nodes in a run of studies against those of the base.
Uncited codes count nowhere; saturation of codes is usually out of reach where that of themes is
not, so the levels stand apart.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import mean

from extraction.synthesis.coded import Coded
from extraction.themes import Level
from screening.events import CodeId
from screening.records import RecordId

BASE, RUN, THRESHOLD = 4, 3, 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """One level. ``new`` and ``found`` per study in the order of inclusion.

    ``mean_found`` is the average of ``found`` over ``draws`` random orders. ``reached`` is the
    study after which the rule is first met in the order of inclusion, 0 if never; ``reached_share``
    is the share of the random orders in which it is met at all.
    """

    level: str
    nodes: int
    studies: tuple[RecordId, ...]
    new: tuple[int, ...]
    found: tuple[int, ...]
    mean_found: tuple[float, ...]
    reached: int
    reached_share: float
    draws: int
    seed: int


def saturation(coded: Coded, *, draws: int = 300, seed: int = 1) -> tuple[Saturation, ...]:
    """The three levels, themes first.

    Args:
        coded: nodes, links and studies; studies without a finding take part.
        draws: random orders of the included studies.
        seed: of the draws.
    """
    return tuple(_of_level(coded, level, draws, seed) for level in Level)


def _of_level(coded: Coded, level: Level, draws: int, seed: int) -> Saturation:
    brings = _brings(coded, level)
    new = _new(coded.included, brings)
    chance = random.Random(seed)  # noqa: S311 - orders of studies, no secret
    orders = [chance.sample(coded.included, len(coded.included)) for _ in range(draws)]
    drawn = [_new(order, brings) for order in orders]
    curves = [_sums(order) for order in drawn]
    return Saturation(
        level=level.word,
        nodes=len(set[CodeId]().union(*brings.values())),
        studies=coded.included,
        new=new,
        found=_sums(new),
        mean_found=tuple(round(mean(column), 2) for column in zip(*curves, strict=True)),
        reached=reached(new),
        reached_share=round(mean(reached(order) > 0 for order in drawn), 4) if drawn else 0.0,
        draws=draws,
        seed=seed,
    )


def _brings(coded: Coded, level: Level) -> dict[RecordId, set[CodeId]]:
    """The nodes of a level that each included study has a finding under."""
    wanted = {node.id for node in coded.nodes if node.level is level}
    found: dict[RecordId, set[CodeId]] = {study: set() for study in coded.included}
    for link in coded.links:
        if link.included:
            found[link.record].update(wanted.intersection(coded.above[link.code]))
    return found


def _new(order: Sequence[RecordId], brings: Mapping[RecordId, set[CodeId]]) -> tuple[int, ...]:
    seen: set[CodeId] = set()
    counts = []
    for study in order:
        counts.append(len(brings[study] - seen))
        seen |= brings[study]
    return tuple(counts)


def _sums(new: Sequence[int]) -> tuple[int, ...]:
    return tuple(accumulate(new))


def reached(
    new: Sequence[int], *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD
) -> int:
    """The study (from 1) at whose end a run brings no more than the threshold; 0 if none does."""
    first = sum(new[:base])
    for end in range(base + run, len(new) + 1):
        if first and sum(new[end - run : end]) / first <= threshold:
            return end
    return 0
