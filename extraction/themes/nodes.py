"""The codebook's words: nodes in three levels, codings, memos, and what proposals wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from extraction.themes.proposals import Level, Proposal
from screening.events import CodeId, FindingId, Maker


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An approved theme, subtheme or code, and who put it there.

    ``maker`` is the method that proposed it and ``proposed_label`` its wording; None and empty for
    a person's own.
    """

    id: CodeId
    label: str
    level: Level
    parent: CodeId | None
    definition: str
    flag: str
    approved_by: str
    approved_at: datetime
    maker: Maker | None = None
    proposed_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A link: this finding has this code, says this person; ``maker`` proposed it, if any did."""

    finding: FindingId
    code: CodeId
    by: str
    at: datetime
    maker: Maker | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note on a finding, a node or a study, and who wrote it when; ``seq`` is its event."""

    seq: int
    on: str
    text: str
    by: str
    at: datetime


@dataclass(slots=True)
class Codebook:
    """What all codebook events amount to; built by ``fold_codebook``, read-only to others.

    ``waiting`` holds, per id, the event numbers of its pending proposals; ``asked`` holds, per
    finding, those of the pending proposals that rest on it.
    ``codings`` maps a code to its findings in the order of coding. ``redirects`` maps a merged id
    to the one it went into. ``proposals`` maps event numbers to proposals, in order. ``void`` lists
    the events that could not be applied because what they name is not there. ``choices`` holds what
    several coders chose for a finding, each without knowing the others' choice; ``settled`` what
    was made of it.
    """

    nodes: dict[CodeId, Node] = field(default_factory=dict)
    codings: dict[CodeId, dict[FindingId, Coding]] = field(default_factory=dict)
    redirects: dict[CodeId, CodeId] = field(default_factory=dict)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    waiting: dict[CodeId, list[int]] = field(default_factory=dict)
    asked: dict[FindingId, set[int]] = field(default_factory=dict)
    void: list[int] = field(default_factory=list)
    choices: dict[FindingId, dict[str, tuple[CodeId, ...]]] = field(default_factory=dict)
    settled: dict[FindingId, tuple[CodeId, ...]] = field(default_factory=dict)
    memos: list[Memo] = field(default_factory=list)

    def resolve(self, code: CodeId) -> CodeId:
        """The id that a merged id leads to; itself if it was not merged."""
        seen: set[CodeId] = set()
        while code in self.redirects and code not in seen:
            seen.add(code)
            code = self.redirects[code]
        return code

    def at_level(self, level: Level) -> list[Node]:
        """The nodes of one level in the order of approval."""
        return [node for node in self.nodes.values() if node.level is level]

    def children(self, parent: CodeId | None, level: Level) -> list[Node]:
        """The nodes of a level under a parent (None: those that stand under nothing)."""
        return [node for node in self.at_level(level) if node.parent == parent]

    def below(self, top: CodeId) -> list[Node]:
        """A node and all that stands under it."""
        node = self.nodes[top]
        found = [node]
        if node.level is not Level.CODE:
            for child in self.children(top, Level(node.level + 1)):
                found.extend(self.below(child.id))
        return found

    def path(self, code: CodeId) -> tuple[Node, ...]:
        """From the theme down to the node."""
        node: Node | None = self.nodes[code]
        found: list[Node] = []
        while node is not None and node not in found:
            found.insert(0, node)
            node = self.nodes.get(node.parent) if node.parent else None
        return tuple(found)

    def tree(self) -> Iterator[Node]:
        """All nodes from the top: each followed by what stands under it; loose ones come last."""
        for theme in self.at_level(Level.THEME):
            yield from self.below(theme.id)
        for level in (Level.SUBTHEME, Level.CODE):
            for loose in self.children(None, level):
                yield from self.below(loose.id)

    def is_placed(self, code: CodeId) -> bool:
        """Whether a theme stands above a node, or it is one."""
        return self.path(code)[0].level is Level.THEME

    def findings_of(self, code: CodeId) -> tuple[FindingId, ...]:
        """The findings coded with a code."""
        return tuple(self.codings.get(code, ()))

    def codes_of(self, finding: FindingId) -> tuple[CodeId, ...]:
        """The codes of a finding."""
        return tuple(code for code, coded in self.codings.items() if finding in coded)

    def coded(self) -> set[FindingId]:
        """All findings that have a code."""
        return {finding for coded in self.codings.values() for finding in coded}

    def pending(self) -> list[Proposal]:
        """The proposals that wait for a person: themes, subthemes, codes; deferred ones last."""
        waiting = [self.proposals[seq] for numbers in self.waiting.values() for seq in numbers]
        return sorted(waiting, key=lambda at: (at.deferred, at.level, at.kind.is_change, at.seq))

    def pending_under(self, code: CodeId) -> list[Proposal]:
        """All proposals that wait under an id, oldest first."""
        return [self.proposals[seq] for seq in self.waiting.get(code, ())]

    def pending_for(self, code: CodeId) -> Proposal | None:
        """The oldest proposal that waits under this id and is no change of it, if one does."""
        return next((at for at in self.pending_under(code) if not at.kind.is_change), None)
