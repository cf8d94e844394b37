"""GRADE-CERQual tables: what the log knows is filled in, the judgements are left to people.

Summary of Qualitative Findings and evidence profile (Lewin et al. 2018, Implement Sci 13(Suppl 1):2
and 13(Suppl 1):10). Tamis judges nothing: it counts studies, findings and quotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.exporters.blocks import Block, Grid, Heading, Paragraph
from extraction.exporters.document import CodingEntry, ThemeNode, ThemesDocument

TO_JUDGE = "To be judged"
CONFIDENCE = f"{TO_JUDGE} (high, moderate, low, very low)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a review finding: studies of all included ones, findings, quotes, years.

    ``name`` is its label, with those above it where another node has the same.
    """

    node: ThemeNode
    name: str
    of: int
    quotes: int
    years: str


def cerqual(document: ThemesDocument, level: str) -> Iterator[Block]:
    """The page: both tables, one row for each node of the level that a study supports.

    Args:
        document: the themes.
        level: theme, subtheme or code; what a review finding is here.
    """
    rows = evidence(document, level)
    yield Heading(text=f"GRADE-CERQual: {document.review}", level=1)
    yield Paragraph(
        text=f"One row for each {document.word(level)}. Counted from the log by Tamis"
        f" {document.tamis} as of event {document.as_of_event}: studies, findings, quotes, years."
        " Left to the reviewers: the wording of each review finding as a statement, the four"
        " assessments, the overall confidence and its explanation."
    )
    yield Heading(text="Summary of qualitative findings")
    yield Grid(
        headers=(
            "No.", "Review finding", f"Studies contributing (of {document.studies_in_review})",
            "CERQual confidence", "Explanation",
        ),
        rows=tuple(
            (str(number), _finding(at), _studies(at), CONFIDENCE, TO_JUDGE)
            for number, at in enumerate(rows, start=1)
        ),
        widths=(0.5, 3, 3, 2, 2),
    )  # fmt: skip
    yield Heading(text="Evidence profile")
    yield _profile(rows)


def _profile(rows: Sequence[Evidence]) -> Grid:
    return Grid(
        headers=(
            "No.", "Review finding", "Methodological limitations", "Coherence", "Adequacy",
            "Relevance", "CERQual confidence",
        ),
        rows=tuple(
            (
                str(number),
                at.name,
                TO_JUDGE,
                TO_JUDGE,
                f"{TO_JUDGE}\nKnown: {at.node.studies_included} of {at.of} studies,"
                f" {at.node.findings_included} findings, {at.quotes} with a quote",
                f"{TO_JUDGE}\nKnown: {at.years}",
                CONFIDENCE,
            )
            for number, at in enumerate(rows, start=1)
        ),
        widths=(0.5, 2, 1.5, 1.5, 2, 1.5, 1.5),
    )  # fmt: skip


def evidence(document: ThemesDocument, level: str) -> list[Evidence]:
    """What is known of each node of a level that an included study supports, as in the tree."""
    years = {study.record: study.year for study in document.studies}
    nodes = [node for node in document.nodes() if node.level == level and node.studies_included]
    labels = Counter(node.label.casefold() for node in nodes)
    found = []
    for node in nodes:
        below = {at.id for at in _below(node)}
        codings = [at for at in document.codings if at.code in below and at.included]
        found.append(
            Evidence(
                node=node,
                name=node.label if labels[node.label.casefold()] < 2 else ": ".join(node.path),
                of=document.studies_in_review,
                quotes=len({at.finding for at in codings if at.quote}),
                years=_years(codings, years),
            )
        )
    return found


def _below(node: ThemeNode) -> Iterator[ThemeNode]:
    yield node
    for child in node.children:
        yield from _below(child)


def _years(codings: Sequence[CodingEntry], years: dict[str, int | None]) -> str:
    known = sorted(year for at in codings if (year := years.get(at.record)))
    if not known:
        return "no year of publication"
    return f"published {known[0]}" + (f" to {known[-1]}" if known[-1] != known[0] else "")


def _finding(at: Evidence) -> str:
    return f"{at.name}\n{at.node.definition}" if at.node.definition else at.name


def _studies(at: Evidence) -> str:
    return f"{at.node.studies_included}: {at.node.references_included}"
