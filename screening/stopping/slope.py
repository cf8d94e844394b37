"""The knee of the curve of records found over records read (Cormack and Grossman, SIGIR 2016)."""

from __future__ import annotations

from itertools import accumulate

from screening.stopping.history import History


def slope_ratio(history: History) -> float:
    """How much steeper the curve rises up to its knee than after it; 0 before the first hit.

    The knee is the point farthest above the line from the origin to the curve's end. One is added
    to the hits after the knee, so that none at all gives no infinite ratio.
    """
    read, found = history.screened, history.found
    if not found:
        return 0.0
    curve = list(accumulate(history.relevant))
    heights = (height * read - found * at for at, height in enumerate(curve, start=1))
    _, knee = max((height, -at) for at, height in enumerate(heights, start=1))
    at = -knee
    if at == read:
        return 0.0
    return (curve[at - 1] / at) / ((1 + found - curve[at - 1]) / (read - at))
