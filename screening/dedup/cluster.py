"""Certain pairs into clusters, refusing a merge that would bring contradictions together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from screening.dedup.compare import trials_agree
from screening.dedup.pages import same_length, same_pages
from screening.dedup.types import Edge, Outcome, Prepared
from screening.records import to_record_id

_LARGEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Sets of two and more records, the pairs that made them, and those turned into questions."""

    members: tuple[tuple[int, ...], ...]
    joined: tuple[Edge, ...]
    refused: tuple[Edge, ...]


class _Union:
    """Union-find over record numbers that keeps each cluster's members."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}

    def root(self, number: int) -> int:
        """The number that stands for a cluster."""
        while (up := self.parent.get(number, number)) != number:
            self.parent[number] = number = self.parent.get(up, up)
        return number

    def of(self, number: int) -> list[int]:
        """All members of a record's cluster."""
        root = self.root(number)
        return self.members.get(root, [root])

    def join(self, one: int, two: int) -> None:
        """Make two clusters one."""
        first, second = sorted((self.root(one), self.root(two)))
        self.members[first] = self.of(first) + self.of(second)
        self.parent[second] = first
        self.members.pop(second, None)


def cluster(
    records: Mapping[int, Prepared],
    certain: Iterable[Edge],
    *,
    together: Iterable[tuple[int, int]] = (),
    apart: frozenset[tuple[int, int]] = frozenset(),
) -> Clusters:
    """Join certain pairs, the likeliest first; the order they come in does not matter.

    Args:
        records: the prepared records by number.
        certain: the pairs found.
        together: pairs that are marked already; joined first and without a check.
        apart: pairs (lower number first) that a person keeps apart; never joined, not even by way
            of a third record.
    """
    union = _Union()
    for one, two in sorted(together):
        if union.root(one) != union.root(two):
            union.join(one, two)
    joined, refused = [], []
    for edge in sorted(certain, key=lambda at: (-at.likeness, at.one, at.two)):
        if union.root(edge.one) == union.root(edge.two):
            continue
        against = _against(records, union.of(edge.one), union.of(edge.two), apart)
        if against:
            refused.append(
                replace(
                    edge,
                    outcome=Outcome.ASK,
                    rule="would join contradictions",
                    evidence=f"{edge.evidence}; but {against}",
                )
            )
            continue
        union.join(edge.one, edge.two)
        joined.append(edge)
    members = tuple(sorted(tuple(sorted(found)) for found in union.members.values()))
    return Clusters(members=members, joined=tuple(joined), refused=tuple(refused))


def _against(
    records: Mapping[int, Prepared],
    first: list[int],
    second: list[int],
    apart: frozenset[tuple[int, int]],
) -> str:
    """What speaks against joining two clusters, empty if nothing does."""
    if len(first) + len(second) > _LARGEST:
        return f"the cluster would have more than {_LARGEST} records"
    for one in first:
        for two in second:
            if (min(one, two), max(one, two)) in apart:
                return f"a person keeps {to_record_id(one)} and {to_record_id(two)} apart"
            if one in records and two in records:
                differing = contradict(records[one], records[two])
                if differing:
                    return f"{to_record_id(one)} and {to_record_id(two)} differ in {differing}"
    return ""


def contradict(one: Prepared, two: Prepared) -> str:
    """In what two records differ that cannot stand in one cluster; empty if in nothing."""
    if _other_text(one, two):
        return "identifiers and pages"
    return "trial numbers" if trials_agree(one, two) is False else ""


def _other_text(one: Prepared, two: Prepared) -> bool:
    """Whether DOI or PubMed number are others, and the pages too.

    One text that one venue printed twice is no contradiction.
    """
    other_doi = bool(one.doi and two.doi) and (one.doi, one.version) != (two.doi, two.version)
    other_pmid = bool(one.pmid and two.pmid) and one.pmid != two.pmid
    if not (other_doi or other_pmid) or same_pages(one, two) is not False:
        return False
    texts = [(at.title, at.abstract, at.venue) for at in (one, two)]
    return not (texts[0] == texts[1] and all(texts[0]) and same_length(one, two))
