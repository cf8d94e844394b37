"""How bad a broken rule is, said by the flow's own rules and by those for anybody's numbers."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How bad a broken rule is: an error is a wrong diagram, a warning may have a good reason."""

    ERROR = "error"
    WARNING = "warning"
