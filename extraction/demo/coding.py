"""Second half of the replay: findings, proposals, and the approvals that lead to the gold tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extraction.demo.corpus import Corpus, CorpusCode, Position
from extraction.demo.screening import Tell
from extraction.sessions.approving import add_node, approve
from extraction.sessions.coding import Coding
from extraction.sessions.finding_files import import_findings
from extraction.sessions.proposing import propose_themes
from extraction.sessions.refusing import reject
from extraction.synthesis.references import References
from extraction.themes import Level, Proposal
from extraction.themes.evaluate import GivenCode, PlacementQuality, placement_quality
from extraction.themes.similarity import Similarity
from screening.events import CodeId, FindingId
from screening.records import RecordId

NOT_TAKEN = "the published tree groups these findings otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalScore:
    """How the code proposals of an untaught run compare with the published tree.

    ``proposed`` codes were proposed; ``taken`` of them hold exactly the findings of a published
    code; of those, ``first`` and ``first_three`` name its sub-component first, or among three.
    """

    published: int
    proposed: int
    taken: int
    first: int
    first_three: int


def replay_findings(
    coding: Coding, corpus: Corpus, ids: Mapping[Position, RecordId]
) -> dict[str, FindingId]:
    """Import the corpus's findings as a reviewer would; corpus id -> finding."""
    references = References({ids[position]: ref for position, ref in corpus.references})
    done = import_findings(
        coding, corpus.folder / "findings.csv", references=references, outside=True
    )
    return {row.id: found for row, found in zip(corpus.findings, done.added, strict=True)}


def replay_tree(coding: Coding, corpus: Corpus) -> dict[tuple[str, str], CodeId]:
    """Put the published themes and subthemes in; (theme, subtheme) -> subtheme."""
    themes: dict[str, CodeId] = {}
    shelves: dict[tuple[str, str], CodeId] = {}
    for code in corpus.codes:
        if code.theme not in themes:
            themes[code.theme] = add_node(coding, code.theme, level=Level.THEME).node.id
        shelf = (code.theme, code.subtheme)
        if shelf not in shelves:
            under = themes[code.theme]
            made = add_node(coding, code.subtheme, level=Level.SUBTHEME, under=under)
            shelves[shelf] = made.node.id
    return shelves


def propose_codes(coding: Coding, similarity: Similarity, tell: Tell) -> None:
    """Let the method propose codes for all findings, and a place for each."""
    for note in propose_themes(coding, similarity).notes:
        tell(f"  {note}")


def replay_codes(
    coding: Coding,
    corpus: Corpus,
    findings: Mapping[str, FindingId],
    shelves: Mapping[tuple[str, str], CodeId],
) -> ProposalScore:
    """Approve what the published tree agrees with, reject the rest, add what is missing."""
    waiting = {
        frozenset(proposal.findings): proposal
        for proposal in coding.book.pending()
        if proposal.level is Level.CODE
    }
    taken: list[tuple[Proposal, CodeId]] = []
    missing: list[CorpusCode] = []
    for code in corpus.codes:
        proposal = waiting.pop(frozenset(findings[row] for row in code.findings), None)
        if proposal is None:
            missing.append(code)
            continue
        shelf = shelves[code.theme, code.subtheme]
        approve(coding, proposal.code, label=code.label, under=shelf, flag=code.flag)
        taken.append((proposal, shelf))
    for proposal in waiting.values():
        reject(coding, proposal.code, why=NOT_TAKEN)
    for code in missing:
        _add(coding, code, findings, shelves)
    return ProposalScore(
        published=len(corpus.codes),
        proposed=len(taken) + len(waiting),
        taken=len(taken),
        first=sum(proposal.options[:1] == (shelf,) for proposal, shelf in taken),
        first_three=sum(shelf in proposal.options[:3] for proposal, shelf in taken),
    )


def _add(
    coding: Coding,
    code: CorpusCode,
    findings: Mapping[str, FindingId],
    shelves: Mapping[tuple[str, str], CodeId],
) -> None:
    add_node(
        coding,
        code.label,
        under=shelves[code.theme, code.subtheme],
        findings=[findings[row] for row in code.findings],
        flag=code.flag,
    )


def placement(corpus: Corpus, similarity: Similarity) -> PlacementQuality:
    """How well the labels of the seven components find their sub-components among each other."""
    references = {row.id: row.reference for row in corpus.findings}
    codes = [
        GivenCode(
            label=code.label,
            theme=code.theme,
            subtheme=code.subtheme,
            studies=tuple(dict.fromkeys(references[row] for row in code.findings)),
        )
        for code in corpus.codes
        if is_component(code)
    ]
    return placement_quality(codes, similarity)


def is_component(code: CorpusCode) -> bool:
    """Whether a code is of the seven components, and not of the characteristics."""
    return not code.id.startswith("C")
