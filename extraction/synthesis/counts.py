"""Findings, links and studies per node, and its frequency effect size.

Frequency effect size: studies with the finding / all included studies (Sandelowski & Barroso 2003,
qualitative metasummary). Intensity effect size of a study: its codes / all codes with a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.synthesis.coded import Coded, Link
from extraction.themes import Level
from screening.events import CodeId
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCounts:
    """Counts over a node and all that stands under it.

    ``codes_used`` have a finding. ``links`` are distinct finding-code pairs. The ``_included``
    numbers leave findings of studies out that are not included in the review.
    ``effect_size`` is studies_included / all included studies, None where none is included.
    """

    node: CodeId
    codes: int
    codes_used: int
    findings: int
    links: int
    studies: int
    findings_included: int
    links_included: int
    studies_included: int
    effect_size: float | None
    records: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCounts:
    """Findings and codes of one study.

    ``intensity`` is its codes / all codes with a finding of an included study; None for a study
    that is not included, which is part of no effect size.
    """

    record: RecordId
    included: bool
    findings: int
    codes: int
    intensity: float | None


def node_counts(coded: Coded) -> dict[CodeId, NodeCounts]:
    """Counts of every node, in the order of the tree."""
    links: dict[CodeId, list[Link]] = {node.id: [] for node in coded.nodes}
    codes = dict.fromkeys(links, 0)
    for node in coded.nodes:
        if node.level is Level.CODE:
            for over in coded.above[node.id]:
                codes[over] += 1
    for link in coded.links:
        for over in coded.above[link.code]:
            links[over].append(link)
    return {
        node: counted(node, codes[node], found, len(coded.included))
        for node, found in links.items()
    }


def counted(node: CodeId, codes: int, links: Sequence[Link], included: int) -> NodeCounts:
    """The counts of one set of links."""
    inside = [link for link in links if link.included]
    studies = len({link.record for link in inside})
    return NodeCounts(
        node=node,
        codes=codes,
        codes_used=len({link.code for link in links}),
        findings=len({link.finding for link in links}),
        links=len(links),
        studies=len({link.record for link in links}),
        findings_included=len({link.finding for link in inside}),
        links_included=len(inside),
        studies_included=studies,
        effect_size=studies / included if included else None,
        records=tuple(dict.fromkeys(link.record for link in links)),
    )


def total_counts(coded: Coded) -> NodeCounts:
    """The counts over the whole codebook."""
    return counted(CodeId(""), len(coded.codes), coded.links, len(coded.included))


def study_counts(coded: Coded) -> list[StudyCounts]:
    """Findings and codes of each study: included ones first, those without a finding too."""
    used = len({link.code for link in coded.links if link.included})
    inside = set(coded.included)
    by_study: dict[RecordId, list[Link]] = {record: [] for record in coded.studies}
    for link in coded.links:
        by_study[link.record].append(link)
    rows = []
    for record, links in by_study.items():
        codes = len({link.code for link in links})
        rows.append(
            StudyCounts(
                record=record,
                included=record in inside,
                findings=len({link.finding for link in links}),
                codes=codes,
                intensity=codes / used if used and record in inside else None,
            )
        )
    return rows
