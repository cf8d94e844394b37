"""fold_codebook: the log's codebook events, replayed; pure.

An event that names something that is not there (any more) changes nothing and is listed in
``Codebook.void``, so that an undo which would pull the ground from under a later act shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from extraction.findings import standing
from extraction.themes.nodes import (
    Codebook,
    Coding,
    Level,
    Node,
    Proposal,
    ProposalKind,
    ProposalStatus,
)
from screening.events import CodeId, Event, FindingId, Maker
from screening.events.kinds import (
    CodeApproved,
    CodeDefined,
    CodeMerged,
    CodeMoved,
    CodeProposed,
    CodeRejected,
    CodeRenamed,
    FindingCoded,
    FindingUncoded,
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
def _apply(_body: object, _event: Event, _book: Codebook) -> bool:
    """Kinds that do not bear on the codebook leave it alone; False says that an event is void."""
    return True


@_apply.register
def _(body: CodeProposed, event: Event, book: Codebook) -> bool:
    proposal = Proposal(
        seq=event.seq,
        at=event.at,
        kind=_kind(body, book),
        code=body.code,
        label=body.label,
        level=Level(body.level),
        parent=body.parent,
        options=body.options,
        findings=body.findings,
        maker=body.maker,
        score=body.score,
        why=body.why,
    )
    for older in _related(book, proposal):
        if _replaces(proposal, older):
            _decide(book, older, ProposalStatus.SUPERSEDED, event)
    book.proposals[event.seq] = proposal
    book.waiting.setdefault(proposal.code, []).append(event.seq)
    for finding in proposal.findings:
        book.asked.setdefault(finding, set()).add(event.seq)
    return True


def _related(book: Codebook, proposal: Proposal) -> list[Proposal]:
    """Pending proposals under the same id or on some of the same evidence, oldest first."""
    numbers = set(book.waiting.get(proposal.code, ()))
    numbers.update(*(book.asked.get(finding, ()) for finding in proposal.findings))
    return [book.proposals[number] for number in sorted(numbers)]


def _kind(body: CodeProposed, book: Codebook) -> ProposalKind:
    if body.code not in book.nodes:
        return ProposalKind.NEW
    coded = book.codings.get(body.code, {})
    is_known = all(finding in coded for finding in body.findings)
    return ProposalKind.PLACE if is_known else ProposalKind.ASSIGN


def _replaces(newer: Proposal, older: Proposal) -> bool:
    """Whether a proposal of a later run asks anew what an older one asks."""
    if newer.at <= older.at or newer.level is not older.level:
        return False
    if newer.code == older.code and newer.kind is older.kind:
        return True
    if ProposalKind.PLACE in (newer.kind, older.kind):
        return False
    return not set(newer.findings).isdisjoint(older.findings)


def _decide(
    book: Codebook, proposal: Proposal, status: ProposalStatus, event: Event, why: str = ""
) -> None:
    book.proposals[proposal.seq] = replace(
        proposal, status=status, decided_by=event.by, decided_at=event.at, decided_why=why
    )
    book.waiting[proposal.code].remove(proposal.seq)
    if not book.waiting[proposal.code]:
        del book.waiting[proposal.code]
    for finding in proposal.findings:
        book.asked[finding].discard(proposal.seq)


@_apply.register
def _(body: CodeApproved, event: Event, book: Codebook) -> bool:
    proposal = book.pending_for(body.code)
    node = book.nodes.get(body.code)
    maker = proposal.maker if proposal else None
    if node is None:
        node = Node(
            id=body.code,
            label=body.label,
            level=Level(body.level),
            parent=_place(body.parent, book),
            definition=body.definition,
            flag=body.flag,
            approved_by=event.by,
            approved_at=event.at,
            maker=maker,
            proposed_label=proposal.label if proposal else "",
        )
    else:
        node = replace(
            node,
            label=body.label,
            parent=_place(body.parent, book),
            definition=body.definition or node.definition,
            flag=body.flag or node.flag,
        )
    book.nodes[node.id] = node
    if proposal:
        is_same = (body.label, body.parent, set(body.findings)) == (
            proposal.label,
            proposal.parent,
            set(proposal.findings) if proposal.level is Level.CODE else set(),
        )
        _decide(
            book, proposal, ProposalStatus.APPROVED if is_same else ProposalStatus.EDITED, event
        )
    _code(book, body.findings, node.id, event, maker)
    return True


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
    _supersede_served(book, findings, event)


@_apply.register
def _(body: CodeRejected, event: Event, book: Codebook) -> bool:
    if proposal := book.pending_for(body.code):
        _decide(book, proposal, ProposalStatus.REJECTED, event, body.why)
        return True
    book.codings.pop(body.code, None)
    return book.nodes.pop(body.code, None) is not None


@_apply.register
def _(body: CodeRenamed, _event: Event, book: Codebook) -> bool:
    return _change(book, body.code, label=body.label)


@_apply.register
def _(body: CodeDefined, _event: Event, book: Codebook) -> bool:
    return _change(book, body.code, definition=body.definition)


def _change(book: Codebook, code: CodeId, *, label: str = "", definition: str = "") -> bool:
    code = book.resolve(code)
    node = book.nodes.get(code)
    if node is None:
        return False
    book.nodes[code] = replace(
        node, label=label or node.label, definition=definition or node.definition
    )
    return True


@_apply.register
def _(body: CodeMoved, event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    node = book.nodes.get(code)
    if node is None:
        return False
    parent = _place(body.parent, book)
    book.nodes[code] = replace(node, parent=parent)
    for proposal in [book.proposals[number] for number in book.waiting.get(code, ())]:
        if proposal.kind is ProposalKind.PLACE:
            is_same = parent == proposal.parent
            status = ProposalStatus.APPROVED if is_same else ProposalStatus.EDITED
            _decide(book, proposal, status, event)
    return True


@_apply.register
def _(body: CodeMerged, event: Event, book: Codebook) -> bool:
    code, into = book.resolve(body.code), book.resolve(body.into)
    asked = [book.proposals[number] for number in book.waiting.get(code, ())]
    if into not in book.nodes or code == into:
        return False
    if code in book.nodes:
        _move_children(book, code, into)
        for coding in book.codings.pop(code, {}).values():
            moved = replace(coding, code=into)
            book.codings.setdefault(into, {}).setdefault(coding.finding, moved)
        del book.nodes[code]
    elif not asked:
        return False
    for proposal in asked:
        is_new = proposal.kind is ProposalKind.NEW
        status = ProposalStatus.EDITED if is_new else ProposalStatus.SUPERSEDED
        _decide(book, proposal, status, event)
        if is_new and proposal.level is Level.CODE:
            _code(book, proposal.findings, into, event, proposal.maker)
    book.redirects[code] = into
    return True


def _move_children(book: Codebook, code: CodeId, into: CodeId) -> None:
    for child in [node for node in book.nodes.values() if node.parent == code]:
        book.nodes[child.id] = replace(child, parent=into)


@_apply.register
def _(body: FindingCoded, event: Event, book: Codebook) -> bool:
    code = book.resolve(body.code)
    if code not in book.nodes:
        return False
    _code(book, (body.finding,), code, event)
    return True


@_apply.register
def _(body: FindingUncoded, _event: Event, book: Codebook) -> bool:
    coded = book.codings.get(book.resolve(body.code), {})
    return coded.pop(body.finding, None) is not None


def _supersede_served(book: Codebook, findings: Iterable[FindingId], event: Event) -> None:
    """A proposal whose findings have all been coded meanwhile asks for nothing any more."""
    numbers = set[int]().union(*(book.asked.get(finding, ()) for finding in findings))
    for proposal in [book.proposals[number] for number in sorted(numbers)]:
        is_coding = proposal.level is Level.CODE and proposal.kind is not ProposalKind.PLACE
        if is_coding and all(book.codes_of(finding) for finding in proposal.findings):
            _decide(book, proposal, ProposalStatus.SUPERSEDED, event)
