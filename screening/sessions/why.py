"""Why a record stands where it stands in the queue, in sentences for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass

from screening.console import percent
from screening.errors import ReviewError
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.learning import Learner
from screening.sessions.lessons import why_not
from screening.sessions.merged import merged_record
from screening.sessions.rank import Ranked, explain_record
from screening.sessions.review import Review
from screening.sessions.shown import one_line

_TITLE = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The sentences for one record."""

    record: RecordId
    lines: tuple[str, ...]


def why_here(review: Review, stage: Stage, record: RecordId, learner: Learner) -> Why:
    """Why a record stands where it does. Takes seconds at many records: keep it off the keys.

    Nothing is said while records are drawn at random: nobody must know which record is a draw.

    Args:
        review: the open review that the learner works on.
        stage: where the record is to be decided.
        record: the record.
        learner: has read the texts, or reads them now.
    """
    review.refresh()
    if reason := _untold(review, stage, record):
        return Why(record=record, lines=(reason,))
    try:
        lines = (rank_line(review, stage, record), *_reasons(review, record, learner.ranked()))
    except ReviewError as error:
        lines = (f"{error.message} {error.hint}".rstrip(),)
    return Why(record=record, lines=lines)


def _untold(review: Review, stage: Stage, record: RecordId) -> str:
    if reason := why_not(review, stage):
        return reason
    held = review.state.rankings[stage][1]
    return "" if record in held.order else f"{record} came after the order was made, so it is last."


def rank_line(review: Review, stage: Stage, record: RecordId) -> str:
    """Where the record stands in the order in force, and what made the order."""
    _seq, held = review.state.rankings[stage]
    return (
        f"Rank {held.order.index(record) + 1:,} of {len(held.order):,}, ordered by"
        f" {held.maker.name} from {held.included:,} included and {held.excluded:,} excluded."
    )


def _reasons(review: Review, record: RecordId, ranked: Ranked) -> list[str]:
    found = explain_record(ranked, record)
    lines = []
    if found.shares:
        parts = "; ".join(f"{at.component} {percent(at.share, 0)}" for at in found.shares)
        lines.append(f"The score is made of: {parts}.")
    words = ", ".join(at.term for at in found.terms)
    if found.other_terms:
        words = f"{words} and other words" if words else "only such as 'of' or 'the'"
    origin = "learned from the decisions" if ranked.task.included else "of the question"
    lines.append(f"Words {origin} that raise it: {words or 'none'}.")
    for near in found.neighbours:
        title = one_line(merged_record(review, review.known(near.record)).title, _TITLE)
        how = f"Near it in {near.by} ({near.similarity:.2f}), included"
        lines.append(f"{how}: {near.record} {title}")
    if not found.neighbours:
        lines.append("No record near it is included yet.")
    return lines
