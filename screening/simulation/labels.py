"""Which field of an entry says whether it was included, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from screening.errors import BadInput, UsageError
from screening.readers.columns import fold
from screening.records import RecordContent

# Folded names, best first: those of ASReview and of published data sets.
NAMES = (
    "asreviewlabel",
    "labelincluded",
    "includedlabel",
    "finalincluded",
    "includedfinal",
    "includedflag",
    "included",
    "include",
    "label",
    "decision",
    "finaldecision",
    "relevant",
)
NOTES = "notes of ASReview"
_YES = frozenset({"1", "1.0", "yes", "y", "true", "include", "included", "relevant"})
_NO = frozenset({"0", "0.0", "no", "n", "false", "exclude", "excluded", "irrelevant"})
_UNSEEN = frozenset({"", "-1", "-1.0", "na", "n/a", "nan", "none", "null", "not seen", "not_seen"})
_NOTE = re.compile(r"ASReview_(relevant|irrelevant|not_seen)")


def label_field(entries: Sequence[RecordContent], asked: str = "") -> str:
    """The field that holds the labels, as written in the file, or ``NOTES``.

    Args:
        entries: the records of the file.
        asked: the column or tag a user named; else the best of the known names.

    Raises:
        UsageError: the file has no such field.
        BadInput: no field has a known name and no record has a note of ASReview.
    """
    present = {fold(name): name for entry in entries for name, _ in entry.extra}
    wanted = (fold(asked),) if asked else NAMES
    for name in wanted:
        if name in present:
            return present[name]
    if not asked and any(_noted(entry) is not None for entry in entries):
        return NOTES
    listed = ", ".join(sorted(present.values())) or "none"
    if asked:
        raise UsageError(f"No record has a field {asked!r}.", f"Fields there are: {listed}.")
    raise BadInput(
        "No field says which records were included.",
        f"Name the column or tag with --label. Fields there are: {listed}.",
    )


def label_of(entry: RecordContent, field: str) -> bool | None:
    """True for included, False for excluded, None for a record nobody has judged.

    Raises:
        BadInput: the field holds something else.
    """
    value = _noted(entry) if field == NOTES else _value(entry, field)
    word = (value or "").strip().casefold()
    if word in _UNSEEN:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise BadInput(
        f"Entry {entry.position}{_line(entry)} has {field!r} = {value!r}, which is no label.",
        "Labels are 1 or 0, yes or no, include or exclude, relevant or irrelevant; empty if"
        " nobody has judged the record.",
    )


def label_in_row(row: Mapping[str, str], number: int) -> bool | None:
    """The label in a row of a table, whose column has one of the known names.

    Raises:
        BadInput: there is no such column, or it holds something else.
    """
    extra = tuple((name or "", value or "") for name, value in row.items())
    entry = RecordContent(position=number, extra=extra)
    return label_of(entry, label_field((entry,)))


def _value(entry: RecordContent, field: str) -> str:
    return next((value for name, value in entry.extra if name == field), "")


def _noted(entry: RecordContent) -> str | None:
    found = (_NOTE.search(value) for _, value in entry.extra)
    return next((note[1] for note in found if note), None)


def _line(entry: RecordContent) -> str:
    return f" (line {entry.line})" if entry.line else ""
