"""Sentences that must be shown with a ranking: what it rests on and what it lacks.

Imported lazily: needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from screening.ranking.blend import Blend
    from screening.ranking.known import Known, Mask
    from screening.ranking.task import RankingTask
    from screening.ranking.views import Views


def notes_of(task: RankingTask, views: Views, known: Known, blend: Blend) -> Iterator[str]:
    """What to say of a blend of the task's records."""
    if task.records and not blend.asked:
        yield from _without_question(task, views)
    if task.records and not blend.parts:
        remedy = "State the review's question, or include one record."
        if views.learns and not views.asks:
            remedy = "This ranker learns from decisions only: include one record and exclude one."
        yield (f"THE ORDER IS RANDOM (seed {task.seed}): there is nothing to rank by yet. {remedy}")
    wanted = _wanted(task)
    every = f"{int(wanted.sum()):,} records"
    lone = int((wanted & known.usable & ~known.complete).sum())
    if lone:
        yield f"{lone:,} of {every} have no abstract; their titles place them."
    bare = int((wanted & ~known.usable).sum())
    if bare:
        yield f"{bare:,} of {every} have no text; they stand in the middle."
    yield from blend.notes


def _wanted(task: RankingTask) -> Mask:
    asked = task.wanted
    return np.asarray([asked is None or record in asked for record in task.records], bool)


def _without_question(task: RankingTask, views: Views) -> Iterator[str]:
    if views.learns and not views.asks:
        return
    if not task.query:
        yield "The protocol states no question, title or criteria to rank by."
    else:
        yield "The question shares no word with any record."
