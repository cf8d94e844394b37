"""Signals into a ranking: fused while nothing is learned, then added up, the question fading.

Imported lazily: needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.scores import (
    fusion_part,
    has_abstract,
    has_text,
    ranking_of,
    standardised,
)
from screening.ranking.signals import Signal, Signals
from screening.ranking.task import Maker, Ranking, RankingTask

if TYPE_CHECKING:
    from screening.ranking.scores import Scores

QUESTION_GONE_AT = 20


def question_weight(included: int) -> float:
    """How much the question still counts beside what was learned: 1 at first, 0 from 20 included.

    1 / (1 + included), less a straight line that ends it at 20. Mean loss over six labelled
    reviews from one included and one excluded record on: 0.153, against 0.165 with a slower fade,
    3 / (3 + included), and 0.164 without the question.
    """
    if included >= QUESTION_GONE_AT:
        return 0.0
    return 1 / (1 + included) - included / (QUESTION_GONE_AT * (1 + QUESTION_GONE_AT))


def blend(task: RankingTask, signals: Signals, maker: Maker) -> Ranking:
    """Rank by all signals there are.

    Cold (not both an included and an excluded record known): reciprocal rank fusion of question
    and likeness. Warm: the sum of the standardised decision values, itself standardised, times
    1 - w, plus w times the standardised fusion of the question signals, w from
    :func:`question_weight`. Nothing to go by at all: a seeded random order, and a note.
    """
    parts = _warm(task, signals) if signals.learned else _cold(task, signals)
    return ranking_of(task, parts, maker, tuple(_notes(task, signals)))


def _cold(task: RankingTask, signals: Signals) -> dict[str, Scores]:
    return {
        signal.name: fusion_part(signal.scores, task)
        for signal in (*signals.question, *signals.likeness)
    }


def _warm(task: RankingTask, signals: Signals) -> dict[str, Scores]:
    weight = question_weight(len(task.included)) if signals.question else 0.0
    values = {signal.name: standardised(signal.scores, task) for signal in signals.learned}
    scale = (1.0 - weight) / _spread(sum(values.values(), np.zeros(len(task.records))), task)
    parts = {name: value * scale for name, value in values.items()}
    if weight > 0:
        parts["question"] = weight * standardised(_fused(task, signals.question), task)
    return parts


def _fused(task: RankingTask, signals: Iterable[Signal]) -> Scores:
    total = np.zeros(len(task.records))
    for signal in signals:
        total = total + fusion_part(signal.scores, task)
    return total


def _spread(total: Scores, task: RankingTask) -> float:
    unread = np.asarray([record not in task.labels for record in task.records], dtype=bool)
    pool = total[unread & has_text(task)]
    spread = float(pool.std()) if pool.size > 1 else 1.0
    return spread if spread > 0 else 1.0


def _notes(task: RankingTask, signals: Signals) -> Iterable[str]:
    yield from _basis_notes(task, signals)
    lone = int((has_text(task) & ~has_abstract(task)).sum())
    if lone:
        yield f"{lone} of {len(task.records)} records have no abstract; their titles place them."
    bare = int((~has_text(task)).sum())
    if bare:
        yield f"{bare} of {len(task.records)} records have no text; they stand in the middle."
    yield from dict.fromkeys(signal.note for signal in signals.learned if signal.note)


def _basis_notes(task: RankingTask, signals: Signals) -> Iterable[str]:
    if signals.learned or not task.records:
        return
    if not task.query:
        yield "The protocol states no question, title or criteria to rank by."
    elif not signals.question:
        yield "The question shares no word with any record."
    if not (signals.question or signals.likeness):
        yield (
            f"THE ORDER IS RANDOM (seed {task.seed}): there is nothing to rank by yet. State the "
            "review's question, or include one record."
        )
