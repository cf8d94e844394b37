"""The whole way from prepared records to certain, asked and related pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from screening.dedup.block import candidates
from screening.dedup.cluster import cluster
from screening.dedup.decide import decide
from screening.dedup.types import Edge, Outcome, Prepared, Preset

METHOD = "tamis duplicates"
VERSION = "6"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is settled: pairs marked as duplicates, pairs kept apart, and the old records.

    Pairs hold the lower number first. ``compared_to`` is the number up to which all records were
    compared with each other before.
    """

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()
    compared_to: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search for duplicates found, each pair once.

    ``clusters`` are sets of numbers of the same report; ``certain`` the pairs that made them,
    ``asked`` are for a person, likeliest first; ``related`` may be of one study.
    """

    clusters: tuple[tuple[int, ...], ...] = ()
    certain: tuple[Edge, ...] = ()
    asked: tuple[Edge, ...] = ()
    related: tuple[Edge, ...] = ()
    compared: int = 0


@dataclass(slots=True)
class _Tally:
    certain: list[Edge] = field(default_factory=list)
    asked: list[Edge] = field(default_factory=list)
    related: list[Edge] = field(default_factory=list)
    compared: int = 0

    def add(self, edge: Edge) -> None:
        {
            Outcome.CERTAIN: self.certain,
            Outcome.ASK: self.asked,
            Outcome.RELATED: self.related,
        }[edge.outcome].append(edge)


def find(
    records: Sequence[Prepared], *, preset: Preset = Preset.STANDARD, known: Known | None = None
) -> Found:
    """Find the duplicates among records.

    Args:
        records: prepared records with numbers of their own, in any order.
        preset: how much is certain without asking.
        known: what people and earlier searches settled, which is never overridden.
    """
    known = known or Known()
    ordered = sorted(records, key=lambda at: at.number)
    tally = _Tally()
    for one, two in candidates(ordered, lambda number: number > known.compared_to):
        tally.compared += 1
        pair = (min(one.number, two.number), max(one.number, two.number))
        edge = None if pair in known.apart else decide(one, two, preset)
        if edge is not None:
            tally.add(edge)
    by_number = {at.number: at for at in ordered}
    made = cluster(by_number, tally.certain, together=known.together, apart=known.apart)
    home = {number: members[0] for members in made.members for number in members}
    return Found(
        clusters=made.members,
        certain=made.joined,
        asked=_open((*tally.asked, *made.refused), home),
        related=_open(tally.related, home),
        compared=tally.compared,
    )


def _open(edges: Sequence[Edge], home: dict[int, int]) -> tuple[Edge, ...]:
    """One pair per two clusters, the likeliest; none within a cluster."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for edge in sorted(edges, key=lambda at: (-at.likeness, at.one, at.two)):
        one, two = sorted((home.get(edge.one, edge.one), home.get(edge.two, edge.two)))
        if one != two and (one, two) not in seen:
            seen.add((one, two))
            kept.append(edge)
    return tuple(kept)


def keeper(members: Sequence[Prepared]) -> Prepared:
    """The record of a cluster that is kept: the most complete one, then the one imported first."""
    return min(members, key=lambda at: (-at.completeness, at.number))
