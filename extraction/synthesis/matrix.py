"""The study x code matrix: how many findings of a study have a code; 0/1 is whether any has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extraction.synthesis.coded import Coded
from extraction.themes import Node
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyMatrix:
    """``counts[row][column]``: findings of the row's study that have the column's code."""

    studies: tuple[RecordId, ...]
    codes: tuple[Node, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def present(self) -> tuple[tuple[int, ...], ...]:
        """The same with 0 and 1."""
        return tuple(tuple(int(count > 0) for count in row) for row in self.counts)


def study_matrix(coded: Coded) -> StudyMatrix:
    """Studies by codes, in the order of the studies and of the tree; empty rows are kept."""
    counts = Counter((link.record, link.code) for link in coded.links)
    return StudyMatrix(
        studies=coded.studies,
        codes=coded.codes,
        counts=tuple(
            tuple(counts[record, code.id] for code in coded.codes) for record in coded.studies
        ),
    )
