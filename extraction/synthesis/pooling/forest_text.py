"""Text on a forest plot: measured in inches with DejaVu Sans, which comes with matplotlib.

Import this module only where something is drawn.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

SIZE = 9.0
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FILES = {False: str(_FONTS / "DejaVuSans.ttf"), True: str(_FONTS / "DejaVuSans-Bold.ttf")}
STAND_IN = "\N{WHITE SQUARE}"


def font(size: float, *, bold: bool = False) -> FontProperties:
    """DejaVu Sans in a size in points."""
    return FontProperties(fname=_FILES[bold], size=size)


@cache
def _known_letters() -> frozenset[int]:
    return frozenset(FT2Font(_FILES[False]).get_charmap())


def printable(text: str) -> str:
    """The text with a square for each letter that DejaVu Sans lacks."""
    return "".join(char if ord(char) in _known_letters() else STAND_IN for char in text)


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """The width of a text in inches."""
    width, _height, _descent = TextToPath().get_text_width_height_descent(
        printable(text), font(size, bold=bold), ismath=False
    )
    return float(width) / 72


def wrapped(text: str, width: float, *, size: float = SIZE, lines: int = 99) -> list[str]:
    """The text in lines no wider than ``width`` inches; what is beyond the last line is cut."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or text_width(longer, size) <= width:
            found[-1] = longer
        else:
            found.append(word)
    kept = [_cut(line, width, size) for line in found[:lines]]
    if len(found) > lines:
        kept[-1] = _cut(f"{kept[-1]} \N{HORIZONTAL ELLIPSIS}", width, size)
    return kept


def _cut(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    while line and text_width(f"{line}\N{HORIZONTAL ELLIPSIS}", size) > width:
        line = line[:-1].rstrip(" \N{HORIZONTAL ELLIPSIS}")
    return f"{line}\N{HORIZONTAL ELLIPSIS}"
