"""Words of a diagram: cleaned, printed with their number, wrapped, read aloud. Pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol

from screening.errors import UsageError
from screening.prisma.chart import Chart, Line, Tone, number


class Measure(Protocol):
    """The width of a text in points, set in ``size`` points."""

    def __call__(self, text: str, size: float, *, bold: bool) -> float:
        """Measure one line."""
        ...


SPACE = "\u00a0"
UNKNOWN = "?"


def check_marks(marks: Mapping[str, str], names: Iterable[str]) -> None:
    """Refuse marks for boxes that do not exist.

    Raises:
        UsageError: a mark for a box name that ``box_counts`` does not know.
    """
    known = list(names)
    for name in marks:
        if name not in known:
            raise UsageError(
                f"There is no box {name!r} to mark in this flow.",
                f"The boxes are: {', '.join(known)}.",
            )


def clean(text: str) -> str:
    """One line without control characters, which no drawing can show."""
    kept = "".join(
        char if unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Zl", "Zp") else " "
        for char in text
    )
    return " ".join(kept.split())


def wrap(text: str, width: float, measure: Measure, size: float, *, bold: bool) -> list[str]:
    """Break at blanks into lines no wider than ``width``; words that are too long are cut."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if measure(longer, size, bold=bold) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        *whole, current = _cut(word, width, measure, size, bold=bold)
        lines.extend(whole)
    return [*lines, current]


def _cut(word: str, width: float, measure: Measure, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and measure(pieces[-1] + char, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def printed(line: Line, symbol: str = "") -> str:
    """A line of a box as printed; its number never parts from its brackets."""
    text = clean(line.text)
    if line.n is None and not line.unknown:
        return f"{text}{symbol}"
    n = UNKNOWN if line.n is None else number(line.n)
    return f"{text} (n{SPACE}={SPACE}{n}){symbol}"


def described(chart: Chart) -> str:
    """The whole diagram in words, for readers who cannot see it."""
    told = [chart.banner] if chart.banner else []
    for cell in chart.cells:
        lines = "; ".join(printed(line).replace(SPACE, " ") for line in cell.lines)
        told.append(f"{'Left behind: ' if cell.tone is Tone.ASIDE else ''}{lines}")
    return ". ".join(told) + "."
