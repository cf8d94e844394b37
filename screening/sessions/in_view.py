"""The record in view at the seat, read from the review: what its stage shows of it."""

from __future__ import annotations

from screening.events import Decision
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.marking import marked_terms
from screening.sessions.merged import merged_record
from screening.sessions.retracted import notices_of
from screening.sessions.review import Review
from screening.sessions.shown import RecordShown, byline, passages, safe_text


def record_in_view(review: Review, stage: Stage, wanted: RecordId) -> RecordShown:
    """What a stage shows of a record; its place in queue and ranking are added by the caller."""
    record = merged_record(review, wanted)
    parts = passages(marked_terms(review), stage, record)
    own = review.state.decided_by(stage, record.id, review.by)
    notes = review.state.notes.get(record.id, [])
    return RecordShown(
        record=record.id,
        title=parts["title"][0],
        byline=byline(record, everyone=stage is Stage.FULLTEXT),
        abstract=parts["abstract"],
        abstract_missing=stage is not Stage.TITLE and not record.abstract.strip(),
        details=parts["details"],
        source=safe_text(review.state.import_of(record.id).body.search.source),
        notes=tuple(safe_text(text) for who, text in notes if who == review.by),
        tags=tuple(map(safe_text, review.state.seat.tags_of(record.id, review.by))),
        earlier=_told(own) if own else "",
        notices=tuple(map(safe_text, notices_of(review, record.id))),
    )


def _told(own: Decision) -> str:
    return f"{own.verdict}, {safe_text(own.reason)}" if own.reason else own.verdict.value
