"""Draw a forest plot of pooled proportions as SVG or PNG, in greys.

Import this module only where something is drawn: matplotlib takes most of a second to load.
Places are inches from the lower left corner. The same numbers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from extraction.synthesis.figures.page import STAND_IN_NOTE, written
from extraction.synthesis.pooling.forest_rows import (
    ForestRow,
    Mark,
    axis_ends,
    footnotes,
    pooled_rows,
    study_rows,
)
from extraction.synthesis.pooling.forest_text import (
    SIZE,
    font,
    printable,
    text_width,
    wrapped,
)
from extraction.synthesis.pooling.types import Pooled
from screening.console import harmless, percent

_INK, _LINE, _SQUARE, _PALE = "#1a1a1a", "#404040", "#7a7a7a", "#bdbdbd"
_SMALL, _LARGE = 8.0, 11.0
_LEADING = 0.155
_ROW = 0.27
_MARGIN = 0.15
_GAP = 0.2
_NAME_WIDTHS = (1.2, 3.4)
_LINES_OF_NAME = 3
_PLOT = 3.4


def draw_forest(pooled: Pooled, kind: str, *, title: str = "", dpi: int = 200) -> bytes:
    """The forest plot as the bytes of a file; nothing is written.

    Args:
        pooled: from ``pool_proportions``.
        kind: svg (text stays text) or png.
        title: above the picture; may be empty.
        dpi: dots per inch of a PNG.

    Raises:
        UsageError: another kind.
    """
    return written(
        lambda keep_text: _Drawing(pooled, title, keep_text=keep_text).figure(),
        kind,
        title=title or "Forest plot",
        dpi=dpi,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The left edge of each column, and the page's width; counts end where they are said to."""

    counts_end: float
    plot: float
    result: float
    weight_end: float
    page: float


