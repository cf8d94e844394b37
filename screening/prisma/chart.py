"""What a flow diagram says, before anything is measured: boxes in a grid, with lines and arrows.

All forms of the diagram, the terminal table and the description read aloud by screen readers are
made from a ``Chart``, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """The forms of the diagram."""

    THREE_STAGE = "three-stage"
    PRISMA2020 = "prisma2020"
    PRISMA2009 = "prisma2009"


class Tone(StrEnum):
    """What a box is: on the way through, left behind, or the end."""

    MAIN = "main"
    ASIDE = "aside"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a box: words, a number unless None, and the box names a mark may use for it.

    ``unknown``: there is a number, but nobody told it.
    """

    text: str
    n: int | None = None
    unknown: bool = False
    boxes: tuple[str, ...] = ()
    indent: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box at a place of the grid; rows count from the top, columns from the left, from 0."""

    key: str
    row: int
    column: int
    lines: tuple[Line, ...]
    tone: Tone = Tone.MAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A side bar along the rows ``first`` to ``last``."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A heading above the columns ``first`` to ``last``."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A diagram in words. ``arrows`` are pairs of cell keys; ``banner`` is empty when finished.

    ``widths`` are those of the columns, in points.
    """

    form: Form
    widths: tuple[float, ...]
    cells: tuple[Cell, ...]
    arrows: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    headers: tuple[Header, ...] = ()
    banner: str = ""
    notes: tuple[str, ...] = ()


def number(n: int) -> str:
    """A count as printed: digits, with commas between thousands."""
    return f"{n:,}"
