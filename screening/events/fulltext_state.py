"""What the log says of full texts: the files of each report, and which could not be had."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from screening.events.event import Event
from screening.events.fulltext_kinds import FulltextAttached, FulltextDetached
from screening.events.screening_kinds import ReportNotRetrieved, ReportRetrieved
from screening.records import RecordId

FulltextKind = FulltextAttached | FulltextDetached | ReportNotRetrieved | ReportRetrieved


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file with the number, time and maker of the event that attached it."""

    seq: int
    at: datetime
    by: str
    body: FulltextAttached


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHad:
    """Who said when, and why, that a full text could not be had, with the number of the event."""

    seq: int
    at: datetime
    by: str
    why: str


@dataclass(slots=True)
class Fulltexts:
    """Record -> its files by their SHA-256, in the order of attaching; record -> not retrieved.

    ``taken_back`` holds the pairs of record and file that somebody called wrong.
    """

    files: dict[RecordId, dict[str, AttachedFile]] = field(default_factory=dict)
    taken_back: set[tuple[RecordId, str]] = field(default_factory=set)
    not_had: dict[RecordId, NotHad] = field(default_factory=dict)

    def take(self, body: FulltextKind, event: Event) -> None:
        """Take in an event."""
        match body:
            case FulltextAttached():
                held = AttachedFile(seq=event.seq, at=event.at, by=event.by, body=body)
                self.files.setdefault(body.record, {})[body.file_sha256] = held
                self.taken_back.discard((body.record, body.file_sha256))
            case FulltextDetached():
                self.files.get(body.record, {}).pop(body.file_sha256, None)
                self.taken_back.add((body.record, body.file_sha256))
            case ReportNotRetrieved():
                self.not_had[body.record] = NotHad(
                    seq=event.seq, at=event.at, by=event.by, why=body.why
                )
            case ReportRetrieved():
                self.not_had.pop(body.record, None)

    def forget(self, records: Collection[RecordId]) -> None:
        """Leave out all that was said of these records."""
        for record in records:
            self.files.pop(record, None)
            self.not_had.pop(record, None)
        self.taken_back = {at for at in self.taken_back if at[0] not in records}

    def of(self, record: RecordId) -> tuple[AttachedFile, ...]:
        """The files of a record: the report itself first, then its supplements."""
        held = self.files.get(record, {}).values()
        return tuple(sorted(held, key=lambda at: (at.body.supplement, at.seq)))

    def holders(self, file_sha256: str) -> tuple[RecordId, ...]:
        """The records that a file is attached to."""
        return tuple(record for record, held in self.files.items() if file_sha256 in held)
