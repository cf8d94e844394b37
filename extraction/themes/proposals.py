"""The words of proposals: what one asks for, on which evidence, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from screening.events import CodeId, FindingId, Maker


class Level(IntEnum):
    """Theme, subtheme, code: the level of a node in the tree."""

    THEME = 0
    SUBTHEME = 1
    CODE = 2

    @property
    def word(self) -> str:
        """The level in words."""
        return self.name.casefold()

    @property
    def letter(self) -> str:
        """The first letter of the ids of its nodes."""
        return self.name[0]


class ProposalKind(StrEnum):
    """What a proposal asks for; a proposed finding is a ``Finding`` that is not confirmed yet."""

    NEW = "new"
    ASSIGN = "assign"
    PLACE = "place"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"

    @property
    def is_change(self) -> bool:
        """Whether it would change what people approved, rather than add to it."""
        return self in CHANGES


CHANGES = (ProposalKind.MERGE, ProposalKind.SPLIT, ProposalKind.MOVE, ProposalKind.RENAME)


class ProposalStatus(StrEnum):
    """What became of a proposal; ``edited`` was approved with changes by a person."""

    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal as it was made, with its fate; ``seq`` is the number of its event.

    ``parent`` is where the node would stand, the new parent of a move. ``options`` are the places
    to choose from, best first; for findings of a known code, the codes to choose from. ``into`` is
    the node that a merge keeps. ``findings`` of a split would leave. ``deferred`` is the number of
    the event that put it to the end of the queue.
    """

    seq: int
    at: datetime
    kind: ProposalKind
    code: CodeId
    label: str
    level: Level
    parent: CodeId | None
    options: tuple[CodeId, ...]
    findings: tuple[FindingId, ...]
    maker: Maker
    score: float
    why: str
    into: CodeId | None = None
    near: tuple[CodeId, ...] = ()
    phrases: tuple[str, ...] = ()
    deferred: int = 0
    status: ProposalStatus = ProposalStatus.PENDING
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_why: str = ""

    @property
    def name(self) -> str:
        """What people type to name it, such as P0041: P and the number of its event."""
        return f"P{self.seq:04d}"
