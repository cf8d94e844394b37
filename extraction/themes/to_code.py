"""What a run has to propose codes for: findings without a code, and codes without a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extraction.findings import Finding
from extraction.themes.guide import UNSURE_CODE, Guess
from extraction.themes.nodes import Node
from extraction.themes.phrases import key_phrase, phrase_finder
from extraction.themes.proposals import ProposalKind
from extraction.themes.proposers.grouping import Group, group_findings
from extraction.themes.proposers.placing import guessed_code
from extraction.themes.run import Item, Place, Run
from extraction.themes.similarity import same_words
from screening.events import CodeId, FindingId

_SURE_PLACE = 0.8
_Matches = Mapping[CodeId, list[tuple[Finding, float]]]


def code_items(run: Run) -> list[Item]:
    """Propose findings for the codes they equal or fit; return new codes and codes without a place.

    New codes are made of what fits nowhere.
    """
    known, rest = _for_existing(run)
    _assign(run, known)
    rest = _assign_naming(run, rest)
    rest = _assign_fitting(run, rest)
    fresh = [_new(run, group) for group in _groups(run, rest)]
    homeless = [_homeless(run, code) for code in run.codes if code.parent is None]
    return fresh + homeless


def _groups(run: Run, rest: list[Finding]) -> list[Group]:
    """Clusters that keep apart what people keep apart: see ``group_findings``."""
    guesses = run.guide.places([finding.statement for finding in rest], explained=False)
    shelves = {
        finding.id: guess.options[0] if guess.is_sure(_SURE_PLACE) else None
        for finding, guess in zip(rest, guesses, strict=True)
    }

    def is_apart(one: Finding, two: Finding) -> bool:
        here, there = shelves[one.id], shelves[two.id]
        if here is not None and there is not None and here != there:
            return True
        return any({one.id, two.id} <= refused for refused in run.memory.apart)

    return group_findings(rest, run.texts, run.threshold, is_apart)


def _for_existing(run: Run) -> tuple[_Matches, list[Finding]]:
    """Findings as good as equal to an approved code, by code, and the others."""
    same = _same_as_codes(run)
    cosines = run.texts.between(
        [finding.statement for finding in run.uncoded], [code.label for code in run.codes]
    )
    known: dict[CodeId, list[tuple[Finding, float]]] = {}
    rest = []
    for row, finding in enumerate(run.uncoded):
        code, score = same.get(same_words(finding.statement)), 1.0
        if code is None and run.codes:
            code, score = run.codes[int(cosines[row].argmax())], float(cosines[row].max())
        if code is None or score < run.threshold or _is_refused(run, finding, code):
            rest.append(finding)
        else:
            known.setdefault(code.id, []).append((finding, score))
    return known, rest


def _is_refused(run: Run, finding: Finding, code: Node) -> bool:
    is_refused = run.memory.was_refused(finding.id, code.id, code.label)
    run.rejected_before += is_refused
    return is_refused


def _assign_naming(run: Run, rest: list[Finding]) -> list[Finding]:
    """Propose codes whose label, two words or more, stands in the finding; return the others.

    The longest label wins. It needs no approvals, so it serves a framework from the first day.
    """
    codes = sorted(
        (code for code in run.codes if " " in code.label.strip()), key=lambda code: -len(code.label)
    )
    find = phrase_finder([code.label for code in codes])
    named: dict[CodeId, list[FindingId]] = {}
    others = []
    for finding in rest:
        at = find(finding.statement)
        if at is None or _is_refused(run, finding, codes[at]):
            others.append(finding)
        else:
            named.setdefault(codes[at].id, []).append(finding.id)
    for known, findings in named.items():
        node = run.book.nodes[known]
        item = Item(
            kind=ProposalKind.ASSIGN,
            code=known,
            label=node.label,
            findings=tuple(findings),
            score=1.0,
            why=f"{len(findings)} finding{'s' * (len(findings) > 1)} with the label of this"
            " approved code in the same words",
        )
        run.add(item, Place(method="assign_findings", parent=node.parent, phrases=(node.label,)))
    return others


def _assign_fitting(run: Run, rest: list[Finding]) -> list[Finding]:
    """Propose codes that the guide is sure of, a wording at a time; return what fits nowhere.

    With too few approvals to check its chances on, the guide is sure of nothing.
    """
    barred = {at.statement: run.memory.barred_codes([at.id]) for at in rest}
    guesses = run.guide.codes([finding.statement for finding in rest], barred)
    fitting: dict[str, list[Finding]] = {}
    found: dict[str, Guess] = {}
    for finding, guess in zip(rest, guesses, strict=True):
        if guess.calibrated and guess.is_sure(UNSURE_CODE):
            fitting.setdefault(same_words(finding.statement), []).append(finding)
            found[same_words(finding.statement)] = guess
    for words, findings in fitting.items():
        _add_fitting(run, findings, found[words])
    served = {finding.id for findings in fitting.values() for finding in findings}
    return [finding for finding in rest if finding.id not in served]


def _add_fitting(run: Run, findings: list[Finding], guess: Guess) -> None:
    node = run.book.nodes[guess.options[0]]
    item = Item(
        kind=ProposalKind.ASSIGN,
        code=node.id,
        label=node.label,
        findings=tuple(finding.id for finding in findings),
        score=guess.probabilities[0],
        why=f"{len(findings)} finding{'s' * (len(findings) > 1)} that may have this approved code",
    )
    run.add(item, guessed_code(guess, run.label, node.parent))


def _same_as_codes(run: Run) -> dict[str, Node]:
    """Normal form -> the code with that label, else the first that was given to such a finding."""
    same: dict[str, Node] = {}
    for code in run.codes:
        same.setdefault(same_words(code.label), code)
    for code in run.codes:
        for finding in run.book.findings_of(code.id):
            if finding in run.findings:
                same.setdefault(same_words(run.findings[finding].statement), code)
    return same


def _assign(run: Run, known: _Matches) -> None:
    for code, matches in known.items():
        node = run.book.nodes[code]
        item = Item(
            kind=ProposalKind.ASSIGN,
            code=code,
            label=node.label,
            findings=tuple(finding.id for finding, _ in matches),
            score=round(min(score for _, score in matches), 4),
            why=f"{len(matches)} finding{'s' * (len(matches) > 1)} as good as equal to this"
            f" approved code: {_shown(matches)} (taken from {run.threshold:.2f})",
        )
        run.add(item, Place(method="assign_findings", parent=node.parent))


def _new(run: Run, group: Group) -> Item:
    statements = [finding.statement for finding in group.findings]
    label = key_phrase(group.label, statements, run.word_counts, run.named)
    quoted = "" if label == group.label else f"; the label is quoted from {group.label!r}"
    return Item(
        kind=ProposalKind.NEW,
        code=None,
        label=label,
        findings=tuple(finding.id for finding in group.findings),
        score=group.cohesion,
        why=group.why + quoted,
    )


def _homeless(run: Run, code: Node) -> Item:
    return Item(
        kind=ProposalKind.PLACE,
        code=code.id,
        label=code.label,
        findings=run.book.findings_of(code.id),
        score=1.0,
        why="approved code without a place",
    )


def _shown(matches: Iterable[tuple[Finding, float]]) -> str:
    told = [f"{finding.statement!r} {score:.2f}" for finding, score in matches]
    distinct = list(dict.fromkeys(told))
    return "; ".join(distinct[:3]) + (f" and {len(distinct) - 3} more" if len(distinct) > 3 else "")
