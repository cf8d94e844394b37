"""Changes to the codebook: rename, define, move, merge, split, code and uncode findings."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.sessions.approving import Approved, counting, parent_named, still_waiting, told
from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_finding, known_node, level_word, typed_id, words
from extraction.themes import Level, Node, Proposal, ProposalKind
from extraction.themes.numbering import numbering
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from screening.events.kinds import (
    CodeDefined,
    CodeMerged,
    CodeMoved,
    CodeRenamed,
    CodeSplit,
    FindingCoded,
    FindingUncoded,
)


def rename(coding: Coding, code: str, label: str) -> Approved:
    """Give a node another label."""
    text = words(label, "label")
    with coding.act() as act:
        node = known_node(coding, code)
        act.append(CodeRenamed(code=node.id, label=text))
    return told(coding, node.id)


def define(coding: Coding, code: str, definition: str) -> Approved:
    """Write a node's definition."""
    text = words(definition, "definition")
    with coding.act() as act:
        node = known_node(coding, code)
        act.append(CodeDefined(code=node.id, definition=text))
    return told(coding, node.id)


def move(coding: Coding, code: str, under: str) -> Approved:
    """Put a node under another parent of the level above, or under none.

    Raises:
        UsageError: no such node, or the parent is not of the level above.
    """
    with coding.act() as act:
        node = known_node(coding, code)
        parent = parent_named(coding, under, node.level)
        if parent == node.parent:
            raise UsageError(f"{node.id} stands there already.", "Nothing was changed.")
        act.append(CodeMoved(code=node.id, parent=parent))
    return told(coding, node.id)


def merge(coding: Coding, code: str, into: str) -> Approved:
    """Merge a node, or a proposed new one, into another of its level; its id then leads there.

    Findings and what stands under it move; no link is lost.

    Raises:
        UsageError: no such node, the same one, another level, or a proposal decided meanwhile.
    """
    proposal = coding.book.pending_for(CodeId(typed_id(code)))
    with coding.act() as act:
        target = known_node(coding, into)
        source, level = _source(coding, code, proposal)
        if source == target.id:
            raise _same_one(coding, code, into, target)
        if level is not target.level:
            raise UsageError(
                f"{source} is a {level_word(coding, level)}, {target.id} a"
                f" {level_word(coding, target.level)}.",
                "Only nodes of the same level can be merged.",
            )
        number = proposal.seq if proposal and proposal.kind is ProposalKind.NEW else 0
        act.append(CodeMerged(code=source, into=target.id, proposal=number))
    return told(coding, target.id)


def _same_one(coding: Coding, code: str, into: str, target: Node) -> UsageError:
    """What to say where both names lead to one node: an earlier merge may be the reason."""
    typed = dict.fromkeys(CodeId(typed_id(text)) for text in (code, into))
    here = f"{target.id} ({target.label!r})"
    merged = [at for at in typed if at != target.id and coding.book.resolve(at) == target.id]
    if len(merged) > 1:
        told = f"{' and '.join(merged)} are one already: both are merged into {here}."
    elif merged:
        told = f"{merged[0]} is merged into {here} already."
    else:
        return UsageError(f"{target.id} cannot be merged into itself.", "Name two different ones.")
    return UsageError(told, "Nothing was changed.")


def split(coding: Coding, code: str, label: str, parts: Sequence[str]) -> Approved:
    """Split a node: findings of a code, or nodes under a theme or subtheme, go to a new one.

    The new node stands beside the old one.

    Raises:
        UsageError: no such node, a part that is not its own, or nothing would leave or stay.
    """
    text = words(label, "label")
    with coding.act() as act:
        node = known_node(coding, code)
        findings, children = _leaving(coding, node, parts)
        new = numbering(coding.events).next(node.level)
        act.append(
            CodeSplit(code=node.id, new=new, label=text, findings=findings, children=children)
        )
    return told(coding, new)


def _leaving(
    coding: Coding, node: Node, parts: Sequence[str]
) -> tuple[tuple[FindingId, ...], tuple[CodeId, ...]]:
    """The findings or the children that a split takes out of a node, as typed.

    Raises:
        UsageError: a part that is not its own, or nothing would leave or stay.
    """
    is_code = node.level is Level.CODE
    findings = [known_finding(coding, part).id for part in parts] if is_code else []
    children = [] if is_code else [known_node(coding, part).id for part in parts]
    own = set(coding.book.findings_of(node.id)) if is_code else _children(coding, node)
    leaving = {*findings, *children}
    if astray := sorted(leaving - own):
        raise UsageError(
            f"{', '.join(astray)} is not of {node.id} ({node.label!r}).",
            f"It has: {', '.join(sorted(own)) or 'nothing'}.",
        )
    if not leaving or leaving == own:
        raise UsageError(
            f"A split leaves something in {node.id} and takes something out.",
            f"It has: {', '.join(sorted(own)) or 'nothing'}."
            " To change its name: tamis themes rename",
        )
    return tuple(findings), tuple(children)


def _children(coding: Coding, node: Node) -> set[str]:
    return {at.id for at in coding.book.children(node.id, Level(node.level + 1))}


def _source(coding: Coding, code: str, proposal: Proposal | None) -> tuple[CodeId, Level]:
    if proposal and proposal.kind is ProposalKind.NEW:
        still_waiting(coding, proposal)
        return proposal.code, proposal.level
    node = known_node(coding, code)
    return node.id, node.level


def code_findings(
    coding: Coding, findings: Sequence[str], code: str, proposal: int = 0
) -> Approved:
    """Give confirmed findings a code, as one act; ``proposal`` is the one it answers, if any.

    Raises:
        UsageError: no such finding or code, one has this code already, or the proposal was decided
            meanwhile.
    """
    with coding.act() as act:
        if proposal:
            still_waiting(coding, coding.book.proposals[proposal])
        node = known_node(coding, code, Level.CODE)
        for finding in counting(coding, findings):
            if node.id in coding.book.codes_of(finding):
                raise UsageError(
                    f"{finding} has the code {node.id} already.", "Nothing was changed."
                )
            act.append(FindingCoded(finding=finding, code=node.id, proposal=proposal))
    return told(coding, node.id)


def uncode_finding(coding: Coding, finding: str, code: str) -> Approved:
    """Take a code off a finding.

    Raises:
        UsageError: no such finding or code, or it does not have this code.
    """
    with coding.act() as act:
        node = known_node(coding, code, Level.CODE)
        known = known_finding(coding, finding).id
        if node.id not in coding.book.codes_of(known):
            raise UsageError(f"{known} does not have the code {node.id}.", "Nothing was changed.")
        act.append(FindingUncoded(finding=known, code=node.id))
    return told(coding, node.id)
