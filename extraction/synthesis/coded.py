"""What counts: approved nodes and the links between their codes and confirmed findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extraction.findings import Findings
from extraction.themes import Codebook, Level, Node
from screening.events import CodeId, FindingId
from screening.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A finding with a code: one pair counts once, whoever made it.

    ``record`` names the study; ``included`` says whether it is one of the review's.
    """

    code: CodeId
    finding: FindingId
    record: RecordId
    included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The nodes in the order of the tree, the links in the order of the codes, the studies.

    ``included`` are the review's included studies, each named by one of its records; ``above``
    maps every node to itself and all nodes over it.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    included: tuple[RecordId, ...]
    above: dict[CodeId, tuple[CodeId, ...]]

    @property
    def codes(self) -> tuple[Node, ...]:
        """The nodes of the lowest level."""
        return tuple(node for node in self.nodes if node.level is Level.CODE)

    @property
    def studies(self) -> tuple[RecordId, ...]:
        """Included studies in their order, then others that findings were taken from."""
        outside = sorted({link.record for link in self.links if not link.included})
        return (*self.included, *outside)


def coded(
    book: Codebook,
    findings: Findings,
    included: Iterable[RecordId],
    study_of: Mapping[RecordId, RecordId] | None = None,
) -> Coded:
    """Put codebook, findings and included studies together; only confirmed findings count.

    ``study_of`` maps a record to the one that names its study (a duplicate to the record kept, a
    report to the study's first included one), so that no study counts twice.
    """
    records = tuple(included)
    inside, named = set(records), study_of or {}

    def study(finding: FindingId) -> RecordId:
        record = findings[finding].record
        return named.get(record, record)

    nodes = tuple(book.tree())
    links = tuple(
        Link(
            code=node.id,
            finding=finding,
            record=study(finding),
            included=study(finding) in inside,
        )
        for node in nodes
        for finding in book.findings_of(node.id)
        if finding in findings and findings[finding].counts
    )
    above = {node.id: tuple(at.id for at in book.path(node.id)) for node in nodes}
    return Coded(nodes=nodes, links=links, included=records, above=above)
