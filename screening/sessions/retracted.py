"""Retractions among the records: what a reviewer is told of one, and which included ones are.

A record is taken for retracted if any record of its group of duplicates says so: often PubMed does,
and the database the kept record came from does not.
"""

from __future__ import annotations

from screening.events import included_in
from screening.records import RecordId
from screening.records.notices import is_retracted, notices
from screening.sessions.review import Review
from screening.sessions.same_report import followers_of, group_of

_SHOWN = 5


def notices_of(review: Review, record: RecordId) -> tuple[str, ...]:
    """What must not be missed of a record and its duplicates, each line once."""
    group = group_of(review.state, record)
    lines = (line for member in review.records(group) for line in notices(member))
    return tuple(dict.fromkeys(lines))


def included_retracted(review: Review) -> tuple[RecordId, ...]:
    """The records included at the last stage that were retracted, in the order of import."""
    included = included_in(review.outcomes, review.protocol)
    followers = followers_of(review.state)
    stands_for = {
        member: record for record in included for member in (record, *followers.get(record, ()))
    }
    told = {stands_for[at.id] for at in review.records(stands_for) if is_retracted(at)}
    return tuple(record for record in included if record in told)


def retraction_note(review: Review) -> str:
    """One sentence about retracted records among the included; empty if there are none."""
    found = included_retracted(review)
    if not found:
        return ""
    shown = ", ".join(found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
    verb = "was" if len(found) == 1 else "were"
    return f"Careful: {len(found):,} of the included records {verb} retracted: {shown}."
