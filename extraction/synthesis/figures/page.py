"""A page to draw on: places are inches from the upper left corner, text is measured beforehand.

Import this module only where something is drawn: matplotlib takes most of a second to load.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from extraction.synthesis.pooling.forest_text import SIZE, STAND_IN, font, printable, wrapped
from screening.console import harmless
from screening.errors import UsageError

INK, LINE, GREY, PALE = "#1a1a1a", "#404040", "#7a7a7a", "#bdbdbd"
SMALL, LARGE = 8.0, 11.0
LEADING = 0.155
MARGIN = 0.15
STAND_IN_NOTE = (
    f"{STAND_IN} stands for letters that no font of this machine has; an SVG shows them."
)
# What a PNG may measure at most, in dots: more is drawn with fewer dots per inch.
_MOST_DOTS, _MOST_PIXELS = 20_000, 80_000_000


class Page:
    """A page of a size in inches."""

    def __init__(self, width: float, height: float, *, keep_text: bool) -> None:
        self.width, self.height = width, height
        self._keep_text = keep_text
        self._figure = Figure(figsize=(width, height), facecolor="#ffffff")
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        self._axes.axis("off")
        self._lines: dict[tuple[float, str, float, bool], list[list[tuple[float, float]]]] = {}

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        align: str = "left",
        colour: str = INK,
        upright: bool = False,
    ) -> None:
        """A line of text whose middle is at y; ``upright`` turns it, and y is its lower end."""
        shown = harmless(text) if self._keep_text else printable(harmless(text))
        self._axes.text(
            x,
            y,
            shown,
            fontproperties=font(size, bold=bold, text="" if self._keep_text else shown),
            color=colour,
            horizontalalignment="center" if upright else align,
            verticalalignment="bottom" if upright else "center_baseline",
            rotation=90 if upright else 0,
            parse_math=False,
            zorder=4.0,
        )

    def lines(
        self, x: float, y: float, lines: Sequence[str], *, size: float = SIZE, bold: bool = False
    ) -> float:
        """Lines under each other, the middle of the first at y; the middle of the next one."""
        for number, line in enumerate(lines):
            self.text(x, y + number * LEADING, line, size=size, bold=bold)
        return y + len(lines) * LEADING

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        width: float = 0.8,
        colour: str = LINE,
        behind: bool = False,
        dashed: bool = False,
    ) -> None:
        """A line through points; ``behind`` the boxes, for a grid."""
        kind = (width, colour, 1.0 if behind else 3.0, dashed)
        self._lines.setdefault(kind, []).append(list(zip(xs, ys, strict=True)))

    def figure(self) -> Figure:
        """The finished page; lines of a kind are put on it together, which is much faster."""
        for (width, colour, order, dashed), lines in self._lines.items():
            style = (0, (4, 3)) if dashed else "solid"
            self._axes.add_collection(
                LineCollection(
                    lines, colors=colour, linewidths=width, linestyles=style, zorder=order
                )
            )
        self._lines.clear()
        return self._figure

    def boxes(
        self,
        places: Iterable[tuple[float, float, float, float]],
        *,
        fills: Sequence[str],
        edge: str = LINE,
        width: float = 0.5,
    ) -> None:
        """Boxes of (x, y, width, height), y being the upper edge, each with its fill."""
        corners = [
            ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
            for x, y, wide, high in places
        ]
        self._axes.add_collection(
            PolyCollection(
                corners, facecolors=list(fills), edgecolors=edge, linewidths=width, zorder=2.0
            )
        )


def written(draw: Callable[[bool], Figure], kind: str, *, title: str, dpi: int = 200) -> bytes:
    """A picture as the bytes of a file; nothing is written.

    Args:
        draw: makes the figure; its argument says whether text stays text, so that a reader's fonts
            show letters that are missing here.
        kind: svg or png.
        title: what a screen reader says of an SVG.
        dpi: dots per inch of a PNG; fewer where it would be larger than programs can show.

    Raises:
        UsageError: another kind.
    """
    if kind not in {"svg", "png"}:
        raise UsageError(f"A picture cannot be drawn as {kind!r}.", "It can as svg or png.")
    with _own_settings():
        figure = draw(kind == "svg")
        file = BytesIO()
        if kind == "svg":
            FigureCanvasSVG(figure)
            figure.savefig(file, format="svg", metadata={"Date": None, "Title": harmless(title)})
        else:
            FigureCanvasAgg(figure)
            wide, high = figure.get_size_inches()
            fit = min(_MOST_DOTS / max(wide, high), (_MOST_PIXELS / (wide * high)) ** 0.5)
            dots = min(dpi, int(fit))
            figure.savefig(file, format="png", dpi=dots, metadata={"Software": None})
        return file.getvalue()


@contextmanager
def _own_settings() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        # An SVG keeps letters that DejaVu Sans lacks as text: its reader has a font for them.
        warnings.filterwarnings("ignore", message=r"Glyph \d+", category=UserWarning)
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "tamis"
        mpl.rcParams["svg.fonttype"] = "none"
        yield


def notes_in(
    notes: Iterable[str], width: float, texts: Iterable[str], *, keep_text: bool
) -> list[str]:
    """The lines under a picture; the last says which letters could not be shown."""
    told = [note for note in notes if note]
    if not keep_text and any(printable(harmless(text)) != harmless(text) for text in texts):
        told.append(STAND_IN_NOTE)
    return [line for note in told for line in wrapped(note, width, size=SMALL)]
