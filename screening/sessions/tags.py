"""Tags: short labels by which a reviewer finds records again. They decide nothing."""

from __future__ import annotations

from screening.codec import encodable
from screening.errors import UsageError
from screening.events.kinds import Tagged, Untagged
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.review import Review

LONGEST = 60


def toggle_tag(
    review: Review, record: RecordId, text: str, stage: Stage | None = None
) -> tuple[str, bool]:
    """Put a tag on a record, or take it off if the reviewer has put it on.

    Args:
        review: the open review; tags are its reviewer's own.
        record: any record.
        text: the tag; known ones are found whatever their capitals.
        stage: where the reviewer sits, None if nowhere.

    Returns:
        The tag as it was first written, and whether it is on now.

    Raises:
        UsageError: the tag is empty or too long.
    """
    with review.writing() as writer:
        tag = known_tag(review, tag_of(text))
        on = tag in writer.state.seat.tags_of(record, review.by)
        kind = Untagged if on else Tagged
        writer.append(kind(record=record, tag=tag, stage=stage))
    return tag, not on


def tag_of(text: str) -> str:
    """A tag as people type it, in one line.

    Raises:
        UsageError: it is empty or too long.
    """
    tag = " ".join(encodable(text, "The tag").split())
    if not tag:
        raise UsageError("The tag is empty.", "Type a word or two.")
    if len(tag) > LONGEST:
        raise UsageError(
            f"The tag has {len(tag)} characters; {LONGEST} are the most.",
            "Keep a longer remark as a note (key n).",
        )
    return tag


def known_tag(review: Review, tag: str) -> str:
    """The tag as the reviewer has written it before, the same but for capitals; else as it is."""
    known = {name.casefold(): name for name in own_tags(review)}
    return known.get(tag.casefold(), tag)


def own_tags(review: Review) -> tuple[str, ...]:
    """The tags that the reviewer has put on any record, in the order of their first use."""
    seat = review.state.seat
    every = (tag for record in seat.tagging for tag in seat.tags_of(record, review.by))
    return tuple(dict.fromkeys(every))
