"""Walk through the pending proposals, one key each; front ends show what this says."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.findings import Finding
from extraction.sessions.approving import approve
from extraction.sessions.codebook import code_findings, merge
from extraction.sessions.coding import Coding
from extraction.sessions.guiding import Guiding
from extraction.sessions.memos import write_memo
from extraction.sessions.proposing import Waiting, shown
from extraction.sessions.refusing import defer, reject
from extraction.sessions.texts import quotes
from extraction.sessions.undo import undo
from extraction.sessions.walk_keys import ThemeAct, ThemeAction, theme_action
from extraction.themes import Node, Proposal, ProposalKind
from screening.console import counted
from screening.errors import UsageError
from screening.events import CodeId

_EVIDENCE_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLine:
    """A node in the tree pane: how deep it stands, and whether the proposal is about it."""

    node: Node
    depth: int
    findings: int
    is_here: bool


class Walk:
    """The proposals that wait, in order; skipped ones do not come again in this walk.

    Args:
        coding: the open review.
        guiding: learns from each act; without it proposals come as they were made.
    """

    def __init__(self, coding: Coding, guiding: Guiding | None = None) -> None:
        self.coding = coding
        self.guiding = guiding
        self._acts: list[tuple[ThemeAct, int]] = []
        self._before = coding.events[-1].seq if coding.events else 0
        self._skipped: set[int] = set()
        self._shown: tuple[int, Waiting | None] = (-1, None)

    @property
    def current(self) -> Waiting | None:
        """The proposal to decide now; None when none is left."""
        if self._shown[0] != self._state:
            found = self._next()  # which may log what it shows
            self._shown = (self._state, found)
        return self._shown[1]

    @property
    def _state(self) -> int:
        events = self.coding.events
        return (events[-1].seq if events else 0) * 10_000 + len(self._skipped)

    def _next(self) -> Waiting | None:
        waiting = self.coding.book.pending()
        if self.guiding:
            self.guiding.follow()
            waiting = self.guiding.ordered(waiting)
        for proposal in waiting:
            if proposal.seq not in self._skipped:
                here = self.guiding.renewed(proposal) if self.guiding else proposal
                return shown(self.coding, here) if here else self._next()
        return None

    @property
    def done(self) -> int:
        """How many acts of this walk decided a proposal."""
        return len(self._decided)

    @property
    def put_off(self) -> int:
        """How many were put off in this walk and not decided after it."""
        return len({at for act, at in self._acts if act is ThemeAct.DEFER} - {*self._decided})

    @property
    def _decided(self) -> list[int]:
        other = (ThemeAct.DEFER, ThemeAct.MEMO)
        return [at for act, at in self._acts if act not in other]

    @property
    def left(self) -> int:
        """How many wait, the skipped ones too."""
        return len(self.coding.book.pending())

    def lines(self) -> list[str]:
        """The current proposal in words: what, why, where and on which evidence."""
        here = self.current
        return [*self.proposal_lines(here), *self.evidence_lines(here)] if here else []

    def proposal_lines(self, here: Waiting) -> list[str]:
        """What it asks, where, and why."""
        proposal = here.proposal
        lines = [
            f"{proposal.name} on {proposal.code}: {here.asks}, {self.left:,} waiting",
            *_asked(here),
            f"Why: {proposal.why} ({proposal.maker.name} {proposal.maker.version},"
            f" {proposal.maker.model.partition(' ')[0]}, seed {proposal.maker.seed})",
        ]
        if len(here.options) > 1 or (here.options and proposal.parent is None):
            lines += [f"  {n} {option}" for n, option in enumerate(here.options, start=1)]
        if proposal.phrases:
            lines.append(f"Matching words: {', '.join(map(repr, proposal.phrases))}")
        if here.near:
            lines.append(f"Nearest approved: {'; '.join(here.near)}")
        return lines

    def evidence_lines(self, here: Waiting, most: int = _EVIDENCE_SHOWN) -> list[str]:
        """The findings behind it."""
        records = len({finding.record for finding in here.evidence})
        lines = [
            f"Evidence: {counted(len(here.evidence), 'finding')} of {counted(records, 'record')}"
        ]
        lines += [
            f"  {finding.id} {finding.record} {finding.statement}"
            for finding in here.evidence[:most]
        ]
        hidden = len(here.evidence) - most
        return lines + ([f"  and {hidden} more"] if hidden > 0 else [])

    def quote(self, finding: Finding) -> str:
        """The words of the record that a finding quotes; empty where it quotes none."""
        return quotes(self.coding.review).at(finding.record, finding.place)

    def tree(self) -> list[TreeLine]:
        """The approved tree from the top, the place that is proposed marked."""
        book, here = self.coding.book, self.current
        marked = _about(here.proposal) if here else set()
        return [
            TreeLine(
                node=node,
                depth=len(book.path(node.id)) - 1,
                findings=sum(len(book.findings_of(at.id)) for at in book.below(node.id)),
                is_here=node.id in marked,
            )
            for node in book.tree()
        ]

    def press(self, key: str, answer: str = "") -> str:
        """Do what a key means; the sentence that says what was done.

        Raises:
            UsageError: it cannot be done; the walk stays where it is.
        """
        action = theme_action(key)
        if action is None:
            raise UsageError(f"The key {key!r} means nothing here.", "Press ? for help.")
        return self.do(action, answer.strip())

    def do(self, action: ThemeAction, answer: str) -> str:
        """Do it, as ``press``."""
        if action.act is ThemeAct.UNDO:
            return self._undo()
        here = self.current
        if here is None:
            raise UsageError("No proposal is left.", "Press u to undo or q to quit.")
        if action.act is ThemeAct.SKIP:
            self._skipped.add(here.proposal.seq)
            return f"Skipped {here.proposal.name}."
        said = self._decide(action.act, answer, here)
        self._acts.append((action.act, here.proposal.seq))
        return said

    def _undo(self) -> str:
        taken = undo(self.coding, since=self._before)
        self._skipped.clear()
        del self._acts[-1:]
        return f"Took back: {taken.words}."

    def _decide(self, act: ThemeAct, answer: str, here: Waiting) -> str:
        proposal = here.proposal
        name = proposal.name
        match act:
            case ThemeAct.MERGE:
                return self._merge(_choice(_needed(answer, "an id"), here), here)
            case ThemeAct.REJECT:
                return f"Rejected {name} {reject(self.coding, name, why=answer)!r}."
            case ThemeAct.DEFER:
                return f"Put off {name} {defer(self.coding, name)!r}: it comes last."
            case ThemeAct.MEMO:
                return f"Memo on {write_memo(self.coding, proposal.code, answer).on} kept."
            case ThemeAct.NAME:
                _may_be_renamed(here)
                made = approve(self.coding, name, label=_needed(answer, "a label"))
            case ThemeAct.PLACE:
                _may_be_placed(here)
                place = _choice(_needed(answer, "a place"), here)
                made = approve(self.coding, name, under=place)
            case _:
                made = approve(self.coding, name)
        return " ".join((f"Approved {made.node.id} {made.node.label!r}.", *made.notes))

    def _merge(self, answer: str, here: Waiting) -> str:
        proposal = here.proposal
        if proposal.kind is ProposalKind.ASSIGN:
            findings = [at.id for at in here.evidence if at.counts]
            made = code_findings(self.coding, findings, answer, proposal.seq)
            return f"Coded the findings with {made.node.id} {made.node.label!r}."
        if proposal.kind is ProposalKind.MERGE:
            made = approve(self.coding, proposal.name, under=answer)
        else:
            made = merge(self.coding, proposal.code, answer)
        return f"Merged {proposal.code} into {made.node.id} {made.node.label}."


def _about(proposal: Proposal) -> set[CodeId | None]:
    """The nodes that a proposal is about; its options where none of them was chosen."""
    parents = proposal.options if proposal.parent is None else (proposal.parent,)
    return {proposal.code, proposal.into, *parents}


def _asked(here: Waiting) -> list[str]:
    proposal = here.proposal
    match proposal.kind:
        case ProposalKind.MERGE:
            return [
                f"Label: {proposal.phrases[0] if proposal.phrases else proposal.code}"
                f" -> {proposal.label}"
            ]
        case ProposalKind.RENAME | ProposalKind.SPLIT:
            return [f"Label: {proposal.label}"]
        case _:
            return [
                f"Label: {proposal.label}",
                f"Place: {here.parent or 'a theme stands under nothing'}",
            ]


def _may_be_renamed(here: Waiting) -> None:
    if here.proposal.kind in (ProposalKind.ASSIGN, ProposalKind.MERGE, ProposalKind.MOVE):
        raise _unfit(here)


def _may_be_placed(here: Waiting) -> None:
    kinds = (ProposalKind.NEW, ProposalKind.PLACE, ProposalKind.MOVE)
    if here.proposal.kind not in kinds:
        raise _unfit(here)


def _unfit(here: Waiting) -> UsageError:
    code = here.proposal.code
    if here.proposal.kind is ProposalKind.ASSIGN:
        return UsageError(
            f"This proposal gives findings to the approved code {code}.",
            "Approve it, reject it, or press g to give them to another code.",
        )
    return UsageError(
        f"This proposal is to {here.asks}.", "Approve it or reject it; g names another target."
    )


def _needed(answer: str, what: str) -> str:
    if not answer:
        raise UsageError(f"This needs {what}.", "Nothing was changed.")
    return answer


def _choice(answer: str, here: Waiting) -> str:
    """An id or label as typed; a number chooses among the options shown."""
    options = here.proposal.options
    if answer.isdigit() and 1 <= int(answer) <= len(options):
        return options[int(answer) - 1]
    return answer
