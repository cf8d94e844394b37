"""The words of pooling: studies in, estimates out. Proportions are between 0 and 1."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Transform(StrEnum):
    """The scale on which proportions are pooled."""

    RAW = "raw"
    LOGIT = "logit"
    ARCSINE = "arcsine"
    DOUBLE_ARCSINE = "double-arcsine"


class Tau2Method(StrEnum):
    """How the variance between studies is estimated."""

    REML = "reml"
    DERSIMONIAN_LAIRD = "dl"
    PAULE_MANDEL = "pm"
    HEDGES = "hedges"

    @property
    def words(self) -> str:
        """Its name as methods sections write it."""
        return {
            Tau2Method.REML: "restricted maximum likelihood (REML)",
            Tau2Method.DERSIMONIAN_LAIRD: "DerSimonian-Laird",
            Tau2Method.PAULE_MANDEL: "Paule-Mandel",
            Tau2Method.HEDGES: "Hedges-Olkin",
        }[self]


class IntervalMethod(StrEnum):
    """How uncertain the random-effects estimate is said to be."""

    HARTUNG_KNAPP = "hartung-knapp"
    WALD = "wald"


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One study: ``events`` of ``total`` people had the outcome. ``place`` is its row in words."""

    name: str
    events: int
    total: int
    place: str = ""

    @property
    def proportion(self) -> float:
        """Events / total."""
        return self.events / self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """An interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its standard error on the scale of the analysis, and its interval."""

    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """How much the studies differ. Both I2 are shares between 0 and 1.

    ``i2_q`` is (Q - df) / Q with the test-based interval of Higgins & Thompson 2002 (none where
    it is not defined); ``i2_tau2`` is tau2 / (tau2 + typical variance) with the interval that
    follows from that of tau2 (Q-profile, Viechtbauer 2007).
    """

    q: float
    df: int
    p: float
    i2_q: float
    i2_q_bounds: Bounds | None
    tau2: float
    tau2_bounds: Bounds
    i2_tau2: float
    i2_tau2_bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Effects pooled by inverse variance, all on the scale of the analysis.

    ``wald`` and ``hartung_knapp`` are the random-effects mean with one interval each. Weights are
    shares that add up to 1, in the order of the effects.
    """

    common: Estimate
    wald: Estimate
    hartung_knapp: Estimate
    prediction_wald: Bounds
    prediction_hartung_knapp: Bounds
    heterogeneity: Heterogeneity
    weights_common: tuple[float, ...]
    weights_random: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyEffect:
    """A study as it entered: its exact interval (Clopper-Pearson), effect, variance and weights.

    ``corrected`` says that half an event was added to both sides.
    """

    study: Study
    low: float
    high: float
    effect: float
    variance: float
    corrected: bool
    weight_common: float
    weight_random: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutOne:
    """The pooled proportion when one study is left out."""

    left_out: str
    value: float
    low: float
    high: float
    tau2: float
    i2_q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BinomialNormal:
    """The binomial-normal model: logit of the mean, its se and tau2; value and bounds back."""

    logit: float
    se: float
    tau2: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Proportions of several studies pooled. Values and bounds are proportions; ``se``s are not.

    ``random`` and ``prediction`` are by ``interval``; ``random_wald`` and
    ``random_hartung_knapp`` show both. ``crude`` takes all studies for one sample, with its exact
    interval. ``binomial_normal`` is None where it has no stable fit. ``continuity`` and ``back``
    say in words what was done; ``notes`` warn.
    """

    transform: Transform
    tau2_method: Tau2Method
    interval: IntervalMethod
    level: float
    studies: tuple[StudyEffect, ...]
    events: int
    total: int
    crude: Estimate
    common: Estimate
    random: Estimate
    random_wald: Estimate
    random_hartung_knapp: Estimate
    prediction: Bounds
    heterogeneity: Heterogeneity
    binomial_normal: BinomialNormal | None
    without_one: tuple[WithoutOne, ...]
    continuity: str
    back: str
    notes: tuple[str, ...]
