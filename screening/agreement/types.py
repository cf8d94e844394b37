"""What a coefficient of agreement is told as: a value, an interval, and words where one lacks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """The coefficients, by the names their authors are cited with."""

    PERCENT = "percent agreement"
    POSITIVE = "positive agreement"
    NEGATIVE = "negative agreement"
    COHEN = "Cohen's kappa"
    FLEISS = "Fleiss' kappa"
    ALPHA = "Krippendorff's alpha"
    AC1 = "Gwet's AC1"
    PABAK = "PABAK"
    PREVALENCE = "prevalence index"
    BIAS = "bias index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval; ``method`` names how it was made."""

    low: float
    high: float
    confidence: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A measure's value with its interval.

    ``value`` is None where the table leaves the measure undefined, ``interval`` where none can be
    given; ``note`` then says why, in words.
    """

    measure: Measure
    value: float | None
    interval: Interval | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How sure the intervals are to be, and the draws of those made by drawing records again."""

    confidence: float = 0.95
    draws: int = 2000
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its standard error; None and a note where the formula gives none."""

    value: float | None
    error: float | None = None
    note: str = ""
