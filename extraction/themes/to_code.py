"""What a run has to propose codes for: findings without a code, and codes without a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extraction.findings import Finding
from extraction.themes.nodes import Node, ProposalKind
from extraction.themes.proposers.grouping import Group, group_findings
from extraction.themes.run import Item, Place, Run
from extraction.themes.similarity import same_words
from screening.events import CodeId

_Matches = Mapping[CodeId, list[tuple[Finding, float]]]


def code_items(run: Run) -> list[Item]:
    """Propose findings for the codes they equal; return new codes and codes without a place."""
    known, rest = _for_existing(run)
    _assign(run, known)
    fresh = [_new(group) for group in group_findings(rest, run.texts, run.threshold)]
    homeless = [_homeless(run, code) for code in run.codes if code.parent is None]
    return fresh + homeless


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
        if code is None or score < run.threshold:
            rest.append(finding)
        else:
            known.setdefault(code.id, []).append((finding, score))
    return known, rest


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


def _new(group: Group) -> Item:
    return Item(
        kind=ProposalKind.NEW,
        code=None,
        label=group.label,
        findings=tuple(finding.id for finding in group.findings),
        score=group.cohesion,
        why=group.why,
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
