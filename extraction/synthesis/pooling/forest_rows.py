"""What a forest plot says, before it is drawn: rows with their words and marks, axis, footnotes.

Layout after Lewis & Clarke 2001 (BMJ 322:1479): squares by weight, diamonds for pooled values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extraction.synthesis.pooling.types import Bounds, Estimate, IntervalMethod, Pooled, StudyEffect
from extraction.synthesis.pooling.words import told
from screening.console import percent

_MARK = "\N{DAGGER}"
_ENDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.5)


class Mark(StrEnum):
    """How a row is drawn."""

    SQUARE = "square"
    FULL_DIAMOND = "full diamond"
    OPEN_DIAMOND = "open diamond"
    BAR = "bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One row: texts of the columns and what is drawn; ``value`` is None for a bar."""

    name: str
    counts: str
    result: str
    weight: str
    mark: Mark
    value: float | None
    low: float
    high: float
    size: float = 0.0


def study_rows(pooled: Pooled) -> tuple[ForestRow, ...]:
    """A row for each study; ``size`` is its weight compared with the largest."""
    largest = max(row.weight_random for row in pooled.studies)
    return tuple(_study_row(row, largest) for row in pooled.studies)


def _study_row(row: StudyEffect, largest: float) -> ForestRow:
    study = row.study
    return ForestRow(
        name=f"{study.name} {_MARK}" if row.corrected else study.name,
        counts=f"{study.events:,} / {study.total:,}",
        result=_interval(study.proportion, row.low, row.high),
        weight=percent(row.weight_random, 1),
        mark=Mark.SQUARE,
        value=study.proportion,
        low=row.low,
        high=row.high,
        size=row.weight_random / largest,
    )


def pooled_rows(pooled: Pooled) -> tuple[ForestRow, ...]:
    """Random effects, its prediction interval, common effect."""
    random = _pooled_row(
        f"Random effects ({_INTERVALS[pooled.interval]})", pooled.random, Mark.FULL_DIAMOND
    )
    return (
        random,
        _prediction_row(pooled.prediction, pooled.level),
        _pooled_row("Common effect", pooled.common, Mark.OPEN_DIAMOND),
    )


_INTERVALS = {IntervalMethod.HARTUNG_KNAPP: "Hartung-Knapp", IntervalMethod.WALD: "Wald"}


def _pooled_row(name: str, found: Estimate, mark: Mark) -> ForestRow:
    return ForestRow(
        name=name,
        counts="",
        result=_interval(found.value, found.low, found.high),
        weight="",
        mark=mark,
        value=found.value,
        low=found.low,
        high=found.high,
    )


def _prediction_row(found: Bounds, level: float) -> ForestRow:
    return ForestRow(
        name=f"{percent(level)} prediction interval",
        counts="",
        result=f"[{told(found.low, 3)}, {told(found.high, 3)}]",
        weight="",
        mark=Mark.BAR,
        value=None,
        low=found.low,
        high=found.high,
    )


def _interval(value: float, low: float, high: float) -> str:
    return f"{told(value, 3)} [{told(low, 3)}, {told(high, 3)}]"


def axis_ends(pooled: Pooled) -> tuple[float, float]:
    """0 to 1, or the end of it where everything lies."""
    rows = (*study_rows(pooled), *pooled_rows(pooled))
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    for end in _ENDS:
        if high <= end:
            return 0.0, end
        if low >= 1 - end:
            return 1 - end, 1.0
    return 0.0, 1.0


def footnotes(pooled: Pooled) -> Iterator[str]:
    """How it was pooled and how much the studies differ; one paragraph each."""
    found = pooled.heterogeneity
    yield (
        f"{pooled.events:,} events in {pooled.total:,} people of {len(pooled.studies)} studies."
        f" Pooled on the {SCALES[pooled.transform]} scale; tau\N{SUPERSCRIPT TWO} by"
        f" {pooled.tau2_method.words}. Squares: size by random-effects weight; bars of studies:"
        f" exact {percent(pooled.level)} intervals (Clopper-Pearson)."
    )
    by_q = found.i2_q_bounds
    bounds = f" [{_percent(by_q.low)}, {_percent(by_q.high)}]" if by_q else ""
    p_value = "p < 0.001" if found.p < 0.001 else f"p = {found.p:.3f}"
    yield (
        f"Heterogeneity: Q = {found.q:.2f}, df = {found.df}, {p_value}; I\N{SUPERSCRIPT TWO} from Q"
        f" = {_percent(found.i2_q)} %{bounds}; I\N{SUPERSCRIPT TWO} from tau\N{SUPERSCRIPT TWO} ="
        f" {_percent(found.i2_tau2)} %; tau\N{SUPERSCRIPT TWO} = {told(found.tau2)}"
        f" [{told(found.tau2_bounds.low)}, {told(found.tau2_bounds.high)}]."
    )
    if any(row.corrected for row in pooled.studies):
        yield f"{_MARK} None or all had the event: half an event was added to both sides."


SCALES = {
    "raw": "raw",
    "logit": "logit",
    "arcsine": "arcsine",
    "double-arcsine": "double arcsine (Freeman-Tukey)",
}
"""Transforms as methods sections write them."""


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
