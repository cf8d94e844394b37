"""Walk through the pending proposals, one key each; front ends show what this says."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.sessions.approving import approve, reject
from extraction.sessions.codebook import code_findings, merge
from extraction.sessions.coding import Coding
from extraction.sessions.proposing import Waiting, shown
from extraction.sessions.undo import undo
from extraction.themes import ProposalKind
from screening.console import counted
from screening.errors import UsageError

_EVIDENCE_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does, the question it asks (empty if none), and whether it needs an answer."""

    key: str
    does: str
    asks: str = ""
    needs_answer: bool = True


KEYS = (
    Key("a", "approve"),
    Key("n", "approve under another name", "New label"),
    Key("m", "approve in another place", "Id or label of the place, a number above, or none"),
    Key("g", "go into an approved one", "Id or label of the one it goes into"),
    Key("r", "reject", "Why (may be empty)", needs_answer=False),
    Key("s", "skip for now"),
    Key("u", "undo your latest act"),
    Key("q", "quit"),
    Key("?", "help"),
)


class Walk:
    """The proposals that wait, in order; skipped ones do not come again in this walk."""

    def __init__(self, coding: Coding) -> None:
        self.coding = coding
        self.done = 0
        self._skipped: set[int] = set()

    @property
    def current(self) -> Waiting | None:
        """The proposal to decide now; None when none is left."""
        for proposal in self.coding.book.pending():
            if proposal.seq not in self._skipped:
                return shown(self.coding, proposal)
        return None

    @property
    def left(self) -> int:
        """How many wait, the skipped ones too."""
        return len(self.coding.book.pending())

    def lines(self) -> list[str]:
        """The current proposal in words: what, why, where and on which evidence."""
        here = self.current
        if here is None:
            return []
        proposal = here.proposal
        lines = [
            f"{proposal.code}: {here.asks}, {self.left} waiting",
            f"Label: {proposal.label}",
            f"Place: {here.parent or 'a theme stands under nothing'}",
            f"Why: {proposal.why} ({proposal.maker.name} {proposal.maker.version},"
            f" {proposal.maker.model.partition(' ')[0]})",
        ]
        if len(here.options) > 1:
            lines += [f"  {n} {option}" for n, option in enumerate(here.options, start=1)]
        records = len({finding.record for finding in here.evidence})
        lines.append(
            f"Evidence: {counted(len(here.evidence), 'finding')} of {counted(records, 'record')}"
        )
        lines += [
            f"  {finding.id} {finding.record} {finding.statement}"
            for finding in here.evidence[:_EVIDENCE_SHOWN]
        ]
        hidden = len(here.evidence) - _EVIDENCE_SHOWN
        return lines + ([f"  and {hidden} more"] if hidden > 0 else [])

    def press(self, key: str, answer: str = "") -> str:
        """Do what a key means; the sentence that says what was done.

        Raises:
            UsageError: it cannot be done; the walk stays where it is.
        """
        if key == "u":
            return self._undo()
        here = self.current
        if here is None:
            raise UsageError("No proposal is left.", "Press u to undo or q to quit.")
        said = self._decide(key, answer.strip(), here)
        self.done += key != "s"
        return said

    def _undo(self) -> str:
        taken = undo(self.coding)
        self._skipped.clear()
        self.done = max(0, self.done - 1)
        return f"Took back: {taken.words}."

    def _decide(self, key: str, answer: str, here: Waiting) -> str:
        code = here.proposal.code
        if key in "nm" and here.proposal.kind is ProposalKind.ASSIGN:
            raise UsageError(
                f"This proposal gives findings to the approved code {code}.",
                "Approve it, reject it, or press g to give them to another code.",
            )
        match key:
            case "a":
                made = approve(self.coding, code)
            case "n":
                made = approve(self.coding, code, label=_needed(answer, "a label"))
            case "m":
                made = approve(self.coding, code, under=_place(_needed(answer, "a place"), here))
            case "g" if here.proposal.kind is ProposalKind.ASSIGN:
                findings = [at.id for at in here.evidence if at.counts]
                made = code_findings(self.coding, findings, _needed(answer, "an id"))
                return f"Coded the findings with {made.node.id} {made.node.label!r}."
            case "g":
                made = merge(self.coding, code, _needed(answer, "an id"))
                return f"Merged {code} into {made.node.id} {made.node.label}."
            case "r":
                return f"Rejected {code} {reject(self.coding, code, why=answer)!r}."
            case "s":
                self._skipped.add(here.proposal.seq)
                return f"Skipped {code}."
            case _:
                raise UsageError(f"The key {key!r} means nothing here.", "Press ? for help.")
        return " ".join((f"Approved {made.node.id} {made.node.label!r}.", *made.notes))


def _needed(answer: str, what: str) -> str:
    if not answer:
        raise UsageError(f"This needs {what}.", "Nothing was changed.")
    return answer


def _place(answer: str, here: Waiting) -> str:
    """A place as typed; a number chooses among the options shown."""
    options = here.proposal.options
    if answer.isdigit() and 1 <= int(answer) <= len(options):
        return options[int(answer) - 1]
    return answer
