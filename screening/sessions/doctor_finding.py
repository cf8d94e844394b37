"""What one check of a machine or review found, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How a check ended; with a FAULT, some command cannot do its work."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; ``remedy`` is empty where nothing is to be done."""

    check: str
    health: Health
    text: str
    remedy: str = ""
