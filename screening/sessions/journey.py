"""Going to a record out of turn: back and forward among those decided, or straight to one."""

from __future__ import annotations

from screening.errors import UsageError
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.review import Review
from screening.sessions.screen import reached
from screening.sessions.trail import decided_records


def back_from(review: Review, stage: Stage, record: RecordId | None) -> RecordId:
    """The record decided before this one; before one not decided, the latest.

    Raises:
        UsageError: none was decided before.
    """
    decided = decided_records(review.state, stage, review.by)
    at = decided.index(record) if record in decided else len(decided)
    if at == 0:
        raise UsageError("You have decided no record before this one.", "Press f to go forward.")
    return decided[at - 1]


def forward_from(review: Review, stage: Stage, record: RecordId | None) -> RecordId | None:
    """The record decided after this one; None: the one whose turn it is."""
    decided = decided_records(review.state, stage, review.by)
    later = decided[decided.index(record) + 1 :] if record in decided else ()
    return later[0] if later else None


def gone_to(review: Review, stage: Stage, text: str) -> tuple[RecordId, str]:
    """The record of a number as people type it, of a duplicate the one kept; and a sentence.

    Raises:
        UsageError: there is no such record, or it has not reached the stage.
    """
    known = review.known(text.strip())
    record = review.state.duplicates.get(known, known)
    if why := reached(review.state, review.protocol, stage, record):
        raise UsageError(why, f"'tamis show {record}' shows everything known of it.")
    if record != known:
        return record, f"{known} is a duplicate of {record}, which is in view."
    return record, f"{record} is in view."
