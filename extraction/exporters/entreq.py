"""The ENTREQ statement's 21 items: what the log knows is filled in, the rest is left to people.

Tong et al. 2012, BMC Med Res Methodol 12:181. The wording of the items is shortened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.exporters.blocks import Block, Grid, Heading, Paragraph

TO_WRITE = "To be written"

ITEMS = (
    ("1", "Aim", "The research question that the synthesis addresses"),
    ("2", "Synthesis methodology", "The methodology or framework, and why it was chosen"),
    ("3", "Approach to searching", "Pre-planned and comprehensive, or iterative until saturation"),
    ("4", "Inclusion criteria", "Population, language, years, type of publication, type of study"),
    ("5", "Data sources", "Where was searched, when, and why there"),
    ("6", "Electronic search strategy", "The search terms and limits"),
    ("7", "Study screening methods", "Title, abstract, full text; by how many reviewers"),
    ("8", "Study characteristics", "Year, country, population, number of participants, methods"),
    ("9", "Study selection results", "Numbers screened and included, reasons for exclusion"),
    ("10", "Rationale for appraisal", "Why and how the studies were appraised"),
    ("11", "Appraisal items", "The tools, frameworks and criteria used"),
    ("12", "Appraisal process", "Independently by more than one reviewer, with consensus?"),
    ("13", "Appraisal results", "Which studies were weighted or excluded by it, and why"),
    ("14", "Data extraction", "Which sections were analysed, and how data were extracted"),
    ("15", "Software", "The program used"),
    ("16", "Number of reviewers", "Who was involved in coding and analysis"),
    ("17", "Coding", "How data were coded, e.g. line by line"),
    ("18", "Study comparison", "How comparisons were made within and across studies"),
    ("19", "Derivation of themes", "Whether themes were derived inductively or deductively"),
    ("20", "Quotations", "Quotations of participants or authors that illustrate the themes"),
    ("21", "Synthesis output", "Rich, compelling results that go beyond a summary"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the log knows of an item, in sentences; ``left`` is what only people can say."""

    item: str
    facts: tuple[str, ...]
    left: str


def entreq(review: str, tamis: str, known: dict[str, Known]) -> Iterator[Block]:
    """The page: every item with what is known, and what is left to write."""
    yield Heading(text=f"ENTREQ: {review}", level=1)
    yield Paragraph(
        text=f"Filled in by Tamis {tamis} from protocol and log; what nobody told it is left to the"
        " reviewers. Check each sentence before it is reported."
    )
    rows = []
    for number, name, asks in ITEMS:
        found = known.get(number)
        facts = "\n".join(found.facts) if found else ""
        left = found.left if found else TO_WRITE
        rows.append((number, name, asks, facts, left))
    yield Grid(
        headers=("No.", "Item", "Asks for", "Known from the log", "Left to the reviewers"),
        rows=tuple(rows),
        widths=(0.5, 2, 3, 5, 3),
    )
