"""Fonts for PNG and PDF: DejaVu Sans, which comes with matplotlib, and what stands in for it.

DejaVu Sans has the Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters. For all
others (Chinese, Japanese, Korean, Devanagari, Thai ...) a font installed on the machine is taken,
if there is one. Imported only where something is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags

FAMILY = "DejaVu Sans"
STAND_IN = "\u25a1"
EM = 100.0
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FILES = {False: str(_FONTS / "DejaVuSans.ttf"), True: str(_FONTS / "DejaVuSans-Bold.ttf")}
# A font of frames that name a script, and fonts whose places are not those of Unicode.
_NO_LETTERS = ("Last Resort", "cmb", "cme", "cmm", "cmr", "cms", "cmt", "STIXSize", "STIXNonUni")
_NORMAL_WEIGHT = 400

# A common letter of each script that DejaVu Sans lacks, as journals of this field use them.
_SCRIPTS = {
    "Chinese": "\u7684",
    "Japanese": "\u304b",
    "Korean": "\ud55c",
    "Devanagari": "\u0915",
    "Bengali": "\u0995",
    "Tamil": "\u0b95",
    "Thai": "\u0e01",
}

Finder = Callable[[str], str]


def text_width(text: str, size: float, *, bold: bool) -> float:
    """The width in points of a text in DejaVu Sans; kerning left out, which is never less.

    A character the font lacks is taken to be a full em wide.
    """
    return sum(_advance(char, bold=bold) for char in text) * size / EM


@cache
def lacks(char: str) -> bool:
    """Whether DejaVu Sans, plain or bold, lacks a character."""
    return any(_font(bold=bold).get_char_index(ord(char)) == 0 for bold in (False, True))


@cache
def family_with(char: str) -> str:
    """The family of an installed font that has a character; empty if none has it."""
    for entry in sorted(fontManager.ttflist, key=_plain_first):
        if not entry.name.startswith(_NO_LETTERS) and _has(entry, char):
            return str(entry.name)
    return ""


def properties(text: str, size: float, *, bold: bool, find: Finder = family_with) -> FontProperties:
    """The font of a line: DejaVu Sans, followed by what has the characters it lacks."""
    others = dict.fromkeys(find(char) for char in text if lacks(char))
    others.pop("", None)
    if not others:
        return FontProperties(fname=_FILES[bold], size=size)
    return FontProperties(family=[FAMILY, *others], weight="bold" if bold else "normal", size=size)


def drawable(text: str, find: Finder = family_with) -> str:
    """The text with a frame for each character that no font has."""
    return "".join(STAND_IN if lacks(char) and not find(char) else char for char in text)


def needs_others(texts: Iterable[str]) -> bool:
    """Whether DejaVu Sans lacks a character of the texts."""
    return any(lacks(char) for text in texts for char in text)


def lacking_scripts(find: Finder = family_with) -> tuple[str, ...]:
    """The scripts that PNG and PDF cannot show, since no font on this machine has them."""
    return tuple(name for name, char in _SCRIPTS.items() if lacks(char) and not find(char))


def glyph_note(texts: Iterable[str], find: Finder = family_with) -> str:
    """A sentence on the characters that PNG and PDF cannot show; empty if there are none."""
    chars = {char for text in texts for char in text}
    missing = sorted(char for char in chars if lacks(char) and not find(char))
    if not missing:
        return ""
    shown = ", ".join(f"U+{ord(char):04X}" for char in missing[:10])
    more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
    return (
        f"{STAND_IN} stands for characters that no font on this machine has ({shown}{more}); "
        "an SVG and a PowerPoint slide show them where one has."
    )


def _plain_first(entry: FontEntry) -> tuple[bool, bool, str, str]:
    return entry.style != "normal", entry.weight != _NORMAL_WEIGHT, entry.name, entry.fname


def _has(entry: FontEntry, char: str) -> bool:
    try:
        return bool(FT2Font(entry.fname).get_char_index(ord(char)))
    except (OSError, RuntimeError):  # a font that was removed, or is broken
        return False


@cache
def _font(*, bold: bool) -> FT2Font:
    font = FT2Font(_FILES[bold])
    font.set_size(EM, 72)
    return font


@cache
def _advance(char: str, *, bold: bool) -> float:
    if lacks(char):
        return EM
    glyph = _font(bold=bold).load_char(ord(char), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536
