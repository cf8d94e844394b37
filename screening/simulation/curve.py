"""Draw recall against the share of records read, as SVG or PNG.

Import this module only where something is drawn: matplotlib takes most of a second to load.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from math import floor
from statistics import fmean

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from screening.console import harmless, percent
from screening.errors import UsageError

_STEPS = 200
_INK = "#1b5e8c"
_PALE = "#9cc3dd"
_GREY = "#8a8a8a"


def draw(
    orders: Sequence[tuple[Sequence[int], int]], kind: str, *, title: str = "", dpi: int = 200
) -> bytes:
    """The recall curve of one or several orders as the bytes of a file; nothing is written.

    Each order is a thin step line, their mean a thick one; dashes mark a random order and the
    vertical line the mean share read when 95 % are found.

    Args:
        orders: (ranks of the relevant records, records ranked), one pair per seed.
        kind: svg or png. The same orders give the same bytes.
        title: above the picture, on one line; what is no character becomes U+FFFD.
        dpi: dots per inch of a PNG.

    Raises:
        UsageError: another kind.
    """
    if kind not in {"svg", "png"}:
        raise UsageError(f"A recall curve cannot be drawn as {kind!r}.", "It can as svg or png.")
    title = " ".join(harmless(title).split())
    with _own_settings():
        figure = _figure(orders, title)
        file = BytesIO()
        if kind == "svg":
            FigureCanvasSVG(figure)
            figure.savefig(file, format="svg", metadata={"Date": None, "Title": title})
        else:
            FigureCanvasAgg(figure)
            named = {"Software": None, "Title": title}
            figure.savefig(file, format="png", dpi=dpi, metadata=named)
        return file.getvalue()


@contextmanager
def _own_settings() -> Iterator[None]:
    with mpl.rc_context(), warnings.catch_warnings():
        # A letter that DejaVu Sans lacks is a frame in a PNG; an SVG's reader has a font for it.
        warnings.filterwarnings("ignore", message=r"Glyph \d+", category=UserWarning)
        mpl.rcdefaults()
        mpl.rcParams["svg.fonttype"] = "none"
        mpl.rcParams["svg.hashsalt"] = "tamis"
        yield


def _figure(orders: Sequence[tuple[Sequence[int], int]], title: str) -> Figure:
    figure = Figure(figsize=(6.4, 4.4), layout="constrained")
    axes = figure.add_subplot(xlim=(0, 1), ylim=(0, 1.01))
    axes.plot((0, 1), (0, 1), color=_GREY, linestyle="--", linewidth=0.9, label="random order")
    for ranks, total in orders:
        read = [0.0, *(rank / total for rank in ranks), 1.0]
        recall = [k / len(ranks) for k in range(len(ranks) + 1)]
        axes.step(read, [*recall, 1.0], where="post", color=_PALE, linewidth=0.9)
    shares = [Fraction(step, _STEPS) for step in range(_STEPS + 1)]
    label = "mean of the seeds" if len(orders) > 1 else "recall"
    axes.plot(
        [float(at) for at in shares],
        mean_recall(orders, shares),
        color=_INK,
        linewidth=1.8,
        label=label,
    )
    needed = _mean_share(orders)
    axes.axvline(needed, color=_INK, linestyle=":", linewidth=1)
    axes.text(needed + 0.01, 0.04, f"95 % found after {percent(needed, 0)}", color=_INK, fontsize=8)
    axes.set(xlabel="share of records read", ylabel="share of relevant records found")
    axes.set_title(title, fontsize=10, parse_math=False)
    axes.legend(loc="lower right", frameon=False, fontsize=8)
    return figure


def mean_recall(
    orders: Sequence[tuple[Sequence[int], int]], shares: Sequence[Fraction]
) -> tuple[float, ...]:
    """Recall after each share of the records, the mean over the orders.

    Shares are exact: as a binary number, 29/200 of 200 records would be less than 29.
    """
    return tuple(
        fmean(_found(ranks, floor(share * total)) / len(ranks) for ranks, total in orders)
        for share in shares
    )


def _found(ranks: Sequence[int], read: int) -> int:
    return sum(rank <= read for rank in ranks)


def _mean_share(orders: Sequence[tuple[Sequence[int], int]]) -> float:
    from screening.simulation.metrics import cost

    return fmean(cost(ranks, 95) / total for ranks, total in orders)
