"""Where a selection lies in a text, although programs count its characters differently.

The standard counts code points of the text as it stands. Seen in the wild are also: a line end of
two characters counted as one, a byte-order mark counted or not, and UTF-16 units. A file does not
say how it counts, but selections often carry the beginning of their quote, and quotes mostly begin
and end with whole words: the way of counting that fits best is taken, the standard's if none fits
better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from extraction.importers.given import GivenSelection

_MARK = "\ufeff"
_STANDARD = "code points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A way of counting: what it is, and offset -> place in the text."""

    words: str
    places: Mapping[int, int]

    def stretch(self, selection: GivenSelection) -> tuple[int, int] | None:
        """The places of a selection's ends, None if one is outside the text or it is empty."""
        start, end = self.places.get(selection.start), self.places.get(selection.end)
        return None if start is None or end is None or start >= end else (start, end)


def counting_of(text: str, selections: Sequence[GivenSelection]) -> Counting:
    """The way of counting that fits a text's selections best."""
    ways = list(_ways(text))
    return max(ways, key=lambda way: (_fit(text, way, selections), -ways.index(way)))


def _ways(text: str) -> Iterator[Counting]:
    """The standard's way first; the others only where they differ."""
    joins = (False, True) if "\r\n" in text else (False,)
    marks = (False, True) if text.startswith(_MARK) else (False,)
    wides = (False, True) if any(ord(char) > 0xFFFF for char in text) else (False,)
    for join, mark, wide in product(joins, marks, wides):
        named = (
            "line ends as one character" * join,
            "the byte-order mark as a character" * mark,
            "UTF-16 units" * wide,
        )
        words = ", ".join(name for name in named if name) or _STANDARD
        yield Counting(words=words, places=_places(text, join=join, mark=mark, wide=wide))


def _places(text: str, *, join: bool, mark: bool, wide: bool) -> dict[int, int]:
    found: dict[int, int] = {}
    count = place = 0
    if text.startswith(_MARK):
        place = 1
        count = int(mark)
    found[0] = 0 if mark else place
    while place < len(text):
        found[count] = place
        if join and text.startswith("\r\n", place):
            place += 1
        count += 2 if wide and ord(text[place]) > 0xFFFF else 1
        place += 1
    found[count] = len(text)
    return found


def _fit(text: str, way: Counting, selections: Sequence[GivenSelection]) -> tuple[int, int, int]:
    """How many selections begin as they are named, lie inside, and have whole words at the ends."""
    named = inside = whole = 0
    for selection in selections:
        stretch = way.stretch(selection)
        if stretch is None:
            continue
        inside += 1
        start, end = stretch
        quote = " ".join(text[start:end].split())
        name = " ".join(selection.name.split()).rstrip(".\N{HORIZONTAL ELLIPSIS}")
        named += bool(name) and (quote.startswith(name) or name.startswith(quote))
        whole += _is_edge(text, start) + _is_edge(text, end) + (text[start:end].strip() != "")
    return named, inside, whole


def _is_edge(text: str, place: int) -> bool:
    """Whether a word begins or ends here."""
    if place in {0, len(text)}:
        return True
    return text[place - 1].isalnum() != text[place].isalnum() or not text[place].isalnum()
