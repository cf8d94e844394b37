"""What enters the codebook: approve a proposal, add an own node; always in a person's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_finding, known_node, known_proposal, words
from extraction.themes import Codebook, Level, Node, Proposal, ProposalKind, ProposalStatus
from extraction.themes.numbering import numbering
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from screening.events.kinds import (
    CodeApproved,
    CodeMerged,
    CodeMoved,
    CodeRenamed,
    CodeSplit,
)

NOWHERE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A node as it now stands in the codebook, and what a person should know about it."""

    node: Node
    notes: tuple[str, ...] = ()


def approve(
    coding: Coding,
    code: str,
    *,
    label: str = "",
    under: str = "",
    definition: str = "",
    findings: Sequence[str] | None = None,
    flag: str = "",
) -> Approved:
    """Do what a proposal asks in the reviewer's name, as it is or changed.

    Args:
        coding: the open review.
        code: the id of a pending proposal, or of the node under which it waits alone.
        label: another label; the proposed one if empty.
        under: the id or label of another parent, ``none`` for none; the proposed one if empty. For
            a merge the node to keep.
        definition: a definition, if there is one yet.
        findings: other evidence; the proposed findings that still count if None.
        flag: a short mark for what readers should know of this code.

    Raises:
        UsageError: no such proposal or finding, it was decided meanwhile, or a parent that is not
            approved or not of the level above.
    """
    proposal = known_proposal(coding, code)
    if proposal.kind.is_change:
        return approve_change(coding, proposal, label=label, under=under, findings=findings)
    with coding.act() as act:
        still_waiting(coding, proposal)
        body = CodeApproved(
            code=proposal.code,
            label=words(label or _label_now(coding, proposal), "label"),
            level=proposal.level,
            parent=_parent_for(coding, proposal, under),
            definition=definition.strip(),
            findings=_evidence(coding, proposal, findings),
            flag=flag.strip(),
            proposal=proposal.seq,
        )
        act.append(body)
    return told(coding, body.code)


def approve_change(
    coding: Coding,
    proposal: Proposal,
    *,
    label: str = "",
    under: str = "",
    findings: Sequence[str] | None = None,
) -> Approved:
    """Merge, split, move or rename as proposed, or changed."""
    with coding.act() as act:
        still_waiting(coding, proposal)
        body = _change_body(coding, proposal, label, under, findings)
        act.append(body)
    return told(coding, coding.book.resolve(proposal.code))


def _change_body(
    coding: Coding, proposal: Proposal, label: str, under: str, findings: Sequence[str] | None
) -> CodeMerged | CodeMoved | CodeRenamed | CodeSplit:
    code, number = proposal.code, proposal.seq
    match proposal.kind:
        case ProposalKind.MERGE:
            into = known_node(coding, under, proposal.level).id if under else proposal.into
            return CodeMerged(code=code, into=into or code, proposal=number)
        case ProposalKind.MOVE:
            parent = parent_named(coding, under, proposal.level) if under else proposal.parent
            return CodeMoved(code=code, parent=parent, proposal=number)
        case ProposalKind.RENAME:
            text = words(label or proposal.label, "label")
            return CodeRenamed(code=code, label=text, proposal=number)
        case _:
            return CodeSplit(
                code=code,
                new=numbering(coding.events).next(proposal.level),
                label=words(label or proposal.label, "label"),
                findings=_leaving(coding, proposal, findings),
                proposal=number,
            )


def _leaving(
    coding: Coding, proposal: Proposal, findings: Sequence[str] | None
) -> tuple[FindingId, ...]:
    if findings is not None:
        return counting(coding, findings)
    coded = coding.book.codings.get(proposal.code, {})
    return tuple(at for at in proposal.findings if at in coded)


def still_waiting(coding: Coding, proposal: Proposal) -> None:
    """Make sure, inside an act, that nobody has decided a proposal since it was looked at.

    Raises:
        UsageError: somebody has, or a newer proposal took its place.
    """
    now = coding.book.proposals[proposal.seq]
    if now.status is not ProposalStatus.PENDING:
        raise UsageError(
            f"{now.name} on {now.code} does not wait any more: it was {now.status} by"
            f" {now.decided_by}.",
            "Nothing was changed. 'tamis themes show' lists what there is now.",
        )


def _label_now(coding: Coding, proposal: Proposal) -> str:
    """A code that is there already keeps the label it has by now."""
    node = coding.book.nodes.get(proposal.code)
    return node.label if node else proposal.label


