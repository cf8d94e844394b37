"""Saturation: new and all nodes of a level, study by study, a panel for each level.

A dashed line gives the mean over random orders, since one order is an accident.
"""

from __future__ import annotations

from collections.abc import Sequence

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
from extraction.synthesis.saturation import Saturation

_HIGH, _GAP, _LEFT, _WIDE = 1.5, 0.5, 0.75, (4.5, 12.0)
_STEP = 0.16


def draw_saturation(
    panels: Sequence[tuple[str, Saturation]],
    studies: Sequence[str],
    kind: str,
    *,
    order: str,
    title: str = "",
    dpi: int = 200,
) -> bytes:
    """A panel for each level: bars for new nodes, a line for all so far, dashes for the mean.

    Args:
        panels: what is counted (``codes``) and its numbers; at least one study.
        studies: what the studies are called, in the order of the numbers.
        kind: svg or png.
        order: the order of the studies in words.
        title: above the picture.
        dpi: dots per inch of a PNG.
    """
    return written(
        lambda keep_text: _figure(panels, studies, order, title, keep_text=keep_text),
        kind,
        title=title or "Saturation",
        dpi=dpi,
    )


def _figure(
    panels: Sequence[tuple[str, Saturation]],
    studies: Sequence[str],
    order: str,
    title: str,
    *,
    keep_text: bool,
) -> Figure:
    least, most = _WIDE
    plot = min(most, max(least, _STEP * len(studies)))
    labels = [f"{name}: {at.found[-1]:,}" for name, at in panels]
    width = MARGIN + _LEFT + plot + 0.1 + max(map(text_width, labels)) + MARGIN
    inside = width - 2 * MARGIN
    heading = wrapped(title, inside, size=LARGE) if title.strip() else []
    notes = notes_in(
        [
            f"Bars: new with this study. Line: all so far, studies {order}, as cited. Dashes: mean"
            f" of all so far over {panels[0][1].draws} random orders."
        ],
        inside,
        [title, *studies],
        keep_text=keep_text,
    )
    top = MARGIN + 0.2 * len(heading) + 0.4
    bottom = top + len(panels) * (_HIGH + _GAP) - _GAP
    step = plot / len(studies)
    names = [wrapped(name, 1.2, size=SMALL, lines=1)[0] for name in studies]
    every = max(1, round(0.13 / step + 0.49))
    room = max(text_width(name, SMALL) for name in names) + 0.1
    height = bottom + room + 0.35 + LEADING * len(notes) + MARGIN
    page = Page(width, height, keep_text=keep_text)
    for number, line in enumerate(heading):
        page.text(MARGIN, MARGIN + 0.08 + 0.2 * number, line, size=LARGE)
    left = MARGIN + _LEFT
    for (name, at), label in zip(panels, labels, strict=True):
        _panel(page, name, at, label, left, top, step)
        top += _HIGH + _GAP
    for number, text in enumerate(names):
        if number % every == 0:
            x = left + step * (number + 0.5)
            page.text(x, bottom + room, text, size=SMALL, upright=True)
    page.lines(MARGIN, bottom + room + 0.25, notes, size=SMALL)
    return page.figure()


def _panel(
    page: Page, name: str, numbers: Saturation, label: str, left: float, top: float, step: float
) -> None:
    most = max(numbers.found[-1], 1)
    bottom, right = top + _HIGH, left + step * len(numbers.new)
    page.text(left, top - 0.14, name.capitalize(), bold=True)
    for tick in _ticks(most):
        y = bottom - _HIGH * tick / most
        page.line((left, right), (y, y), width=0.4, colour=PALE, behind=True)
        page.text(left - 0.08, y, str(tick), size=SMALL, align="right")
    bars = [
        (left + step * (at + 0.15), bottom - _HIGH * new / most, step * 0.7, _HIGH * new / most)
        for at, new in enumerate(numbers.new)
        if new
    ]
    page.boxes(bars, fills=[PALE] * len(bars), edge=GREY)
    xs = [left + step * (at + 0.5) for at in range(len(numbers.new))]
    for values, dashed in ((numbers.mean_found, True), (numbers.found, False)):
        ys = [bottom - _HIGH * value / most for value in values]
        page.line(xs, ys, width=1.0 if dashed else 1.4, colour=INK, dashed=dashed)
    page.line((left, right), (bottom, bottom))
    page.text(right + 0.1, top, label)


def _ticks(most: int) -> list[int]:
    """Round numbers from 0 to the largest, about four of them."""
    for size in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000):
        if most / size <= 5:
            return list(range(0, most + 1, size))
    return [0, most]
