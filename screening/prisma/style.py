"""How a diagram looks: greys and one accent, legible in black and white.

Both drawings read this table, so that SVG, PNG and PDF look alike.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1a1a1a"
LINE = "#4d4d4d"
ACCENT = "#1f4e79"
HEAD = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Fill, edge and text of a kind of box; ``weight`` is the width of the edge in points."""

    fill: str = "#ffffff"
    edge: str = LINE
    weight: float = 0.8
    dashed: bool = False
    ink: str = INK


STYLES = {
    "main": Style(),
    "aside": Style(fill="#f4f4f4", edge="#8c8c8c"),
    "end": Style(edge=ACCENT, weight=1.6),
    "bar": Style(fill="#dbe5ee", edge="#dbe5ee", ink=ACCENT),
    "header": Style(fill="#ececec", edge="#ececec"),
    "banner": Style(edge=ACCENT, weight=1.2, dashed=True, ink=ACCENT),
    "": Style(),
}


def head(route: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The triangle at the end of an arrow of horizontal and vertical parts."""
    (x0, y0), (x, y) = route[-2:]
    if x == x0:
        back = y - HEAD if y > y0 else y + HEAD
        return (x, y), (x - HEAD / 2, back), (x + HEAD / 2, back)
    back = x - HEAD if x > x0 else x + HEAD
    return (x, y), (back, y - HEAD / 2), (back, y + HEAD / 2)
