"""A group of duplicates: its records, the value used of every field and why; splitting it."""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.events import kept_for
from screening.events.kinds import DuplicateUnmarked
from screening.records import RecordId
from screening.records.best import field_name, shown_value
from screening.sessions.merged import merged_group
from screening.sessions.review import Review
from screening.sessions.same_report import group_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """A record of a group with its source and, for duplicates, what showed it."""

    record: RecordId
    source: str
    by_hand: bool = False
    rule: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupField:
    """A field of a group: the value used, who gave it by which rule, and what each record says."""

    field: str
    value: str
    given_by: tuple[RecordId, ...]
    rule: str
    values: tuple[tuple[RecordId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateGroup:
    """A kept record with its duplicates, the kept one first."""

    kept: RecordId
    members: tuple[GroupMember, ...]
    fields: tuple[GroupField, ...]


def duplicate_group(review: Review, record: RecordId) -> DuplicateGroup:
    """The group that a record belongs to, as the kept one or as a duplicate.

    Raises:
        UsageError: it belongs to none.
    """
    kept = _group_of(review, record)[0]
    merged, records = merged_group(review, kept)
    return DuplicateGroup(
        kept=kept,
        members=tuple(_member(review, at.id) for at in records),
        fields=tuple(
            GroupField(
                field=field_name(at.field),
                value=shown_value(merged.record, at.field),
                given_by=at.records,
                rule=at.rule,
                values=tuple((one.id, shown_value(one, at.field)) for one in records),
            )
            for at in merged.chosen
        ),
    )


def split_group(review: Review, record: RecordId) -> tuple[RecordId, ...]:
    """Bring every duplicate of a group back to the screening; the records that came back.

    Raises:
        UsageError: the record belongs to no group.
    """
    with review.writing() as writer:
        kept, *others = _group_of(review, record)
        for other in others:
            writer.append(DuplicateUnmarked(record=other, why=f"group of {kept} split"))
        return tuple(others)


def _group_of(review: Review, record: RecordId) -> tuple[RecordId, ...]:
    found = group_of(review.state, kept_for(review.state, record))
    if len(found) == 1:
        raise UsageError(
            f"{record} is neither a duplicate nor kept for one.",
            "To see all: tamis duplicates list",
        )
    return found


def _member(review: Review, record: RecordId) -> GroupMember:
    source = review.state.import_of(record).body.search.source
    mark = review.state.marked_by.get(record)
    if mark is None:
        return GroupMember(record=record, source=source)
    return GroupMember(
        record=record,
        source=source,
        by_hand=mark.maker is None,
        rule=mark.rule,
        evidence=mark.evidence,
    )
