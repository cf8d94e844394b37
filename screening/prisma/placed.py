"""Where everything of a laid-out diagram stands: boxes, lines of text, arrows.

All lengths are points (1/72 inch), x to the right and y downwards from the top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZE = 9.0
LEADING = 1.38
PAD = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line as said, before it was wrapped: its indent in points, its size and weight."""

    text: str
    indent: float = 0.0
    size: float = SIZE
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box at its place. ``kind`` is the tone of a cell, or bar, header or banner.

    ``said`` are its lines before they were wrapped, for what wraps text itself.
    """

    key: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    said: tuple[Paragraph, ...] = ()

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One line of text: its left end (or, centred, its middle) on the baseline.

    ``owner`` is the key of the box it stands in, empty for title and footnotes; ``upright`` is
    False for side bars, which read from bottom to top.
    """

    owner: str
    x: float
    y: float
    text: str
    size: float = SIZE
    bold: bool = False
    centred: bool = False
    upright: bool = True


Route = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A diagram ready to be drawn; ``routes`` are the corners of arrows, the head at the end.

    ``links`` are the boxes that each route joins; ``outside`` is the text outside the boxes, each
    paragraph in an invisible box of its own.
    """

    width: float
    height: float
    boxes: tuple[Placed, ...]
    texts: tuple[Text, ...]
    routes: tuple[Route, ...]
    links: tuple[tuple[str, str], ...] = ()
    outside: tuple[Placed, ...] = ()
