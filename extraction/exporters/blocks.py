"""A page of headings, paragraphs and tables in words; Markdown and Word only write it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; ``level`` 1 is the page's title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of plain words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; every row has as many cells as there are headers.

    ``widths`` are the columns' shares of the page, equal if empty. A cell may hold several lines.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


Block: TypeAlias = Heading | Paragraph | Grid
