"""The study x code matrix: how many findings of a study have a code; 0/1 is whether any has.

The same at the level of subthemes or themes: distinct findings under the node.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from extraction.synthesis.coded import Coded
from extraction.themes import Level, Node
from screening.events import CodeId, FindingId
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyMatrix:
    """``counts[row][column]``: findings of the row's study under the column's node.

    ``codes`` are the nodes of the level asked for.
    """

    studies: tuple[RecordId, ...]
    codes: tuple[Node, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def present(self) -> tuple[tuple[int, ...], ...]:
        """The same with 0 and 1."""
        return tuple(tuple(int(count > 0) for count in row) for row in self.counts)


def study_matrix(coded: Coded, level: Level = Level.CODE) -> StudyMatrix:
    """Studies by nodes, in the order of the studies and of the tree; empty rows are kept."""
    nodes = tuple(node for node in coded.nodes if node.level is level)
    found: defaultdict[tuple[RecordId, CodeId], set[FindingId]] = defaultdict(set)
    for link in coded.links:
        for over in coded.above[link.code]:
            found[link.record, over].add(link.finding)
    return StudyMatrix(
        studies=coded.studies,
        codes=nodes,
        counts=tuple(
            tuple(len(found.get((record, node.id), ())) for node in nodes)
            for record in coded.studies
        ),
    )
