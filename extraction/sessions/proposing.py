"""Let methods propose codes and themes, and show what waits for a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extraction.findings import Finding
from extraction.pipeline import NounPhrases, noun_phrases
from extraction.sessions.approving import node_name
from extraction.sessions.coding import Coding
from extraction.sessions.extracting import check_splitter
from extraction.sessions.naming import level_word
from extraction.themes import Codebook, Level, Proposal, ProposalKind
from extraction.themes.numbering import numbering
from extraction.themes.phrases import Parsing
from extraction.themes.propose import Proposed, propose
from extraction.themes.run import Wanted
from extraction.themes.similarity import Similarity, tfidf_similarity, vector_similarity
from screening.embedding import FileVectorCache, NoEncoder, encode_cached, load_encoder
from screening.errors import UsageError

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The way texts are compared, and the sentence that says why it is this one."""

    similarity: Similarity
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A pending proposal with its evidence and its places in words, ready to be shown.

    ``word`` is what the review calls its level.
    """

    proposal: Proposal
    evidence: tuple[Finding, ...]
    parent: str
    options: tuple[str, ...]
    near: tuple[str, ...] = ()
    word: str

    @property
    def asks(self) -> str:
        """What it asks for, in words."""
        word, code = self.word, self.proposal.code
        return {
            ProposalKind.NEW: f"new {word}",
            ProposalKind.ASSIGN: f"findings for the {word} {code}",
            ProposalKind.PLACE: f"a place for the {word} {code}",
            ProposalKind.MERGE: f"merge the {word} {code} into {self.proposal.into}",
            ProposalKind.SPLIT: f"split the {word} {code}",
            ProposalKind.MOVE: f"move the {word} {code}",
            ProposalKind.RENAME: f"a new name for the {word} {code}",
        }[self.proposal.kind]


def choose_similarity(
    coding: Coding,
    *,
    model: Path | None = None,
    without_model: bool = False,
    progress: Progress | None = None,
) -> Chosen:
    """The sentence-embedding model if there is one, else TF-IDF; which one is always said.

    Raises:
        BadInput: the model named cannot be used.
    """
    if without_model:
        return Chosen(similarity=tfidf_similarity(), why="TF-IDF, as asked: no model is used.")
    cache = coding.review.cache
    encoder = load_encoder(model, cache)
    if isinstance(encoder, NoEncoder):
        return Chosen(similarity=tfidf_similarity(), why=f"{encoder.reason} TF-IDF is used.")
    who = encoder.identity
    vectors = FileVectorCache(coding.review.vectors)
    similarity = vector_similarity(
        lambda texts: encode_cached(encoder, vectors, texts, progress),
        model=f"{who.name} {who.version}",
        model_sha256=who.sha256,
    )
    return Chosen(similarity=similarity, why=f"Texts are compared with {who.name}.")


def propose_themes(
    coding: Coding, similarity: Similarity, wanted: Wanted | None = None
) -> Proposed:
    """Propose codes for findings without one, and places for codes; all as one run.

    What waits already, or was rejected on the same evidence, is not proposed again.

    Raises:
        UsageError: another process changed findings or codebook during the run.
    """
    before = len(coding.events)
    numbers = numbering(coding.events)
    named = _checked_noun_phrases(coding.review.cache)
    found = propose(coding.book, coding.findings, similarity, numbers, wanted, named)
    if found.bodies:
        with coding.act() as act:
            if len(coding.events) != before:
                raise UsageError(
                    "Somebody changed findings or codebook meanwhile; nothing was proposed.",
                    "Repeat 'tamis themes propose'.",
                )
            for body in found.bodies:
                act.append(body)
    return found


def _checked_noun_phrases(cache: Path) -> Parsing:
    """Noun phrases by the parser, whose files are compared with their card before its first use."""

    def named(statement: str) -> NounPhrases:
        check_splitter(cache)
        return noun_phrases(statement)

    return named


def waiting(coding: Coding) -> list[Waiting]:
    """The proposals to decide: themes, then subthemes, then codes, each as it was proposed."""
    return [shown(coding, proposal) for proposal in coding.book.pending()]


def shown(coding: Coding, proposal: Proposal) -> Waiting:
    """One proposal, ready to be shown."""
    book = coding.book
    return Waiting(
        proposal=proposal,
        evidence=tuple(
            coding.findings[finding] for finding in proposal.findings if finding in coding.findings
        ),
        parent=_parent(book, proposal),
        options=tuple(node_name(book, option) for option in proposal.options),
        near=tuple(node_name(book, code) for code in proposal.near),
        word=level_word(coding, proposal.level),
    )


def _parent(book: Codebook, proposal: Proposal) -> str:
    if proposal.parent is not None:
        return node_name(book, proposal.parent)
    return "" if proposal.level is Level.THEME else "no place yet"