class _Drawing:
    """One forest plot on its page."""

    def __init__(self, pooled: Pooled, title: str, *, keep_text: bool) -> None:
        self._pooled = pooled
        self._keep_text = keep_text
        self._studies, self._means = study_rows(pooled), pooled_rows(pooled)
        rows = (*self._studies, *self._means)
        least, most = _NAME_WIDTHS
        self._name = min(most, max(least, *(text_width(r.name, bold=True) for r in rows)))
        self._level = f"{percent(pooled.level)} CI"
        self._at = self._columns(rows)
        inside = self._at.page - 2 * _MARGIN
        self._title = wrapped(title, inside, size=_LARGE) if title.strip() else []
        notes = list(footnotes(pooled))
        if not keep_text and any(
            printable(text) != text for text in (title, *(r.name for r in rows))
        ):
            notes.append(STAND_IN_NOTE)
        self._notes = [line for note in notes for line in wrapped(note, inside, size=_SMALL)]
        self._lines = {
            row.name: wrapped(row.name, self._name, lines=_LINES_OF_NAME) for row in rows
        }

    def _columns(self, rows: Sequence[ForestRow]) -> _Columns:
        counts = max(text_width(text) for text in ("Events / total", *(r.counts for r in rows)))
        result = max(text_width(row.result, bold=True) for row in rows)
        counts_end = _MARGIN + self._name + _GAP + counts
        plot = counts_end + _GAP
        beside = plot + _PLOT + _GAP
        weight_end = beside + result + _GAP + text_width("100.0 %") + 0.1
        return _Columns(
            counts_end=counts_end,
            plot=plot,
            result=beside,
            weight_end=weight_end,
            page=weight_end + _MARGIN,
        )

    def _height(self, row: ForestRow) -> float:
        return _ROW + _LEADING * (len(self._lines[row.name]) - 1)

    def figure(self) -> Figure:
        """The page with everything on it."""
        head = 0.2 * len(self._title) + (0.08 if self._title else 0)
        body = sum(self._height(row) for row in (*self._studies, *self._means)) + 0.15
        foot = 0.55 + _LEADING * len(self._notes) + 0.08
        height = _MARGIN + head + _ROW + body + foot + _MARGIN
        width = self._at.page
        figure = Figure(figsize=(width, height), facecolor="#ffffff")
        page = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
        page.axis("off")
        top = height - _MARGIN - head - _ROW
        bottom = top - body
        plot = self._plot_axes(figure, width, height, bottom, top)
        self._put_title(page, height)
        self._put_header(page, top)
        self._put_rows(page, plot, top)
        for number, line in enumerate(self._notes):
            self._put(page, _MARGIN, bottom - 0.62 - _LEADING * number, line, size=_SMALL)
        return figure

    def _plot_axes(
        self, figure: Figure, width: float, height: float, bottom: float, top: float
    ) -> Axes:
        plot = figure.add_axes(
            (self._at.plot / width, bottom / height, _PLOT / width, (top - bottom) / height),
            xlim=axis_ends(self._pooled),
            ylim=(bottom, top),
            facecolor="none",
        )
        plot.set_yticks([])
        for side in ("left", "right", "top"):
            plot.spines[side].set_visible(False)
        plot.tick_params(labelsize=_SMALL, colors=_INK)
        plot.set_xlabel("Proportion (events / total)", fontsize=_SMALL, color=_INK)
        plot.axvline(self._pooled.random.value, color=_LINE, linestyle=(0, (4, 3)), linewidth=0.7)
        return plot

    def _put_title(self, page: Axes, height: float) -> None:
        for number, line in enumerate(self._title):
            self._put(page, _MARGIN, height - _MARGIN - 0.1 - 0.2 * number, line, size=_LARGE)

    def _put_header(self, page: Axes, top: float) -> None:
        middle = top + _ROW / 2
        self._put(page, _MARGIN, middle, "Study", bold=True)
        self._put(page, self._at.counts_end, middle, "Events / total", bold=True, right=True)
        self._put(page, self._at.result, middle, f"Proportion [{self._level}]", bold=True)
        self._put(page, self._at.weight_end, middle, "Weight", bold=True, right=True)
        page.plot((_MARGIN, self._at.weight_end), (top, top), color=_LINE, linewidth=0.8)

    def _put_rows(self, page: Axes, plot: Axes, top: float) -> None:
        for row in (*self._studies, *self._means):
            if row is self._means[0]:
                ends = (_MARGIN, self._at.weight_end)
                page.plot(ends, (top - 0.06,) * 2, color=_PALE, linewidth=0.8)
                top -= 0.12
            middle = top - self._height(row) / 2
            self._put_words(page, row, middle)
            _put_mark(plot, row, middle)
            top -= self._height(row)

    def _put_words(self, page: Axes, row: ForestRow, middle: float) -> None:
        bold = row.mark is Mark.FULL_DIAMOND
        lines = self._lines[row.name]
        for number, line in enumerate(lines):
            above = ((len(lines) - 1) / 2 - number) * _LEADING
            self._put(page, _MARGIN, middle + above, line, bold=bold)
        self._put(page, self._at.counts_end, middle, row.counts, right=True)
        self._put(page, self._at.result, middle, row.result, bold=bold)
        self._put(page, self._at.weight_end, middle, row.weight, right=True)

    def _put(
        self,
        page: Axes,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        shown = harmless(text) if self._keep_text else printable(harmless(text))
        page.text(
            x,
            y,
            shown,
            fontproperties=font(size, bold=bold, text="" if self._keep_text else shown),
            color=_INK,
            horizontalalignment="right" if right else "left",
            verticalalignment="center_baseline",
            parse_math=False,
        )


def _put_mark(plot: Axes, row: ForestRow, middle: float) -> None:
    if row.mark is Mark.SQUARE and row.value is not None:
        plot.plot((row.low, row.high), (middle, middle), color=_LINE, linewidth=1.0, zorder=2)
        side = 3.0 + 6.0 * row.size**0.5
        plot.plot(
            row.value, middle, "s", markersize=side, color=_SQUARE, markeredgecolor=_INK,
            markeredgewidth=0.5, zorder=3, clip_on=False,
        )  # fmt: skip
    elif row.value is None:
        plot.plot(
            (row.low, row.high), (middle, middle), color=_SQUARE, linewidth=3.5,
            solid_capstyle="butt", zorder=2,
        )  # fmt: skip
    else:
        full = row.mark is Mark.FULL_DIAMOND
        plot.fill(
            (row.low, row.value, row.high, row.value),
            (middle, middle + 0.09, middle, middle - 0.09),
            facecolor=_INK if full else "#ffffff",
            edgecolor=_INK,
            linewidth=0.9,
            zorder=3,
            clip_on=False,
        )
