"""What was proposed before: nothing is asked twice, nor again once rejected on equal evidence."""

from __future__ import annotations

from extraction.themes.nodes import Codebook, Level, Proposal, ProposalKind, ProposalStatus
from screening.events import CodeId, FindingId
from screening.events.kinds import CodeProposed

_Evidence = tuple[ProposalKind, Level, str, frozenset[FindingId]]


class Memory:
    """The pending and the rejected proposals of a codebook."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self._pending = book.pending()
        self._rejected = {
            _evidence(old.kind, old.level, old.code, old.label, old.findings)
            for old in book.proposals.values()
            if old.status is ProposalStatus.REJECTED
        }

    def was_rejected(self, draft: CodeProposed, kind: ProposalKind) -> bool:
        """Whether a person rejected this on the same evidence."""
        level = Level(draft.level)
        return _evidence(kind, level, draft.code, draft.label, draft.findings) in self._rejected

    def waiting(
        self, level: Level, label: str, findings: tuple[FindingId, ...], code: CodeId | None
    ) -> Proposal | None:
        """A pending proposal of the same label and evidence; ``code`` for existing codes."""
        for old in self._pending:
            if old.level is not level or set(old.findings) != set(findings):
                continue
            if (old.code == code) if code else (old.label == label):
                return old
        return None

    @property
    def subthemes_wait(self) -> bool:
        """Whether proposed subthemes are still to be decided."""
        return any(old.level is Level.SUBTHEME for old in self._pending)

    def has_live_place(self, old: Proposal) -> bool:
        """Whether the place that a pending proposal names is approved or still proposed."""
        return old.parent is not None and (
            old.parent in self._book.nodes or self._book.pending_for(old.parent) is not None
        )


def _evidence(
    kind: ProposalKind, level: Level, code: CodeId, label: str, findings: tuple[FindingId, ...]
) -> _Evidence:
    """New nodes are known by their findings (by their label where they have none)."""
    name = code if kind is not ProposalKind.NEW else "" if findings else label
    return (kind, level, name, frozenset(findings))


def is_same(old: Proposal, draft: CodeProposed) -> bool:
    """Whether a pending proposal already asks exactly this."""
    return (old.label, old.parent, old.options, set(old.findings)) == (
        draft.label,
        draft.parent,
        draft.options,
        set(draft.findings),
    )
