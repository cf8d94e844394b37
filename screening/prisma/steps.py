"""What the forms share: steps of a box on the way and one left behind, bars, the last box."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from screening.prisma.chart import Bar, Cell, Line
from screening.prisma.told import Told

Step = tuple[Cell, Cell | None]
Arrows = tuple[tuple[str, str], ...]

SOURCE_2020 = (
    "Flow diagram after the PRISMA 2020 template: Page MJ, et al. BMJ 2021;372:n71. "
    "doi: 10.1136/bmj.n71. CC BY 4.0."
)

NOT_READ = (
    "Records not screened were left unread when screening was stopped;"
    " the log holds the stop and what is certified."
)
NOT_SCREENED = "Not screened after stopping"


def cells_of(steps: Sequence[Step]) -> tuple[Cell, ...]:
    """All boxes of steps, in reading order."""
    return tuple(cell for step in steps for cell in step if cell is not None)


def arrows_of(steps: Sequence[Step], end: str) -> Arrows:
    """From step to step and to the box named ``end``; from each to what is left behind."""
    mains = [*(main.key for main, _ in steps), end]
    asides = ((main.key, aside.key) for main, aside in steps if aside is not None)
    return (*pairwise(mains), *asides)


def bars(*spans: tuple[str, int, int]) -> tuple[Bar, ...]:
    """Side bars (label, first row, last row); those without a row are left out."""
    return tuple(
        Bar(label=label, first=first, last=last) for label, first, last in spans if first <= last
    )


def included(told: Told) -> tuple[Line, ...]:
    """Studies and reports of a review that no previous version preceded."""
    return (
        told.line("studies_included", "Studies included in review", strong=True),
        told.line("reports_included", "Reports of included studies"),
    )


def update_lines(told: Told) -> tuple[Line, ...]:
    """What an update adds to, in one box; empty for a new review."""
    if "previous_studies" not in told.numbers:
        return ()
    return (
        told.line("previous_studies", "Studies in the previous version"),
        told.line("previous_reports", "Reports in the previous version"),
        told.line("total_studies", "Total studies included in review", strong=True),
        told.line("total_reports", "Reports of total included studies"),
    )
