"""The proposals' half of ``fold_codebook``: made, decided, put off, overtaken; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from extraction.themes.nodes import Codebook
from extraction.themes.proposals import Level, Proposal, ProposalKind, ProposalStatus
from screening.events import CodeId, Event, FindingId
from screening.events.kinds import ChangeProposed, CodeProposed, ProposalDeferred


def take_proposal(body: CodeProposed, event: Event, book: Codebook) -> None:
    """A proposed node, or findings or a place for a known one."""
    _enter(
        book,
        Proposal(
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
            near=body.near,
            phrases=body.phrases,
        ),
        event,
    )


def take_change(body: ChangeProposed, event: Event, book: Codebook) -> bool:
    """A proposed change of a known node; False if what it names is not there."""
    node = book.nodes.get(book.resolve(body.code))
    kind = ProposalKind(body.change)
    if node is None or (body.into is not None and body.into not in book.nodes):
        return False
    is_move = kind is ProposalKind.MOVE
    _enter(
        book,
        Proposal(
            seq=event.seq,
            at=event.at,
            kind=kind,
            code=node.id,
            label=body.label or node.label,
            level=node.level,
            parent=body.into if is_move else node.parent,
            options=(),
            findings=body.findings,
            maker=body.maker,
            score=body.score,
            why=body.why,
            into=None if is_move else body.into,
            near=body.near,
            phrases=body.phrases,
        ),
        event,
    )
    return True


def _enter(book: Codebook, proposal: Proposal, event: Event) -> None:
    deferred = 0
    for older in _related(book, proposal):
        if _replaces(proposal, older):
            deferred = max(deferred, older.deferred)
            decide(book, older, ProposalStatus.SUPERSEDED, event)
    book.proposals[event.seq] = replace(proposal, deferred=deferred)
    book.waiting.setdefault(proposal.code, []).append(event.seq)
    for finding in proposal.findings:
        book.asked.setdefault(finding, set()).add(event.seq)


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
    is_shared = not set(newer.findings).isdisjoint(older.findings)
    if newer.kind.is_change or older.kind.is_change:
        return (newer.kind, newer.code, newer.into) == (older.kind, older.code, older.into)
    if newer.code == older.code and newer.kind is older.kind:
        return newer.kind is not ProposalKind.ASSIGN or is_shared
    if ProposalKind.PLACE in (newer.kind, older.kind):
        return False
    return is_shared


def decide(
    book: Codebook, proposal: Proposal, status: ProposalStatus, event: Event, why: str = ""
) -> None:
    """Let a pending proposal wait no more."""
    book.proposals[proposal.seq] = replace(
        proposal, status=status, decided_by=event.by, decided_at=event.at, decided_why=why
    )
    book.waiting[proposal.code].remove(proposal.seq)
    if not book.waiting[proposal.code]:
        del book.waiting[proposal.code]
    for finding in proposal.findings:
        book.asked[finding].discard(proposal.seq)


def asked_for(book: Codebook, code: CodeId, number: int) -> Proposal | None:
    """The pending proposal that an act decides: the one numbered, else the oldest for a node."""
    if not number:
        return book.pending_for(code)
    proposal = book.proposals.get(number)
    waits = proposal is not None and proposal.status is ProposalStatus.PENDING
    return proposal if waits else None


def put_off(body: ProposalDeferred, event: Event, book: Codebook) -> bool:
    """To the end of the queue; False if it does not wait."""
    proposal = book.proposals.get(body.proposal)
    if proposal is None or proposal.status is not ProposalStatus.PENDING:
        return False
    book.proposals[proposal.seq] = replace(proposal, deferred=event.seq)
    return True


def settle(
    book: Codebook,
    number: int,
    event: Event,
    *,
    code: CodeId,
    kind: ProposalKind,
    is_same: Callable[[Proposal], bool],
) -> None:
    """Decide what a change of a node answers: the proposal numbered, and equal ones that wait."""
    for proposal in [at for at in book.pending_under(code) if at.kind is kind]:
        if is_same(proposal):
            decide(book, proposal, ProposalStatus.APPROVED, event)
        elif proposal.seq == number:
            decide(book, proposal, ProposalStatus.EDITED, event)


def supersede_served(book: Codebook, findings: Iterable[FindingId], event: Event) -> None:
    """A proposal whose findings have all been coded meanwhile asks for nothing any more."""
    numbers = set[int]().union(*(book.asked.get(finding, ()) for finding in findings))
    for proposal in [book.proposals[number] for number in sorted(numbers)]:
        asks_codes = proposal.kind in (ProposalKind.NEW, ProposalKind.ASSIGN)
        is_coding = proposal.level is Level.CODE and asks_codes
        if is_coding and all(book.codes_of(finding) for finding in proposal.findings):
            decide(book, proposal, ProposalStatus.SUPERSEDED, event)


def supersede_gone(book: Codebook, event: Event) -> None:
    """A proposal about a node that is gone asks for nothing any more; new nodes may yet come."""
    for number in [number for numbers in book.waiting.values() for number in numbers]:
        proposal = book.proposals[number]
        is_gone = proposal.code not in book.nodes and proposal.kind is not ProposalKind.NEW
        if is_gone or (proposal.into is not None and proposal.into not in book.nodes):
            decide(book, proposal, ProposalStatus.SUPERSEDED, event)
