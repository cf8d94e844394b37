"""The words of the field for what a search finds: record, author, problem, rejected entry.

Standard library only; imports nothing of this project.
"""

from screening.records.links import LinkKind, RecordLink
from screening.records.types import (
    Author,
    LocalText,
    Problem,
    Record,
    RecordContent,
    RecordId,
    Rejected,
    Search,
    SearchId,
    SourceKind,
    record_number,
    to_record_id,
)

__all__ = [
    "Author",
    "LinkKind",
    "LocalText",
    "Problem",
    "Record",
    "RecordContent",
    "RecordId",
    "RecordLink",
    "Rejected",
    "Search",
    "SearchId",
    "SourceKind",
    "record_number",
    "to_record_id",
]
