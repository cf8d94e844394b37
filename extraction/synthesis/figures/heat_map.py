"""The study x code matrix as a heat map: themes, subthemes or codes down, studies across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from extraction.synthesis.figures.page import (
    GREY,
    INK,
    LARGE,
    LEADING,
    MARGIN,
    PALE,
    SMALL,
    Page,
    notes_in,
    written,
)
from extraction.synthesis.pooling.forest_text import text_width, wrapped

_LABEL, _CELL, _GAP = (1.2, 3.6), 0.2, 0.1
_TINY = 6.0
# From nothing to many, told apart in grey print: white, then four steps.
SHADES = ("#ffffff", "#d9d9d9", "#a6a6a6", "#6b6b6b", "#2b2b2b")
_STEPS = (1, 2, 4, 7)
_MOST_NUMBERS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """A node: its label, the heading it stands under, and findings per study."""

    label: str
    under: str
    counts: tuple[int, ...]


def draw_heat_map(
    rows: Sequence[HeatRow],
    studies: Sequence[str],
    kind: str,
    *,
    title: str = "",
    unit: str = "findings",
    dpi: int = 200,
) -> bytes:
    """The heat map; a row's last cell says in how many studies it is.

    Args:
        rows: in the order of the tree, at least one; equal ``under`` side by side.
        studies: what the columns are called, as cited.
        kind: svg or png.
        title: above the picture.
        unit: what the numbers in the cells count.
        dpi: dots per inch of a PNG.
    """
    return written(
        lambda keep_text: _Map(rows, studies, title, unit, keep_text=keep_text).figure(),
        kind,
        title=title or "Studies by codes",
        dpi=dpi,
    )


def shade(count: int) -> str:
    """The grey of a number: white for none."""
    return SHADES[sum(count >= step for step in _STEPS)]


class _Map:
    """One heat map on its page."""

    def __init__(
        self,
        rows: Sequence[HeatRow],
        studies: Sequence[str],
        title: str,
        unit: str,
        *,
        keep_text: bool,
    ) -> None:
        self._rows, self._studies, self._keep_text = rows, studies, keep_text
        least, most = _LABEL
        widths = [text_width(row.label, SMALL) for row in rows]
        self._room = min(most, max(least, *widths))
        self._labels = [wrapped(row.label, self._room, size=SMALL, lines=3) for row in rows]
        self._left = MARGIN + self._room + _GAP
        self._right = self._left + _CELL * len(studies)
        self._width = max(self._right + 0.45 + MARGIN, 5.0)
        inside = self._width - 2 * MARGIN
        self._title = wrapped(title, inside, size=LARGE) if title.strip() else []
        self._names = [wrapped(name, 1.6, size=SMALL, lines=1)[0] for name in studies]
        note = (
            f"Numbers and shades: {unit} of the study (column, as cited) under the node (row);"
            " the last column: studies with any."
        )
        texts = [title, *studies, *(row.label for row in rows), *(row.under for row in rows)]
        self._notes = notes_in([note], inside, texts, keep_text=keep_text)

    def _height(self, number: int) -> float:
        return max(_CELL, LEADING * 0.9 * len(self._labels[number]) + 0.04)

    def figure(self) -> Figure:
        """The page with everything on it."""
        head = max((text_width(name, SMALL) for name in self._names), default=0.2)
        top = MARGIN + 0.2 * len(self._title) + head + 0.2
        heads = sum(self._is_head(number) for number in range(len(self._rows)))
        body = sum(map(self._height, range(len(self._rows)))) + 0.24 * heads
        foot = 0.35 + LEADING * len(self._notes) + 0.1
        page = Page(self._width, top + body + foot + MARGIN, keep_text=self._keep_text)
        for number, line in enumerate(self._title):
            page.text(MARGIN, MARGIN + 0.08 + 0.2 * number, line, size=LARGE)
        for column, name in enumerate(self._names):
            x = self._left + _CELL * (column + 0.5)
            page.text(x, top - 0.05, name, size=SMALL, upright=True)
        page.text(self._right + 0.22, top - 0.1, "all", size=SMALL, align="center")
        self._put_rows(page, top)
        self._put_legend(page, top + body + 0.2)
        page.lines(MARGIN, top + body + 0.5, self._notes, size=SMALL)
        return page.figure()

    def _is_head(self, number: int) -> bool:
        under = self._rows[number].under
        return bool(under) and (number == 0 or self._rows[number - 1].under != under)

    def _put_rows(self, page: Page, top: float) -> None:
        numbers = len(self._rows) * len(self._studies) <= _MOST_NUMBERS
        boxes: list[tuple[float, float, float, float]] = []
        fills: list[str] = []
        for number, row in enumerate(self._rows):
            if self._is_head(number):
                line = wrapped(row.under, 0.97 * self._width - 2 * MARGIN, lines=1, bold=True)
                page.lines(MARGIN, top + 0.14, line, bold=True)
                top += 0.24
            height = self._height(number)
            middle = top + height / 2
            lines = self._labels[number]
            page.lines(MARGIN, middle - LEADING * (len(lines) - 1) / 2, lines, size=SMALL)
            for column, count in enumerate(row.counts):
                x = self._left + _CELL * column
                boxes.append((x, top, _CELL, height))
                fills.append(shade(count))
                if count and numbers:
                    colour = INK if count < _STEPS[2] else "#ffffff"
                    page.text(
                        x + _CELL / 2, middle, str(count), size=_TINY, align="center", colour=colour
                    )
            with_any = sum(count > 0 for count in row.counts)
            page.text(self._right + 0.22, middle, str(with_any), size=SMALL, align="center")
            top += height
        page.boxes(boxes, fills=fills, edge=PALE, width=0.4)

    def _put_legend(self, page: Page, y: float) -> None:
        ends = [*(step - 1 for step in _STEPS[1:]), 0]
        names = ["0"] + [
            f"{first}" if first == last else f"{first}-{last}" if last else f"{first} and more"
            for first, last in zip(_STEPS, ends, strict=True)
        ]
        x = MARGIN
        for name, fill in zip(names, SHADES, strict=True):
            page.boxes([(x, y - 0.07, 0.2, 0.14)], fills=[fill], edge=GREY)
            page.text(x + 0.26, y, name, size=SMALL)
            x += 0.26 + text_width(name, SMALL) + 0.2
