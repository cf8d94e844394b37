"""What can happen to a codebook beyond its first making: changes, two coders, memos, deferring."""

from __future__ import annotations

from dataclasses import dataclass

from screening.events.coding_kinds import CodeId, FindingId
from screening.events.screening_kinds import Maker


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProposed:
    """A method proposes to change what people approved.

    ``change`` is merge, split, move or rename. ``into`` is the node to keep (merge) or the new
    parent (move); ``label`` the new one (rename) or that of the part to split off; ``findings``
    are the evidence, for a split those that would leave. ``near`` and ``phrases`` as in
    CodeProposed.
    """

    change: str
    code: CodeId
    maker: Maker
    score: float
    why: str
    into: CodeId | None = None
    label: str = ""
    findings: tuple[FindingId, ...] = ()
    near: tuple[CodeId, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSplit:
    """A person split a node: ``findings`` of a code, or ``children``, went to a new one beside it.

    ``proposal`` is the event number of the proposal that this decides, 0 for none.
    """

    code: CodeId
    new: CodeId
    label: str
    findings: tuple[FindingId, ...] = ()
    children: tuple[CodeId, ...] = ()
    proposal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRetired:
    """A person took an approved node out; a code's findings are without it again."""

    code: CodeId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDeferred:
    """A person put a proposal to the end of the queue; it still waits."""

    proposal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesChosen:
    """One of several coders says, without knowing the others' choice, which codes a finding has.

    An empty tuple says that no code of the codebook fits. A later choice of the same coder replaces
    the earlier one.
    """

    finding: FindingId
    codes: tuple[CodeId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingSettled:
    """What a finding's codes are after coders had chosen independently: exactly these."""

    finding: FindingId
    codes: tuple[CodeId, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoWritten:
    """A memo on a finding, a node of the codebook or a study, named by its id; texts add up."""

    on: str
    text: str
