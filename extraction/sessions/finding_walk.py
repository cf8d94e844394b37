"""Walk through the proposed findings, one key each; front ends show what this says."""

from __future__ import annotations

from extraction.findings import Finding, FindingStatus
from extraction.sessions.coding import Coding
from extraction.sessions.findings import confirm, reject
from extraction.sessions.key_walk import LAST_KEYS, REJECT_WHY, Key, KeyWalk
from extraction.sessions.texts import quotes
from extraction.sessions.undo import undo
from screening.console import counted
from screening.errors import UsageError
from screening.events import FindingId
from screening.records import record_number

KEYS = (
    Key("c", "confirm"),
    Key("e", "confirm in your words", "Statement (the quote is kept)"),
    Key("r", "reject", REJECT_WHY, needs_answer=False),
    *LAST_KEYS,
)


class FindingWalk(KeyWalk[Finding, FindingId]):
    """The findings that wait, record by record, each record's best first; skipped ones stay."""

    noun = "finding"

    def __init__(self, coding: Coding) -> None:
        super().__init__()
        self.coding = coding
        self._before = coding.events[-1].seq if coding.events else 0
        self._quotes = quotes(coding.review)

    def _waiting(self) -> list[Finding]:
        found = self.coding.findings.values()
        waiting = [at for at in found if at.status is FindingStatus.PROPOSED]
        return sorted(waiting, key=lambda at: (record_number(at.record), -at.score, at.id))

    @property
    def current(self) -> Finding | None:
        """The finding to decide now; None when none is left."""
        return next((at for at in self._waiting() if at.id not in self._skipped), None)

    @property
    def left(self) -> int:
        """How many wait, the skipped ones too."""
        return len(self._waiting())

    def lines(self) -> list[str]:
        """The current finding in words: whose, what, where it stands, and why it is proposed."""
        here = self.current
        if here is None:
            return []
        record = self.coding.review.record(here.record)
        lines = [
            f"{here.record} {record.title}",
            f"{here.id}: is this a finding? ({counted(self.left, 'finding')} waiting in all)",
            f"  {here.statement}",
        ]
        if here.place:
            context = self._quotes.in_context(here.record, here.place)
            lines.append(f"    {here.place.source}: “{context}”")
        by = f", by {here.maker.name} {here.maker.version}" if here.maker else ""
        return [*lines, f"    {here.why} (score {here.score:.2f}{by})"]

    def _take_back(self) -> str:
        return undo(self.coding, since=self._before).words

    def _decide(self, key: str, answer: str, here: Finding) -> str:
        finding = here.id
        match key:
            case "c":
                confirm(self.coding, [finding])
                return f"Confirmed {finding}."
            case "e":
                if not answer:
                    raise UsageError("This needs a statement.", "Nothing was changed.")
                confirm(self.coding, [finding], statement=answer)
                return f"Confirmed {finding}: {answer}"
            case "r":
                reject(self.coding, [finding], why=answer)
                return f"Rejected {finding}."
            case "s":
                self._skipped.add(finding)
                return f"Skipped {finding}."
            case _:
                raise UsageError(f"The key {key!r} means nothing here.", "Press ? for help.")
