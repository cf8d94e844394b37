"""What a known record says now that it did not say before. Pure functions.

A value that is missing in a newer export takes nothing away: exports leave fields out, and what was
known stays known. Labelled values (ids, dates, texts in other languages, unmapped tags) are renewed
label by label, and a retraction once told is not forgotten. Where the same file is read in another
way, that reading counts as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from screening.events.kinds import RecordChanged
from screening.records import LocalText, Record, RecordContent, SearchId

_OF_THE_ENTRY = ("position", "line", "problems")
_UNORDERED = ("dates", "other_ids", "extra", "local_texts", "links")
_VALUES = tuple(field.name for field in fields(RecordContent) if field.name not in _OF_THE_ENTRY)

_Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Renewed:
    """The names of the fields that get another value, and an entry with the new values."""

    fields: tuple[str, ...]
    entry: RecordContent


def renewed(record: RecordContent, entry: RecordContent, *, whole: bool = False) -> Renewed:
    """Compare a record's newest values with those of an entry that is the same record.

    Args:
        record: the record as it is now.
        entry: what was read.
        whole: the entry counts as it is, its empty fields too.
    """
    if not whole:
        entry = _joined(record, entry)
    found = [
        name
        for name in _VALUES
        if (whole or getattr(entry, name)) and _differs(name, record, entry)
    ]
    if found and entry.problems != record.problems:
        found.append("problems")
    return Renewed(tuple(found), entry)


def change_of(record: Record, search: SearchId, made: Renewed) -> RecordChanged:
    """The event that records a change."""
    return RecordChanged(
        record=record.id,
        search=search,
        fields=made.fields,
        old=_only(record, made.fields),
        new=_only(made.entry, made.fields),
    )


def _only(content: RecordContent, names: tuple[str, ...]) -> RecordContent:
    values = {name: getattr(content, name) for name in names}
    return replace(RecordContent(position=content.position, line=content.line), **values)


def _differs(name: str, one: RecordContent, two: RecordContent) -> bool:
    old, new = getattr(one, name), getattr(two, name)
    if name in _UNORDERED:  # their order is the file's own
        return set(old) != set(new)
    return bool(old != new)


def _joined(record: RecordContent, entry: RecordContent) -> RecordContent:
    """The entry, with the labelled values of the record that it has no newer ones for."""
    return replace(
        entry,
        dates=_by_label(record.dates, entry.dates),
        other_ids=_by_label(record.other_ids, entry.other_ids),
        extra=_by_label(record.extra, entry.extra),
        local_texts=_texts(record.local_texts, entry.local_texts),
        links=(*(link for link in record.links if link not in entry.links), *entry.links),
    )


def _by_label(old: _Pairs, new: _Pairs) -> _Pairs:
    if old == new:
        return old
    there = {label for label, _value in new}
    return (*(pair for pair in old if pair[0] not in there), *new)


def _texts(old: tuple[LocalText, ...], new: tuple[LocalText, ...]) -> tuple[LocalText, ...]:
    there = {(text.field, text.locale) for text in new}
    return (*(text for text in old if (text.field, text.locale) not in there), *new)
