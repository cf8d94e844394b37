"""Pool proportions of several studies, from events and totals to all numbers of a report.

``pool_proportions`` is the whole of it; the rest of the room is its parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import beta

from extraction.synthesis.pooling.binomial_normal import binomial_normal
from extraction.synthesis.pooling.checks import check_studies
from extraction.synthesis.pooling.model import pool_effects, weighted_mean
from extraction.synthesis.pooling.notes import continuity_rule, notes_of
from extraction.synthesis.pooling.scales import BACK, from_scale, needs_correction, to_scale
from extraction.synthesis.pooling.tau2 import Array
from extraction.synthesis.pooling.types import (
    Bounds,
    Estimate,
    IntervalMethod,
    Model,
    Pooled,
    Study,
    StudyEffect,
    Tau2Method,
    Transform,
    WithoutOne,
)


def pool_proportions(
    studies: Sequence[Study],
    *,
    transform: Transform = Transform.LOGIT,
    tau2: Tau2Method = Tau2Method.REML,
    interval: IntervalMethod | None = None,
    level: float = 0.95,
) -> Pooled:
    """Pool the proportions of two or more studies.

    Args:
        studies: one row per study.
        transform: the scale of the analysis.
        tau2: how the variance between studies is estimated.
        interval: by default Hartung-Knapp from three studies on, Wald for two.
        level: the confidence of every interval, between 0 and 1.

    Raises:
        BadInput: impossible counts, a study named twice, or fewer than two studies.
    """
    check_studies(studies)
    events, totals = _counts(studies)
    effects, variances = to_scale(events, totals, transform)
    model = pool_effects(effects, variances, tau2, level)
    chosen = interval or _usual_interval(studies)
    random, prediction = _by(model, chosen)
    scale = _Scale(totals, transform)
    entered = _entered(studies, effects, variances, model, transform, level)
    sparse = binomial_normal(events, totals, level)
    return Pooled(
        transform=transform,
        tau2_method=tau2,
        interval=chosen,
        level=level,
        studies=entered,
        events=int(events.sum()),
        total=int(totals.sum()),
        crude=crude_proportion(studies, level),
        common=scale.back(model.common),
        random=scale.back(random),
        random_wald=scale.back(model.wald),
        random_hartung_knapp=scale.back(model.hartung_knapp),
        prediction=scale.bounds(prediction),
        heterogeneity=model.heterogeneity,
        binomial_normal=sparse,
        without_one=_without_each(studies, transform, tau2, chosen, level),
        continuity=continuity_rule(entered, transform),
        back=BACK[transform],
        notes=notes_of(entered, transform, chosen, model, prediction, sparse),
    )


def crude_proportion(studies: Sequence[Study], level: float = 0.95) -> Estimate:
    """All events / all totals: the mean weighted by totals, with the exact interval of one sample.

    The se is that of a mean over studies, each with its own proportion.
    """
    events, totals = _counts(studies)
    proportions = events / totals
    mean = weighted_mean(proportions, proportions * (1 - proportions) / totals, totals, level)
    exact = exact_bounds(int(events.sum()), int(totals.sum()), level)
    return Estimate(value=mean.value, se=mean.se, low=exact.low, high=exact.high)


def exact_bounds(events: int, total: int, level: float = 0.95) -> Bounds:
    """The exact interval of one proportion (Clopper & Pearson 1934)."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, events, total - events + 1)) if events else 0.0
    high = float(beta.ppf(1 - tail, events + 1, total - events)) if events < total else 1.0
    return Bounds(low=low, high=high)


class _Scale:
    """The way back from the scale of one analysis."""

    def __init__(self, totals: Array, transform: Transform) -> None:
        self._totals = totals
        self._transform = transform

    def proportion(self, value: float) -> float:
        return from_scale(value, self._totals, self._transform)

    def back(self, found: Estimate) -> Estimate:
        """The value and bounds as proportions; the se stays on the scale."""
        return Estimate(
            value=self.proportion(found.value),
            se=found.se,
            low=self.proportion(found.low),
            high=self.proportion(found.high),
        )

    def bounds(self, found: Bounds) -> Bounds:
        return Bounds(low=self.proportion(found.low), high=self.proportion(found.high))


def _counts(studies: Sequence[Study]) -> tuple[Array, Array]:
    return (
        np.array([study.events for study in studies], dtype=np.float64),
        np.array([study.total for study in studies], dtype=np.float64),
    )


def _by(model: Model, interval: IntervalMethod) -> tuple[Estimate, Bounds]:
    """The random-effects mean and the prediction interval of one method."""
    if interval is IntervalMethod.HARTUNG_KNAPP:
        return model.hartung_knapp, model.prediction_hartung_knapp
    return model.wald, model.prediction_wald


def _usual_interval(studies: Sequence[Study]) -> IntervalMethod:
    return IntervalMethod.HARTUNG_KNAPP if len(studies) > 2 else IntervalMethod.WALD


def _entered(
    studies: Sequence[Study],
    effects: Array,
    variances: Array,
    model: Model,
    transform: Transform,
    level: float,
) -> tuple[StudyEffect, ...]:
    rows = zip(studies, effects, variances, model.weights_common, model.weights_random, strict=True)
    return tuple(
        StudyEffect(
            study=study,
            low=exact.low,
            high=exact.high,
            effect=float(effect),
            variance=float(variance),
            corrected=needs_correction(transform) and study.events in {0, study.total},
            weight_common=common,
            weight_random=random,
        )
        for study, effect, variance, common, random in rows
        for exact in [exact_bounds(study.events, study.total, level)]
    )


def _without_each(
    studies: Sequence[Study],
    transform: Transform,
    tau2: Tau2Method,
    interval: IntervalMethod,
    level: float,
) -> tuple[WithoutOne, ...]:
    """The random-effects estimate without each study in turn; none for two studies."""
    if len(studies) < 3:
        return ()
    found = []
    for number, study in enumerate(studies):
        events, totals = _counts([*studies[:number], *studies[number + 1 :]])
        model = pool_effects(*to_scale(events, totals, transform), tau2, level)
        mean = _Scale(totals, transform).back(_by(model, interval)[0])
        found.append(
            WithoutOne(
                left_out=study.name,
                value=mean.value,
                low=mean.low,
                high=mean.high,
                tau2=model.heterogeneity.tau2,
                i2_q=model.heterogeneity.i2_q,
            )
        )
    return tuple(found)
