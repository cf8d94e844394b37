"""What a reader must be told about a pooled proportion: sentences, one fact each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.synthesis.pooling.scales import CONTINUITY, needs_correction
from extraction.synthesis.pooling.types import (
    BinomialNormal,
    Bounds,
    IntervalMethod,
    Model,
    StudyEffect,
    Transform,
)

_FEW = 5


def continuity_rule(entered: Sequence[StudyEffect], transform: Transform) -> str:
    """The rule for studies with none or all events, and the studies it met."""
    rule = CONTINUITY[needs_correction(transform)]
    if not needs_correction(transform):
        return rule
    met = [row.study.name for row in entered if row.corrected]
    return f"{rule} Corrected here: {', '.join(met) or 'no study'}."


def notes_of(
    entered: Sequence[StudyEffect],
    transform: Transform,
    interval: IntervalMethod,
    model: Model,
    prediction: Bounds,
    sparse: BinomialNormal | None,
) -> tuple[str, ...]:
    """Warnings about this analysis, the gravest first."""
    return (
        *_about_scale(entered, transform, model, prediction),
        *_about_interval(len(entered), interval, model),
        *(() if sparse else (_NO_FIT,)),
    )


_NO_FIT = (
    "The binomial-normal model has no stable fit for these studies and is left out: too many of"
    " them have none or all events."
)


def _about_scale(
    entered: Sequence[StudyEffect], transform: Transform, model: Model, prediction: Bounds
) -> Iterator[str]:
    if transform is Transform.DOUBLE_ARCSINE:
        yield (
            "The double arcsine is advised against: its way back lets one total stand for all, and"
            " can mislead where totals differ much (Schwarzer et al. 2019; Röver & Friede 2022)."
            " Prefer the logit or the binomial-normal model."
        )
    if transform is not Transform.RAW:
        return
    if met := sum(row.corrected for row in entered):
        yield (
            f"{met} of {len(entered)} studies have none or all events, where the raw scale fits"
            " badly. Compare with the logit and the binomial-normal model."
        )
    shown = (model.wald, model.hartung_knapp, prediction)
    if any(bounds.low < 0 or bounds.high > 1 for bounds in shown):
        yield "An interval on the raw scale reached beyond 0 or 1 and was cut there."


def _about_interval(k: int, interval: IntervalMethod, model: Model) -> Iterator[str]:
    if k < _FEW:
        yield (
            f"With {k} studies, tau2, I2 and the prediction interval are little more than guesses."
        )
    by_t, wald = model.hartung_knapp, model.wald
    if interval is IntervalMethod.HARTUNG_KNAPP and by_t.high - by_t.low < wald.high - wald.low:
        yield (
            "The Hartung-Knapp interval is narrower than the Wald interval here, as happens where"
            " studies differ little; report both."
        )