def _parent_for(coding: Coding, proposal: Proposal, under: str) -> CodeId | None:
    if under:
        return parent_named(coding, under, proposal.level)
    if proposal.kind is ProposalKind.ASSIGN:
        return coding.book.nodes[proposal.code].parent
    if proposal.parent is None:
        if proposal.kind is ProposalKind.PLACE:
            raise UsageError(
                f"{proposal.maker.name} is unsure where {proposal.code} stands.",
                f"Name the place with --under ID; likeliest: {', '.join(proposal.options)}.",
            )
        return None
    parent = coding.book.resolve(proposal.parent)
    if parent in coding.book.nodes:
        return parent
    waits = coding.book.pending_for(parent) is not None
    raise UsageError(
        f"{proposal.code} would stand under {parent}, which is"
        f" {'only proposed' if waits else 'not in the codebook'}.",
        (f"Approve {parent} first, or" if waits else "Name")
        + " another place with --under ID, or --under none for no place yet.",
    )


def parent_named(coding: Coding, under: str, level: Level) -> CodeId | None:
    """The parent that a person names for a node of a level; None for ``none``.

    Raises:
        UsageError: themes stand under nothing, or the parent is not of the level above.
    """
    if under.strip().casefold() == NOWHERE:
        return None
    if level is Level.THEME:
        raise UsageError("A theme stands under nothing.", "Leave --under out.")
    return known_node(coding, under, Level(level - 1)).id


def _evidence(
    coding: Coding, proposal: Proposal, findings: Sequence[str] | None
) -> tuple[FindingId, ...]:
    if proposal.level is not Level.CODE:
        if findings:
            raise UsageError(
                "Findings are coded with codes, not with themes.",
                "Leave the findings out here, and give them to the codes below.",
            )
        return ()
    if findings is not None:
        return counting(coding, findings)
    known = coding.findings
    if proposal.kind is ProposalKind.PLACE:  # it asks for a place, so nothing is coded anew
        known = {at: known[at] for at in coding.book.findings_of(proposal.code) if at in known}
    return tuple(at for at in proposal.findings if at in known and known[at].counts)


def counting(coding: Coding, findings: Sequence[str]) -> tuple[FindingId, ...]:
    """Ids of findings that count, as typed.

    Raises:
        UsageError: no such finding, or it is not confirmed.
    """
    found = [known_finding(coding, text) for text in findings]
    for finding in found:
        if not finding.counts:
            raise UsageError(
                f"{finding.id} is {finding.status}: it cannot be coded.",
                f"Confirm it first: tamis findings confirm {finding.id}",
            )
    return tuple(dict.fromkeys(finding.id for finding in found))


def told(coding: Coding, code: CodeId) -> Approved:
    """A node as it stands now, with remarks: equal labels, no place."""
    book = coding.book
    node = book.nodes[code]
    twins = [
        at.id
        for at in book.at_level(node.level)
        if at.id != code and at.label.casefold() == node.label.casefold()
    ]
    notes = []
    if twins:
        notes.append(
            f"{', '.join(twins)} has the same label; if it means the same:"
            f" tamis themes merge {code} {twins[0]}"
        )
    if node.level is not Level.THEME and node.parent is None:
        notes.append(f"It has no place yet: tamis themes move {code} --under ID")
    return Approved(node=node, notes=tuple(notes))


def add_node(
    coding: Coding,
    label: str,
    *,
    level: Level = Level.CODE,
    under: str = "",
    definition: str = "",
    findings: Sequence[str] = (),
    flag: str = "",
) -> Approved:
    """Put an own theme, subtheme or code into the codebook.

    Raises:
        UsageError: an empty label, an unfit parent, no such finding.
    """
    if findings and level is not Level.CODE:
        raise UsageError(
            "Findings are coded with codes, not with themes.",
            "Leave the findings out here, and give them to the codes below.",
        )
    text = words(label, "label")
    with coding.act() as act:
        parent = parent_named(coding, under, level) if under else None
        evidence = counting(coding, findings)
        code = numbering(coding.events).next(level)
        act.append(
            CodeApproved(
                code=code,
                label=text,
                level=level,
                parent=parent,
                definition=definition.strip(),
                findings=evidence,
                flag=flag.strip(),
            )
        )
    return told(coding, code)


def node_name(book: Codebook, code: CodeId) -> str:
    """``S0003 Moral norms``, with a mark where it is only proposed."""
    known = book.resolve(code)
    if known in book.nodes:
        return f"{known} {book.nodes[known].label}"
    proposal = book.pending_for(code)
    return f"{code} {proposal.label} (proposed)" if proposal else f"{code} (not in the codebook)"
