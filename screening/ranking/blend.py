"""Signals into parts of a score: fused while nothing is learned, then added, the question fading.

Imported lazily: needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.scores import fusion_part, standardised

if TYPE_CHECKING:
    from screening.ranking.known import Known
    from screening.ranking.scores import Scores
    from screening.ranking.signals import Signal
    from screening.ranking.views import Views

QUESTION_GONE_AT = 20
LEAN = 0.2
"""What the mean score of a record's nearest counts beside its own."""


def question_weight(included: int, *, stated: bool) -> float:
    """How much the question still counts beside what was learned: 0 from 20 included on.

    Args:
        included: how many included records are known.
        stated: whether questions or inclusion criteria are stated beside the title. Then half
            of the weight is the question's at first, and it falls in a straight line. A title
            alone may be a bad query: its weight falls as 1 / (1 + included).
    """
    if included >= QUESTION_GONE_AT:
        return 0.0
    if stated:
        return 0.5 * (1 - included / QUESTION_GONE_AT)
    return 0.5 / (1 + included) - 0.5 * included / (QUESTION_GONE_AT * (1 + QUESTION_GONE_AT))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blend:
    """The parts of each record's score, in the order of the records, and what to say of them.

    ``asked`` tells whether any view answered to the question.
    """

    parts: dict[str, Scores]
    total: Scores
    asked: bool
    notes: tuple[str, ...] = ()


def blend(views: Views, known: Known) -> Blend:
    """Blend all signals there are.

    Cold (not both an included and an excluded record known): reciprocal rank fusion of question
    and likeness. Warm: the sum of the standardised decision values, itself standardised, and
    0.2 of its mean over each record's nearest, both times 1 - w, plus w times the
    standardised fusion of the question signals, w from :func:`question_weight`. Nothing to go by
    at all: no parts, zeros.
    """
    return _warm(views, known) if known.warm and views.learns else _cold(views, known)


def _cold(views: Views, known: Known) -> Blend:
    asked = [signal for view in views.asks for signal in view.question(known)]
    liked = [signal for view in views.asks for signal in view.likeness(known)]
    parts = {signal.name: fusion_part(signal.scores, known) for signal in (*asked, *liked)}
    return Blend(parts=parts, total=_sum(parts.values(), known), asked=bool(asked))


def _warm(views: Views, known: Known) -> Blend:
    weight = question_weight(known.included.size, stated=views.stated)
    asked = [s for view in views.asks for s in view.question(known)] if weight else []
    weight = weight if asked else 0.0
    learned = [view.signal(known) for view in views.learns]
    parts = _learned_parts(learned, known, 1.0 - weight)
    if views.nearest is not None:
        nearest = views.nearest.mean(_sum(parts.values(), known))
        parts["nearest records"] = LEAN * nearest
    if asked:
        fused = _sum((fusion_part(signal.scores, known) for signal in asked), known)
        parts["question"] = weight * standardised(fused, known)
    notes = tuple(dict.fromkeys(signal.note for signal in learned if signal.note))
    return Blend(parts=parts, total=_sum(parts.values(), known), asked=True, notes=notes)


def _learned_parts(learned: list[Signal], known: Known, weight: float) -> dict[str, Scores]:
    """Each learner's part of a sum that, standardised, counts ``weight``."""
    values = {signal.name: standardised(signal.scores, known) for signal in learned}
    pool = _sum(values.values(), known)[known.yardstick]
    spread = float(pool.std()) if pool.size > 1 else 1.0
    scale = weight / spread if spread > 0 else weight
    return {name: value * scale for name, value in values.items()}


def _sum(parts: Iterable[Scores], known: Known) -> Scores:
    total = np.zeros(known.labels.size)
    for part in parts:
        total = total + part
    return total
