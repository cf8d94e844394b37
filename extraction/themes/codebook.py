"""fold_codebook: the log's codebook events, replayed; pure.

An event that names something that is not there (any more) changes nothing and is listed in
``Codebook.void``, so that an undo which would pull the ground from under a later act shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from extraction.findings import standing
from extraction.themes.fold_coders import take_choice, take_memo, take_settlement
from extraction.themes.fold_proposals import (
    asked_for,
    decide,
    put_off,
    settle,
    supersede_gone,
    supersede_served,
    take_change,
    take_proposal,
)
from extraction.themes.nodes import Codebook, Coding, Node
from extraction.themes.proposals import Level, Proposal, ProposalKind, ProposalStatus
from screening.events import CodeId, Event, FindingId, Maker
from screening.events.kinds import (
    ChangeProposed,
    CodeApproved,
    CodeDefined,
    CodeMerged,
    CodeMoved,
    CodeProposed,
    CodeRejected,
    CodeRenamed,
    CodeRetired,
    CodesChosen,
    CodeSplit,
    CodingSettled,
    FindingCoded,
    FindingUncoded,
    MemoWritten,
    ProposalDeferred,
)


def fold_codebook(events: Iterable[Event], onto: Codebook | None = None) -> Codebook:
    """The codebook that the events lead to, undone ones left out.

    Args:
        events: in the order of the log.
        onto: a codebook to carry on from, which is changed; not possible across an undo.
    """
    book = Codebook() if onto is None else onto
    for event in standing(events):
        if _apply(event.body, event, book) is False:
            book.void.append(event.seq)
    return book


@singledispatch
def _apply(_body: object, _event: Event, _book: Codebook) -> bool | None:
    """Kinds that do not bear on the codebook leave it alone; False says that an event is void."""
    return None


_apply.register(CodeProposed)(take_proposal)
_apply.register(ChangeProposed)(take_change)
_apply.register(ProposalDeferred)(put_off)
_apply.register(CodesChosen)(take_choice)
_apply.register(CodingSettled)(take_settlement)
_apply.register(MemoWritten)(take_memo)


@_apply.register
def _(body: CodeApproved, event: Event, book: Codebook) -> None:
    proposal = asked_for(book, body.code, body.proposal)
    maker = proposal.maker if proposal else None
    old = book.nodes.get(body.code)
    node = _changed(old, body, book) if old else _approved(body, event, book, proposal)
    book.nodes[node.id] = node
    if proposal:
        is_same = _is_as_proposed(body, proposal)
        status = ProposalStatus.APPROVED if is_same else ProposalStatus.EDITED
        decide(book, proposal, status, event)
    _code(book, body.findings, node.id, event, maker)


def _approved(body: CodeApproved, event: Event, book: Codebook, proposal: Proposal | None) -> Node:
    return Node(
        id=body.code,
        label=body.label,
        level=Level(body.level),
        parent=_place(body.parent, book),
        definition=body.definition,
        flag=body.flag,
        approved_by=event.by,
        approved_at=event.at,
        maker=proposal.maker if proposal else None,
        proposed_label=proposal.label if proposal else "",
    )


def _changed(node: Node, body: CodeApproved, book: Codebook) -> Node:
    return replace(
        node,
        label=body.label,
        parent=_place(body.parent, book),
        definition=body.definition or node.definition,
        flag=body.flag or node.flag,
    )


def _is_as_proposed(body: CodeApproved, proposal: Proposal) -> bool:
    evidence = set(proposal.findings) if proposal.level is Level.CODE else set()
    told = (body.code, body.label, body.parent, set(body.findings))
    return told == (proposal.code, proposal.label, proposal.parent, evidence)


def _place(parent: CodeId | None, book: Codebook) -> CodeId | None:
    return None if parent is None else book.resolve(parent)


def _code(
    book: Codebook,
    findings: tuple[FindingId, ...],
    code: CodeId,
    event: Event,
    maker: Maker | None = None,
) -> None:
    coded = book.codings.setdefault(code, {})
    for finding in findings:
        coded.setdefault(
            finding, Coding(finding=finding, code=code, by=event.by, at=event.at, maker=maker)
        )
    supersede_served(book, findings, event)


@_apply.register
def _(body: CodeRejected, event: Event, book: Codebook) -> bool:
    if proposal := asked_for(book, body.code, body.proposal):
        decide(book, proposal, ProposalStatus.REJECTED, event, body.why)
        return True
    return not body.proposal and _retire(body.code, event, book)


@_apply.register
def _(body: CodeRetired, event: Event, book: Codebook) -> bool:
    return _retire(body.code, event, book)


def _retire(code: CodeId, event: Event, book: Codebook) -> bool:
    book.codings.pop(code, None)
    is_known = book.nodes.pop(code, None) is not None
    supersede_gone(book, event)
    return is_known


@_apply.register
def _(body: CodeRenamed, event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    node = book.nodes.get(code)
    if node is None:
        return False
    book.nodes[code] = replace(node, label=body.label)
    settle(
        book,
        body.proposal,
        event,
        code=code,
        kind=ProposalKind.RENAME,
        is_same=lambda at: at.label == body.label,
    )
    return True


@_apply.register
def _(body: CodeDefined, _event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    node = book.nodes.get(code)
    if node is not None:
        book.nodes[code] = replace(node, definition=body.definition)
    return node is not None


@_apply.register
def _(body: CodeMoved, event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    node = book.nodes.get(code)
    if node is None:
        return False
    parent = _place(body.parent, book)
    book.nodes[code] = replace(node, parent=parent)
    for proposal in book.pending_under(code):
        if proposal.kind in (ProposalKind.PLACE, ProposalKind.MOVE):
            is_same = parent == proposal.parent
            status = ProposalStatus.APPROVED if is_same else ProposalStatus.EDITED
            decide(book, proposal, status, event)
    return True


@_apply.register
def _(body: CodeMerged, event: Event, book: Codebook) -> bool:
    code, into = book.resolve(body.code), book.resolve(body.into)
    if into not in book.nodes or code == into:
        return False
    if code in book.nodes:
        _merge_nodes(book, code, into)
    elif not any(at.kind is ProposalKind.NEW for at in book.pending_under(code)):
        return False
    _settle_merge(book, code, into, body.proposal, event)
    book.redirects[code] = into
    supersede_gone(book, event)
    return True


def _merge_nodes(book: Codebook, code: CodeId, into: CodeId) -> None:
    for child in [node for node in book.nodes.values() if node.parent == code]:
        book.nodes[child.id] = replace(child, parent=into)
    for coding in book.codings.pop(code, {}).values():
        moved = replace(coding, code=into)
        book.codings.setdefault(into, {}).setdefault(coding.finding, moved)
    del book.nodes[code]


def _settle_merge(book: Codebook, code: CodeId, into: CodeId, number: int, event: Event) -> None:
    """Decide what waits under a merged id, and the proposals to merge these two either way."""
    for proposal in [*book.pending_under(code), *book.pending_under(into)]:
        if proposal.kind is ProposalKind.MERGE:
            if {proposal.code, proposal.into} == {code, into}:
                is_same = proposal.code == code
                status = ProposalStatus.APPROVED if is_same else ProposalStatus.EDITED
                decide(book, proposal, status, event)
            elif proposal.seq == number:
                decide(book, proposal, ProposalStatus.EDITED, event)
        elif proposal.code == code:
            is_new = proposal.kind is ProposalKind.NEW
            status = ProposalStatus.EDITED if is_new else ProposalStatus.SUPERSEDED
            decide(book, proposal, status, event)
            if is_new and proposal.level is Level.CODE:
                _code(book, proposal.findings, into, event, proposal.maker)


@_apply.register
def _(body: CodeSplit, event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    node = book.nodes.get(code)
    coded = book.codings.get(code, {})
    children = [book.nodes.get(book.resolve(child)) for child in body.children]
    is_sound = all(child is not None and child.parent == code for child in children)
    if node is None or body.new in book.nodes or not is_sound or not {*body.findings} <= {*coded}:
        return False
    book.nodes[body.new] = replace(
        node,
        id=body.new,
        label=body.label,
        definition="",
        flag="",
        approved_by=event.by,
        approved_at=event.at,
        maker=None,
        proposed_label="",
    )
    for finding in body.findings:
        moved = replace(coded.pop(finding), code=body.new)
        book.codings.setdefault(body.new, {})[finding] = moved
    for child in children:
        if child is not None:
            book.nodes[child.id] = replace(child, parent=body.new)
    settle(
        book,
        body.proposal,
        event,
        code=code,
        kind=ProposalKind.SPLIT,
        is_same=lambda at: (at.label, {*at.findings}) == (body.label, {*body.findings}),
    )
    return True


@_apply.register
def _(body: FindingCoded, event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    if code not in book.nodes:
        return False
    proposal = asked_for(book, code, body.proposal) if body.proposal else None
    if proposal:
        is_same = proposal.code == code
        decide(book, proposal, ProposalStatus.APPROVED if is_same else ProposalStatus.EDITED, event)
    _code(book, (body.finding,), code, event, proposal.maker if proposal else None)
    return True


@_apply.register
def _(body: FindingUncoded, _event: Event, book: Codebook) -> bool:
    coded = book.codings.get(book.resolve(body.code), {})
    return coded.pop(body.finding, None) is not None
