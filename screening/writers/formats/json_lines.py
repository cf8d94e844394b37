"""JSON Lines: everything known, one canonical JSON object a record; nothing is left out or cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screening.codec import to_json
from screening.records import Record, RecordId, Search
from screening.writers.contract import ExportedRecord, StageFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file; ``record`` is the record as the review keeps it."""

    record: Record
    search: Search
    outcome: str
    stage: str
    reason: str
    stages: tuple[StageFacts, ...]
    duplicate_of: RecordId | None
    notes: tuple[tuple[str, str], ...]
    not_retrieved: str | None
    tags: tuple[tuple[str, str], ...] = ()


class _JsonLines:
    name = "jsonl"
    label = "JSON Lines for programs: everything known, one record a line"
    extension = ".jsonl"
    decision_in = "the members 'outcome', 'reason' and 'stages'"

    def write(self, rows: Iterable[ExportedRecord]) -> Iterator[bytes]:
        for row in rows:
            yield f"{to_json(_line(row))}\n".encode()


WRITER = _JsonLines()


def _line(row: ExportedRecord) -> Line:
    return Line(
        record=row.record,
        search=row.search,
        outcome=row.outcome,
        stage=row.stage,
        reason=row.reason,
        stages=row.stages,
        duplicate_of=row.duplicate_of,
        notes=row.notes,
        not_retrieved=row.not_retrieved,
        tags=row.tags,
    )
