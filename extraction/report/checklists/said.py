"""What a report can say of an item of a checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NOTHING_TOLD = "the log tells of none; add what was done elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Facts in sentences, the section of the report that shows them, and what people must add."""

    facts: tuple[str, ...] = ()
    where: str = ""
    left: str = ""


def said(facts: Iterable[str], where: str, left: str = "") -> Said:
    """Facts without empty ones."""
    return Said(facts=tuple(fact for fact in facts if fact), where=where, left=left)
