"""Full texts that could not be had, and those found after all."""

from __future__ import annotations

from screening.errors import UsageError
from screening.events import Event, ReviewState
from screening.events.kinds import ReportNotRetrieved, ReportRetrieved
from screening.protocol import Protocol, Stage
from screening.records import RecordId
from screening.sessions.review import Review
from screening.sessions.screen import reached


def mark_not_retrieved(review: Review, record: RecordId, why: str) -> Event:
    """Say that the full text of a record could not be had.

    Raises:
        UsageError: the record has not reached the full-text stage, is decided there, or its text is
            attached.
    """
    with review.writing() as writer:
        _at_fulltext(writer.state, review.protocol, record)
        if decided := sorted(writer.state.in_force(Stage.FULLTEXT, record)):
            raise UsageError(
                f"{record} is decided at the full text stage by {', '.join(decided)}, so its text"
                " was read.",
                "Take the decision back first: tamis undo --stage fulltext",
            )
        held = (file.body for file in writer.state.fulltexts.of(record))
        if texts := [body.file_name for body in held if not body.supplement]:
            raise UsageError(
                f"The full text of {record} is attached: {', '.join(texts)}.",
                f"If the file is a wrong one, take it back first: tamis fulltext detach {record}",
            )
        return writer.append(ReportNotRetrieved(record=record, why=why.strip()))


def mark_retrieved(review: Review, record: RecordId) -> Event:
    """Say that the full text was found after all.

    Raises:
        UsageError: it was not marked as missing.
    """
    with review.writing() as writer:
        if record not in writer.state.not_retrieved:
            raise UsageError(
                f"{record} is not marked as not retrieved.",
                f"To mark it: tamis retrieved {record} --no WHY",
            )
        return writer.append(ReportRetrieved(record=record))


def _at_fulltext(state: ReviewState, protocol: Protocol, record: RecordId) -> None:
    if why := reached(state, protocol, Stage.FULLTEXT, record):
        raise UsageError(why, "Only reports sought for the full-text stage can be missing.")
