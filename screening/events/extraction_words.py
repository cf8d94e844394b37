"""The kinds of ``extraction_kinds`` in words, for the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from screening.events.extraction_kinds import (
    CellCleared,
    CellFilled,
    CellProposed,
    CellRejected,
    ExtractionUndone,
    StudySigned,
)


def cell_proposed(body: CellProposed) -> str:
    """Such as ``R0001, country: 'Ghana' proposed by countries``."""
    return f"{body.record}, {body.field}: {body.value!r} proposed by {body.maker.name}"


def cell_filled(body: CellFilled) -> str:
    """The value that a person gave, and whether it was a proposal."""
    how = " approved" if body.proposal else ""
    note = f" [{body.note}]" if body.note else ""
    return f"{body.record}, {body.field}{how}: {body.value}{note}"


def cell_rejected(body: CellRejected) -> str:
    """Which proposal was rejected, and why."""
    return f"{body.record}, {body.field}: proposal of event {body.proposal} rejected{_why(body)}"


def cell_cleared(body: CellCleared) -> str:
    """Which cell was emptied, and why."""
    return f"{body.record}, {body.field}: emptied{_why(body)}"


def study_signed(body: StudySigned) -> str:
    """Whose row was signed, with how many values."""
    note = f" [{body.note}]" if body.note else ""
    return f"{body.record}: extraction signed with {len(body.values)} values{note}"


def extraction_undone(body: ExtractionUndone) -> str:
    """Which events were taken back."""
    return f"events of the extraction taken back: {', '.join(map(str, body.events))}"


def _why(body: CellRejected | CellCleared) -> str:
    return f": {body.why}" if body.why else ""


# What the words of the log are told by; each function takes its own kind only.
WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (CellProposed, cell_proposed),
    (CellFilled, cell_filled),
    (CellRejected, cell_rejected),
    (CellCleared, cell_cleared),
    (StudySigned, study_signed),
    (ExtractionUndone, extraction_undone),
)
