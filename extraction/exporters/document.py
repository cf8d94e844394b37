"""Everything an export says, once, in words and numbers; the formats only write it down.

The field names are those of the JSON export; ``SCHEMA`` changes when one of them changes meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.synthesis.shares import Share
from screening.events import Maker

SCHEMA = "tamis-themes/1"


def no_theme(theme: str) -> str:
    """What stands above the nodes that have no place yet; ``theme`` is the review's word."""
    return f"(under no {theme} yet)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeNode:
    """A theme, subtheme or code with its counts and what stands under it.

    ``path`` are the labels from the theme down. ``references`` lists all studies as printed
    (``33, 36-38``), ``references_included`` the review's own (with which studies a theme is
    consistent), ``references_outside`` those of records that are not included. ``links`` are
    distinct finding-code pairs; the numbers ``_included`` leave such records out.
    ``effect_size`` is studies_included / studies_in_review.
    """

    id: str
    level: str
    label: str
    path: tuple[str, ...]
    definition: str
    flag: str
    codes: int
    findings: int
    links: int
    studies: int
    findings_included: int
    links_included: int
    studies_included: int
    effect_size: float | None
    references: str
    references_included: str
    references_outside: str
    approved_by: str
    approved_at: str
    proposed_by: Maker | None
    proposed_label: str
    children: tuple[ThemeNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingEntry:
    """One link between a finding and a code, with quote, place and everyone who had a part.

    ``start`` and ``end`` count code points in the text ``source`` of the record whose SHA-256 is
    given; both are None, and the quote empty, for findings stated without a quote.
    """

    code: str
    path: tuple[str, ...]
    finding: str
    statement: str
    record: str
    reference: str
    included: bool
    source: str
    quote: str
    start: int | None
    end: int | None
    text_sha256: str
    origin: str
    flag: str
    finding_proposed_by: Maker | None
    finding_by: str
    finding_at: str
    code_proposed_by: Maker | None
    coded_by: str
    coded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A text in which quotes stand, word for word: LF line ends, no byte-order mark.

    ``text[start:end]`` of a coding with the same ``text_sha256`` is its quote. Texts of included
    records that nobody quoted yet are there too, so that the coding can go on elsewhere.
    """

    record: str
    reference: str
    source: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One event on findings or codebook; ``undone`` says that it was taken back later."""

    event: int
    at: str
    by: str
    kind: str
    what: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyEntry:
    """A study: an included record, or another one that findings were taken from.

    ``intensity`` is its codes / all codes with a finding of an included study, null for a study
    that is not included; ``counts`` maps code ids to findings.
    """

    record: str
    reference: str
    title: str
    year: int | None
    included: bool
    findings: int
    codes: int
    intensity: float | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalEntry:
    """A proposal as it was made, and what a person decided; rejected ones are kept."""

    event: int
    at: str
    asks: str
    code: str
    level: str
    label: str
    parent: str
    options: tuple[str, ...]
    findings: tuple[str, ...]
    maker: Maker
    score: float
    why: str
    status: str
    decided_by: str
    decided_at: str
    decided_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesDocument:
    """A whole export. ``as_of_event`` and ``as_of`` name the state of the log it was made from.

    ``review_id`` is the SHA-256 of what began the review: ids in other programs are made from it.
    ``levels`` are the words of the protocol for theme, subtheme and code, from the top.
    ``shares`` compare all themes, ``shares_among`` the ones chosen; both name unit and basis.
    """

    schema: str
    tamis: str
    review: str
    review_id: str
    questions: tuple[str, ...]
    levels: tuple[str, str, str]
    as_of_event: int
    as_of: str
    studies_in_review: int
    themes: tuple[ThemeNode, ...]
    without_place: tuple[ThemeNode, ...]
    codings: tuple[CodingEntry, ...]
    sources: tuple[SourceEntry, ...]
    studies: tuple[StudyEntry, ...]
    shares: tuple[Share, ...]
    shares_among: tuple[Share, ...]
    uncoded_findings: tuple[str, ...]
    proposals: tuple[ProposalEntry, ...]
    log: tuple[LogEntry, ...]

    def word(self, level: str) -> str:
        """The protocol's word for theme, subtheme or code."""
        return self.levels[("theme", "subtheme", "code").index(level)]

    def nodes(self) -> Iterator[ThemeNode]:
        """All nodes from the top, each followed by what stands under it."""
        for top in (*self.themes, *self.without_place):
            yield from _below(top)


def _below(node: ThemeNode) -> Iterator[ThemeNode]:
    yield node
    for child in node.children:
        yield from _below(child)
