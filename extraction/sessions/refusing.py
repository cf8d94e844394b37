"""What is kept out of the codebook or put off: reject, retire, defer; in a person's name."""

from __future__ import annotations

from extraction.sessions.approving import still_waiting
from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_node, known_proposal, typed_id
from extraction.themes import Node
from screening.console import counted
from screening.errors import UsageError
from screening.events import CodeId
from screening.events.kinds import CodeRejected, CodeRetired, ProposalDeferred


def reject(coding: Coding, code: str, *, why: str = "") -> str:
    """Reject a pending proposal, or retire an approved node; returns the label.

    Raises:
        UsageError: nothing of this id, it may be either of both, others stand under the node, or
            it was decided meanwhile.
    """
    typed = CodeId(typed_id(code))
    waiting = coding.book.pending_under(typed)
    if coding.book.nodes.get(typed) is not None:
        if not waiting:
            return retire(coding, code, why=why)
        listed = ", ".join(f"{at.name} ({at.kind})" for at in waiting)
        raise UsageError(
            f"{typed} is approved, and a proposal about it waits: {listed}.",
            f"Reject that one by its own id, for example: tamis themes reject {waiting[0].name};"
            f" or take the approved one out: tamis themes retire {typed}",
        )
    proposal = known_proposal(coding, code)
    with coding.act() as act:
        still_waiting(coding, proposal)
        act.append(CodeRejected(code=proposal.code, why=why.strip(), proposal=proposal.seq))
    return proposal.label


def retire(coding: Coding, code: str, *, why: str = "") -> str:
    """Take an approved node out; a code's findings are without it again. Returns the label.

    Raises:
        UsageError: no such node, or others stand under it.
    """
    with coding.act() as act:
        node = _to_retire(coding, code)
        act.append(CodeRetired(code=node.id, why=why.strip()))
    return node.label


def defer(coding: Coding, code: str) -> str:
    """Put a proposal to the end of the queue; returns its label.

    Raises:
        UsageError: no such proposal, or it was decided meanwhile.
    """
    proposal = known_proposal(coding, code)
    with coding.act() as act:
        still_waiting(coding, proposal)
        act.append(ProposalDeferred(proposal=proposal.seq))
    return proposal.label


def _to_retire(coding: Coding, code: str) -> Node:
    node = known_node(coding, code)
    under = len(coding.book.below(node.id)) - 1
    if under:
        raise UsageError(
            f"{node.id} ({node.label!r}) has {counted(under, 'node')} under it.",
            "Move or merge them first; or merge this one into another of its level.",
        )
    return node
