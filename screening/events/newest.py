"""What a record says now: its values as imported, with every later change. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from screening.events.kinds import RecordChanged
from screening.records import Record


def newest(record: Record, changes: Iterable[RecordChanged]) -> Record:
    """The record with the newest value of every field.

    Args:
        record: as imported.
        changes: its changes, in the order of the log.
    """
    values = {name: getattr(change.new, name) for change in changes for name in change.fields}
    return replace(record, **values) if values else record
