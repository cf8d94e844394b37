"""The share of each theme as bars, with count, total and what was counted."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from extraction.synthesis.figures.page import (
    GREY,
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
from extraction.synthesis.shares import Share

_LABEL, _PLOT, _ROW, _BAR, _GAP = (1.2, 3.2), 3.6, 0.12, 0.2, 0.15
_STEP = 10


def draw_shares(shares: Sequence[Share], kind: str, *, title: str = "", dpi: int = 200) -> bytes:
    """Bars of shares of one unit, in the order given.

    Args:
        shares: of one unit, at least one.
        kind: svg or png.
        title: above the picture.
        dpi: dots per inch of a PNG.
    """
    return written(
        lambda keep_text: _figure(shares, title, keep_text=keep_text),
        kind,
        title=title or f"Share of each theme in the {shares[0].unit}",
        dpi=dpi,
    )


def _figure(shares: Sequence[Share], title: str, *, keep_text: bool) -> Figure:
    least, most = _LABEL
    room = min(most, max(least, *(text_width(at.label) for at in shares), least))
    labels = [wrapped(at.label, room, lines=4) for at in shares]
    values = [f"{_percent(at):.1f} %  ({at.count} of {at.total})" for at in shares]
    beside = max(text_width(value) for value in values)
    plot = MARGIN + room + _GAP
    page_width = plot + _PLOT + beside + 2 * _GAP + MARGIN
    inside = page_width - 2 * MARGIN
    heading = wrapped(title, inside, size=LARGE) if title.strip() else []
    unit = shares[0].unit
    notes = notes_in(
        [f"Unit: {unit}; of {unit.basis}."],
        inside,
        [title, *(at.label for at in shares)],
        keep_text=keep_text,
    )
    heights = [max(_BAR, LEADING * len(lines)) + _ROW for lines in labels]
    top = MARGIN + 0.2 * len(heading) + 0.1
    bottom = top + sum(heights)
    page = Page(page_width, bottom + 0.45 + LEADING * len(notes) + MARGIN, keep_text=keep_text)
    for number, line in enumerate(heading):
        page.text(MARGIN, MARGIN + 0.08 + 0.2 * number, line, size=LARGE)
    end = max(_STEP, -(-max(_percent(at) for at in shares) // _STEP) * _STEP)
    _axis(page, plot, top, bottom, end)
    _bars(page, shares, labels, values, heights, top, plot, end)
    page.lines(MARGIN, bottom + 0.5, notes, size=SMALL)
    return page.figure()


def _percent(share: Share) -> float:
    return 100 * (share.share or 0.0)


def _axis(page: Page, plot: float, top: float, bottom: float, end: float) -> None:
    step = _STEP if end <= 60 else 2 * _STEP
    for tick in range(0, int(end) + 1, step):
        x = plot + _PLOT * tick / end
        page.line((x, x), (top, bottom), width=0.5, colour=PALE, behind=True)
        page.text(x, bottom + 0.12, str(tick), size=SMALL, align="center")
    page.text(plot + _PLOT / 2, bottom + 0.28, "% of the total", size=SMALL, align="center")


def _bars(
    page: Page,
    shares: Sequence[Share],
    labels: Sequence[Sequence[str]],
    values: Sequence[str],
    heights: Sequence[float],
    top: float,
    plot: float,
    end: float,
) -> None:
    boxes = []
    for share, lines, value, height in zip(shares, labels, values, heights, strict=True):
        middle = top + height / 2
        page.lines(MARGIN, middle - LEADING * (len(lines) - 1) / 2, lines)
        wide = _PLOT * _percent(share) / end
        boxes.append((plot, middle - _BAR / 2, wide, _BAR))
        page.text(plot + _PLOT + _GAP, middle, value)
        top += height
    page.boxes(boxes, fills=[GREY] * len(boxes))
    page.line((plot, plot), (top - sum(heights), top))
