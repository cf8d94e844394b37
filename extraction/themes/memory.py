"""What was proposed before: nothing is asked twice, nor again once rejected on equal evidence.

Evidence is what a proposal rests on: for a new node its findings; for findings of a code each pair
of finding and code with the code's label; for a place the code and the place; for a merge the two
labels; for a split the findings; for a move the code and the new parent; for a new name the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.themes.nodes import Codebook
from extraction.themes.proposals import Level, Proposal, ProposalKind, ProposalStatus
from extraction.themes.similarity import same_words
from screening.events import CodeId, FindingId
from screening.events.kinds import ChangeProposed, CodeProposed

_Evidence = tuple[object, ...]


class Memory:
    """The pending and the rejected proposals of a codebook."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self._pending = book.pending()
        rejected = [at for at in book.proposals.values() if at.status is ProposalStatus.REJECTED]
        self._rejected = {evidence for old in rejected for evidence in self._evidence(old)}
        self._refused: dict[FindingId, list[tuple[CodeId, str]]] = {}
        self._not_under: dict[CodeId, list[CodeId]] = {}
        for old in rejected:
            if old.kind is ProposalKind.ASSIGN:
                for finding in old.findings:
                    pair = (old.code, same_words(old.label))
                    self._refused.setdefault(finding, []).append(pair)
            elif old.kind in (ProposalKind.PLACE, ProposalKind.MOVE) and old.parent:
                self._not_under.setdefault(old.code, []).append(old.parent)
        self.apart = [
            set(old.findings)
            for old in rejected
            if old.kind is ProposalKind.NEW and old.level is Level.CODE
        ]
        """Findings that a method put together and a person would not have so."""

    @staticmethod
    def _evidence(old: Proposal) -> Iterator[_Evidence]:
        """What a person has refused for good."""
        match old.kind:
            case ProposalKind.NEW:
                yield _new(old.level, old.label, old.findings)
            case ProposalKind.ASSIGN:
                for finding in old.findings:
                    yield _pair(finding, old.code, old.label)
            case ProposalKind.PLACE | ProposalKind.MOVE:
                yield _under(old.code, old.parent)
            case ProposalKind.MERGE:
                yield _merged(old.code, old.into, old.phrases)
            case ProposalKind.SPLIT:
                yield _split(old.code, old.findings)
            case ProposalKind.RENAME:
                yield _renamed(old.code, old.label)

    def was_rejected(self, draft: CodeProposed, kind: ProposalKind) -> bool:
        """Whether a person rejected this on the same evidence."""
        if kind is ProposalKind.NEW:
            return _new(Level(draft.level), draft.label, draft.findings) in self._rejected
        if kind is ProposalKind.PLACE:
            return _under(draft.code, draft.parent) in self._rejected
        pairs = [_pair(finding, draft.code, draft.label) for finding in draft.findings]
        return bool(pairs) and all(pair in self._rejected for pair in pairs)

    def was_refused(self, finding: FindingId, code: CodeId, label: str) -> bool:
        """Whether a person said that this finding does not have this code, as it is called now."""
        return _pair(finding, code, label) in self._rejected

    def barred_codes(self, findings: Iterable[FindingId]) -> frozenset[CodeId]:
        """The codes, as they are called now, that a person refused for one of these findings."""
        nodes = self._book.nodes
        return frozenset(
            code
            for finding in findings
            for code, label in self._refused.get(finding, ())
            if code in nodes and same_words(nodes[code].label) == label
        )

    def barred_places(self, code: CodeId) -> frozenset[CodeId]:
        """Where a person would not have this code."""
        return frozenset(self._not_under.get(code, ()))

    def change_waits(self, draft: ChangeProposed) -> bool:
        """Whether exactly this change waits for a decision."""
        return any(_of_change(draft) in self._evidence(old) for old in self._pending)

    def was_rejected_change(self, draft: ChangeProposed) -> bool:
        """Whether a person rejected this change on the same evidence."""
        return _of_change(draft) in self._rejected

    def waiting(
        self, level: Level, label: str, findings: tuple[FindingId, ...], code: CodeId | None
    ) -> Proposal | None:
        """A pending proposal of the same label and evidence; ``code`` for existing codes."""
        for old in self._pending:
            if old.level is not level or old.kind.is_change or {*old.findings} != {*findings}:
                continue
            if (old.code == code) if code else (old.label == label):
                return old
        return None

    @property
    def subthemes_wait(self) -> bool:
        """Whether proposed subthemes are still to be decided."""
        return any(
            old.level is Level.SUBTHEME and old.kind is ProposalKind.NEW for old in self._pending
        )

    def has_live_place(self, old: Proposal) -> bool:
        """Whether the place that a pending proposal names is approved or still proposed."""
        return old.parent is not None and (
            old.parent in self._book.nodes or self._book.pending_for(old.parent) is not None
        )


def _of_change(draft: ChangeProposed) -> _Evidence:
    match ProposalKind(draft.change):
        case ProposalKind.MERGE:
            return _merged(draft.code, draft.into, draft.phrases)
        case ProposalKind.SPLIT:
            return _split(draft.code, draft.findings)
        case ProposalKind.RENAME:
            return _renamed(draft.code, draft.label)
        case _:
            return _under(draft.code, draft.into)


def _new(level: Level, label: str, findings: tuple[FindingId, ...]) -> _Evidence:
    """New nodes are known by their findings; by their label where they have none."""
    return ("new", level, "" if findings else label, frozenset(findings))


def _pair(finding: FindingId, code: CodeId, label: str) -> _Evidence:
    return ("coded", code, finding, same_words(label))


def _under(code: CodeId, parent: CodeId | None) -> _Evidence:
    return ("under", code, parent)


def _merged(code: CodeId, into: CodeId | None, labels: Iterable[str]) -> _Evidence:
    return ("merged", frozenset((code, into)), frozenset(map(same_words, labels)))


def _split(code: CodeId, findings: tuple[FindingId, ...]) -> _Evidence:
    return ("split", code, frozenset(findings))


def _renamed(code: CodeId, label: str) -> _Evidence:
    return ("renamed", code, same_words(label))


def is_same(old: Proposal, draft: CodeProposed) -> bool:
    """Whether a pending proposal already asks exactly this."""
    return (old.label, old.parent, old.options, {*old.findings}) == (
        draft.label,
        draft.parent,
        draft.options,
        {*draft.findings},
    )
