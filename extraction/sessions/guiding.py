"""The guide beside a walk: which proposal teaches most, and what it would be proposed as by now.

After each act the guide learns it and guesses anew for everything that waits. The proposal that
comes into view is written to the log again where its first options have changed, so that what a
person decides on is what the log says was proposed.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.sessions.coding import Coding
from extraction.themes import Level, Proposal, ProposalKind
from extraction.themes.guide import Guess, Guide
from extraction.themes.memory import Memory
from extraction.themes.proposers.placing import guessed_code, guessed_place
from extraction.themes.run import VERSION
from extraction.themes.similarity import Similarity
from extraction.themes.teaching import teaching_order
from screening.events import CodeId, Maker
from screening.events.kinds import CodeProposed

_GUIDED = (ProposalKind.NEW, ProposalKind.PLACE, ProposalKind.ASSIGN)


class Guiding:
    """Follows one review's codebook; texts are compared by one similarity throughout."""

    def __init__(self, coding: Coding, similarity: Similarity) -> None:
        self._coding = coding
        self._similarity = similarity
        self._guide = Guide(coding.book, coding.findings, similarity)
        self._order: dict[int, int] = {}
        self._seen = -1
        self.follow()

    @property
    def queue(self) -> str:
        """The order in words."""
        return (
            "Order: themes, subthemes, codes; among codes first what teaches most (doubtful, like"
            " many that wait, unlike what is approved), deferred ones last."
        )

    def follow(self) -> None:
        """Take in what was decided, and put what waits in order."""
        last = self._coding.events[-1].seq if self._coding.events else 0
        if last == self._seen:
            return
        self._seen = last
        book = self._coding.book
        self._guide.follow(book, self._coding.findings)
        guided = [at for at in book.pending() if _is_guided(at)]
        guesses = self._guesses(guided)
        crowd = self._guide.crowd([_text(self._coding, at) for at in guided])
        ranks = teaching_order(guesses, crowd)
        self._order = {guided[at].seq: rank for rank, at in enumerate(ranks)}

    def ordered(self, waiting: Sequence[Proposal]) -> list[Proposal]:
        """Those that wait, deferred ones last, from the top of the tree, most teaching first."""
        return sorted(
            waiting,
            key=lambda at: (at.deferred, at.level, at.kind.is_change, self._order.get(at.seq, -1)),
        )

    def renewed(self, proposal: Proposal) -> Proposal | None:
        """The proposal as it is to be shown: proposed anew if the guide has learned otherwise.

        None if somebody else has changed findings or codebook meanwhile: it may wait no more.
        """
        if not _is_guided(proposal) or not self._has_tree(proposal):
            return proposal
        (guess,) = self._guesses([proposal], explained=True)
        draft = self._draft(proposal, guess)
        if draft is None or (draft.parent, draft.options) == (proposal.parent, proposal.options):
            return proposal
        known = len(self._coding.events)
        with self._coding.act() as act:
            if len(self._coding.events) > known:
                return None
            made = act.append(draft)
        self._order[made.seq] = self._order.pop(proposal.seq, -1)
        self._seen = made.seq  # nothing was decided, so there is nothing to learn
        return self._coding.book.proposals[made.seq]

    def _has_tree(self, proposal: Proposal) -> bool:
        """New codes under a proposed subtheme keep their place while subthemes wait."""
        if proposal.kind is ProposalKind.ASSIGN:
            return True
        book = self._coding.book
        memory = Memory(book)
        keeps = memory.subthemes_wait and memory.has_live_place(proposal)
        return bool(book.at_level(Level.SUBTHEME)) and not keeps

    def _guesses(self, waiting: Sequence[Proposal], *, explained: bool = False) -> list[Guess]:
        memory = Memory(self._coding.book)
        found: dict[int, Guess] = {}
        for is_assign in (False, True):
            part = [at for at in waiting if (at.kind is ProposalKind.ASSIGN) is is_assign]
            texts = [_text(self._coding, at) for at in part]
            barred = {text: self._barred(at, memory) for text, at in zip(texts, part, strict=True)}
            guess = self._guide.codes if is_assign else self._guide.places
            made = guess(texts, barred, explained=explained)
            found |= {at.seq: one for at, one in zip(part, made, strict=True)}
        return [found[at.seq] for at in waiting]

    @staticmethod
    def _barred(proposal: Proposal, memory: Memory) -> frozenset[CodeId]:
        if proposal.kind is not ProposalKind.ASSIGN:
            return memory.barred_places(proposal.code)
        return memory.barred_codes(proposal.findings)

    def _draft(self, proposal: Proposal, guess: Guess) -> CodeProposed | None:
        book = self._coding.book
        if not guess.options:
            return None
        is_assign = proposal.kind is ProposalKind.ASSIGN
        if is_assign and (proposal.maker.version, bool(proposal.options)) != (VERSION, True):
            return None  # as good as equal to the code: nothing to learn about it
        node = book.nodes[guess.options[0]] if is_assign else None
        place = (
            guessed_code(guess, self._label, node.parent)
            if node
            else guessed_place(guess, self._label)
        )
        return CodeProposed(
            code=node.id if node else proposal.code,
            label=node.label if node else proposal.label,
            level=proposal.level,
            parent=place.parent,
            options=place.options,
            findings=proposal.findings,
            maker=Maker(
                name=place.method,
                version=VERSION,
                model=self._similarity.model,
                model_sha256=self._similarity.model_sha256,
            ),
            score=place.score or 0.0,
            why=place.why,
            near=place.near,
            phrases=place.phrases,
        )

    def _label(self, code: CodeId) -> str:
        return self._coding.book.nodes[code].label


def _is_guided(proposal: Proposal) -> bool:
    return proposal.level is Level.CODE and proposal.kind in _GUIDED


def _text(coding: Coding, proposal: Proposal) -> str:
    """What the guide reads: a code's label, or for findings of a known code their statement."""
    if proposal.kind is ProposalKind.ASSIGN and proposal.findings:
        return coding.findings[proposal.findings[0]].statement
    return proposal.label
