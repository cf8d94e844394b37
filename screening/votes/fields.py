"""Looking a value up among an entry's unmapped fields, whatever the format called them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from screening.records import RecordContent

_FOLD = re.compile(r"[\W_]+")
# Notes are kept under these names by CSV, RIS, BibTeX (Tamis's own among them) and EndNote XML.
_NOTES = frozenset({"notes", "note", "n1", "annote", "extra", "researchnotes", "tamis"})


def folded(name: str) -> str:
    """A field's name as it is compared."""
    return _FOLD.sub("", name.casefold()) or name


def value(entry: RecordContent, *names: str) -> str:
    """The first value of the first of these fields that is there, empty if none is."""
    held = {folded(tag): text for tag, text in reversed(entry.extra)}
    wanted = (held.get(folded(name), "") for name in names)
    return next((text.strip() for text in wanted if text.strip()), "")


def notes(entry: RecordContent) -> tuple[str, ...]:
    """All that stands in the entry's notes."""
    return tuple(text for tag, text in entry.extra if folded(tag) in _NOTES or tag in _NOTES)


def parts(text: str, mark: str = ",") -> tuple[str, ...]:
    """A list in one cell, without blanks and repeats."""
    return distinct(part.strip() for part in text.split(mark))


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, empty ones left out."""
    return tuple(dict.fromkeys(text for text in texts if text))
