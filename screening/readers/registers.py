"""What the registers of trials have in common: no abstract, but parts that say what is planned.

The parts are put together under their labels to the text that a person screens by, as CENTRAL
prints entries of registers. Each part stands in it whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.readers.draft import Draft
from screening.records.normalise import clean_text, has_markup, is_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a register's entry: what the format calls it, its label for people, its text."""

    tag: str
    label: str
    text: str


def put_parts(draft: Draft, parts: Iterable[Part]) -> None:
    """The abstract out of parts, one on each line or more; empty ones are left out."""
    lines = []
    for part in parts:
        text = clean_text(part.text, keep_lines=True)
        if text and not is_missing(text):
            lines.append(f"{part.label}: {text}" if part.label and not _says(text, part) else text)
            if has_markup(part.text):
                draft.keep(f"{part.tag} (raw)", part.text)
    if lines:
        draft.put_clean("abstract", "abstract", "\n".join(lines))


def _says(text: str, part: Part) -> bool:
    """Whether the text begins with its label already."""
    start, colon, _ = text.partition(":")
    return bool(colon) and start.strip().casefold() == part.label.casefold()
