"""Who of a team may do what, and how records are shared out among those who screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Assignment(StrEnum):
    """How the records of a stage find their reviewers.

    ``open``: whoever comes first, until as many as planned have decided. ``balanced``: every
    record has named reviewers, drawn so that all have the same to do.
    """

    OPEN = "open"
    BALANCED = "balanced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The roles that review.toml gives, by name; one person may have several.

    ``screener`` decide, ``adjudicator`` settle conflicts, ``owner`` may do that too, and alone
    change the protocol.
    """

    screener: tuple[str, ...]
    adjudicator: tuple[str, ...]
    owner: tuple[str, ...]

    @property
    def judges(self) -> tuple[str, ...]:
        """Who settles conflicts, each once."""
        return tuple(dict.fromkeys((*self.adjudicator, *self.owner)))
