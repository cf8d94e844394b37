"""Text on a forest plot: measured in inches with DejaVu Sans, which comes with matplotlib.

Import this module only where something is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

SIZE = 9.0
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FILES = {False: str(_FONTS / "DejaVuSans.ttf"), True: str(_FONTS / "DejaVuSans-Bold.ttf")}
STAND_IN = "\N{WHITE SQUARE}"
_MORE = "\N{HORIZONTAL ELLIPSIS}"
_FAMILY = "DejaVu Sans"
# Frames that name a script, and fonts of mathematical signs.
_NO_LETTERS = ("Last Resort", "cm", "STIX")


def font(size: float, *, bold: bool = False, text: str = "") -> FontProperties:
    """DejaVu Sans in a size in points, followed by what has the letters that it lacks."""
    others = dict.fromkeys(_family_with(char) for char in text if ord(char) not in _letters())
    others.pop("", None)
    if not others:
        return FontProperties(fname=_FILES[bold], size=size)
    return FontProperties(family=[_FAMILY, *others], weight="bold" if bold else "normal", size=size)


@cache
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(_FILES[False]).get_charmap())


@cache
def _family_with(char: str) -> str:
    """The family of an installed font that has a letter; empty if none has it."""
    for entry in sorted(fontManager.ttflist, key=lambda at: (at.style, at.weight != "normal")):
        if not entry.name.startswith(_NO_LETTERS) and _has(entry.fname, char):
            return str(entry.name)
    return ""


def _has(file: str, char: str) -> bool:
    try:
        return FT2Font(file).get_char_index(ord(char)) != 0
    except (OSError, RuntimeError):  # a font file that cannot be read has no letters
        return False


def printable(text: str) -> str:
    """The text with a square for each letter that no font of this machine has."""
    return "".join(
        char if ord(char) in _letters() or _family_with(char) else STAND_IN for char in text
    )


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """The width of a text in inches; a letter of another font is taken to be as wide as high."""
    own = "".join(char for char in text if ord(char) in _letters())
    width, _height, _descent = TextToPath().get_text_width_height_descent(
        own, font(size, bold=bold), ismath=False
    )
    return (float(width) + size * (len(text) - len(own))) / 72


def wrapped(
    text: str, width: float, *, size: float = SIZE, lines: int = 99, bold: bool = False
) -> list[str]:
    """The text in lines no wider than ``width`` inches; what is beyond the last line is cut."""
    found = [""]
    for word in _pieces(text, width, size, bold=bold):
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or text_width(longer, size, bold=bold) <= width:
            found[-1] = longer
        else:
            found.append(word)
    kept = [_cut(line, width, size, bold=bold) for line in found[:lines]]
    if len(found) > lines:
        kept[-1] = _cut(f"{kept[-1]} {_MORE}", width, size, bold=bold)
    return kept


def _pieces(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """The words of a text; in a script without blanks, a long one goes on in the next line."""
    for word in text.split():
        is_own = all(ord(char) in _letters() for char in word)
        if is_own or text_width(word, size, bold=bold) <= width:
            yield word
            continue
        piece = ""
        for char in word:
            if piece and text_width(piece + char, size, bold=bold) > width:
                yield piece
                piece = ""
            piece += char
        yield piece


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    """As much of the beginning as fits, with a sign that there is more; found by halving."""
    if text_width(line, size, bold=bold) <= width:
        return line
    fits = bisect_right(
        range(1, len(line) + 1),
        width,
        key=lambda end: text_width(f"{line[:end]}{_MORE}", size, bold=bold),
    )
    return f"{line[:fits].rstrip(f' {_MORE}')}{_MORE}"
