"""Notes, and taking back what was done at the seat beside deciding."""

from __future__ import annotations

from screening.errors import UsageError
from screening.events import Event, SeatStep
from screening.events.kinds import Noted, StepUndone, Tagged, TermMarked, Untagged
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.review import Review


def add_note(review: Review, record: RecordId, text: str, stage: Stage | None = None) -> Event:
    """Keep a remark on a record, written at the seat of a stage if one is named.

    Raises:
        UsageError: the remark is empty.
    """
    if not text.strip():
        raise UsageError("The note is empty.", "Type some words.")
    with review.writing() as writer:
        return writer.append(Noted(record=record, text=text.strip(), stage=stage))


def undo_step(review: Review, seq: int) -> Event:
    """Take back the reviewer's step of an event; an event of its own.

    Raises:
        UsageError: it is no such step, somebody else's, or taken back already.
    """
    with review.writing() as writer:
        by, _step = writer.state.seat.steps.get(seq, ("", None))
        if by != review.by:
            raise UsageError(
                f"Event {seq} is no step of {review.by} that can be taken back.",
                "'tamis log' lists the events.",
            )
        return writer.append(StepUndone(step=seq))


def told(step: SeatStep) -> str:
    """What a step was, in a few words that can follow 'Undone:'."""
    match step:
        case Noted():
            return f"the note on {step.record}."
        case Tagged():
            return f"{step.record} has no longer the tag {step.tag}."
        case Untagged():
            return f"{step.record} has the tag {step.tag} again."
        case TermMarked(mark=None):
            return f"{step.term!r} is marked again."
        case TermMarked():
            return f"the mark on {step.term!r}."
    return f"{step.record} is not put off any more."
