"""The scales of a proportion: effect, variance and the way back.

Half an event is added to both sides of a study with none or all events on the raw and the logit
scale, and nowhere else; the arcsine scales need none. Sources: Freeman & Tukey 1950; Miller 1978
(back from the double arcsine by the harmonic mean of the totals).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import expit

from extraction.synthesis.pooling.tau2 import Array
from extraction.synthesis.pooling.types import Transform

CONTINUITY = {
    True: "Half an event was added to the events and to the non-events of each study with none or"
    " all events, and of no other.",
    False: "No continuity correction: this scale needs none.",
}
BACK = {
    Transform.RAW: "None: proportions were pooled as they are; bounds are cut at 0 and 1.",
    Transform.LOGIT: "The inverse logit, exp(x) / (1 + exp(x)).",
    Transform.ARCSINE: "The squared sine; bounds beyond the scale are 0 or 1.",
    Transform.DOUBLE_ARCSINE: "Miller's inverse (1978) with the harmonic mean of the totals.",
}


def needs_correction(transform: Transform) -> bool:
    """Whether the scale breaks down where none or all have the event."""
    return transform in {Transform.RAW, Transform.LOGIT}


def to_scale(events: Array, totals: Array, transform: Transform) -> tuple[Array, Array]:
    """Effects and variances of the studies; corrected for none or all events where needed."""
    if needs_correction(transform):
        extreme = (events == 0) | (events == totals)
        events, totals = events + 0.5 * extreme, totals + 1.0 * extreme
    return _TO[transform](events, totals)


def from_scale(value: float, totals: Array, transform: Transform) -> float:
    """A value of the scale as a proportion between 0 and 1; ``totals`` are those of the studies."""
    if transform is Transform.RAW:
        return min(1.0, max(0.0, value))
    if transform is Transform.LOGIT:
        return float(expit(value))
    if transform is Transform.ARCSINE:
        return float(np.sin(min(np.pi / 2, max(0.0, value))) ** 2)
    return _miller(value, len(totals) / float((1 / totals).sum()))


def _raw(events: Array, totals: Array) -> tuple[Array, Array]:
    proportions = events / totals
    return proportions, proportions * (1 - proportions) / totals


def _logit(events: Array, totals: Array) -> tuple[Array, Array]:
    others = totals - events
    return np.log(events / others), 1 / events + 1 / others


def _arcsine(events: Array, totals: Array) -> tuple[Array, Array]:
    return np.arcsin(np.sqrt(events / totals)), 1 / (4 * totals)


def _double_arcsine(events: Array, totals: Array) -> tuple[Array, Array]:
    first = np.arcsin(np.sqrt(events / (totals + 1)))
    second = np.arcsin(np.sqrt((events + 1) / (totals + 1)))
    return (first + second) / 2, 1 / (4 * totals + 2)


def _miller(value: float, total: float) -> float:
    """Miller's inverse; beyond the effects of 0 and of all events of ``total`` it is 0 and 1."""
    lowest, highest = (
        float(_double_arcsine(np.array([at]), np.array([total]))[0][0]) for at in (0.0, total)
    )
    if value <= lowest:
        return 0.0
    if value >= highest:
        return 1.0
    sine = np.sin(2 * value)
    inner = 1 - (sine + (sine - 1 / sine) / total) ** 2
    return float(0.5 * (1 - np.sign(np.cos(2 * value)) * np.sqrt(max(0.0, inner))))


_TO: dict[Transform, Callable[[Array, Array], tuple[Array, Array]]] = {
    Transform.RAW: _raw,
    Transform.LOGIT: _logit,
    Transform.ARCSINE: _arcsine,
    Transform.DOUBLE_ARCSINE: _double_arcsine,
}
