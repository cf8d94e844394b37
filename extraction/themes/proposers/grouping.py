"""Findings that say the same make one code: identical words first, then near ones.

Average linkage (Sokal & Michener 1958) on cosine distance, cut at a stated threshold, so that
members are on average at least that similar. Constrained as in Wagstaff et al. 2001: equal wordings
stay together, and what people keep apart never meets. The label is the most central finding's own
words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction.findings import Finding
from extraction.themes.similarity import Texts, same_words

_SHOWN = 3

Apart = Callable[[Finding, Finding], bool]


def _never(_one: Finding, _two: Finding) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings that would share a code; ``cohesion`` is their statements' mean cosine."""

    findings: tuple[Finding, ...]
    label: str
    cohesion: float
    why: str


def group_findings(
    findings: Sequence[Finding], texts: Texts, threshold: float, is_apart: Apart = _never
) -> list[Group]:
    """Every finding in exactly one group, the groups in the order of their first finding.

    Args:
        findings: those without a code.
        texts: knows the findings' statements.
        threshold: mean cosine from which different wordings are joined, 0 to 1.
        is_apart: whether two findings of different wordings must not come into one group.
    """
    wordings: dict[str, list[Finding]] = {}
    for finding in findings:
        wordings.setdefault(same_words(finding.statement), []).append(finding)
    members = list(wordings.values())
    clusters: dict[int, list[list[Finding]]] = {}
    for cluster, wording in zip(_clusters(members, texts, threshold), members, strict=True):
        clusters.setdefault(cluster, []).append(wording)
    parts = [part for joined in clusters.values() for part in _kept_apart(joined, is_apart)]
    return [_group(part, texts, threshold) for part in parts]


def _kept_apart(joined: list[list[Finding]], is_apart: Apart) -> list[list[list[Finding]]]:
    """A cluster in parts within which nothing must be apart: each wording into the first it may."""
    parts: list[list[list[Finding]]] = []
    for wording in joined:
        for part in parts:
            if not any(is_apart(one, two) for other in part for one in other for two in wording):
                part.append(wording)
                break
        else:
            parts.append([wording])
    return parts


def _clusters(members: list[list[Finding]], texts: Texts, threshold: float) -> list[int]:
    if len(members) < 2:
        return [0] * len(members)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    statements = [wording[0].statement for wording in members]
    distances = 1.0 - texts.between(statements, statements).astype("float64")
    tree = linkage(squareform(distances.clip(min=0.0), checks=False), method="average")
    # The tolerance lets a pair exactly at the threshold in, whatever the rounding.
    return [int(at) for at in fcluster(tree, t=1.0 - threshold + 1e-6, criterion="distance")]


def _group(wordings: list[list[Finding]], texts: Texts, threshold: float) -> Group:
    statements = [wording[0].statement for wording in wordings]
    cosines = texts.between(statements, statements).astype("float64")
    weights = [len(wording) for wording in wordings]
    central = (cosines * weights).sum(axis=1)
    label = statements[int(central.argmax())]
    findings = tuple(finding for wording in wordings for finding in wording)
    pairs = [cosines[i, j] for i in range(len(wordings)) for j in range(i)]
    cohesion = float(sum(pairs) / len(pairs)) if pairs else 1.0
    return Group(
        findings=findings,
        label=label,
        cohesion=round(cohesion, 4),
        why=_why(findings, statements, label, cohesion, threshold),
    )


def _why(
    findings: Sequence[Finding],
    statements: list[str],
    label: str,
    cohesion: float,
    threshold: float,
) -> str:
    records = len({finding.record for finding in findings})
    count = f"{_number(len(findings), 'finding')} of {_number(records, 'record')}"
    if len(statements) == 1:
        return count if len(findings) == 1 else f"{count} in the same words"
    others = [statement for statement in statements if statement != label]
    shown = "; ".join(repr(other) for other in others[:_SHOWN])
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    return (
        f"{count} in {len(statements)} wordings, mean cosine {cohesion:.2f} (joined from"
        f" {threshold:.2f}); label: the most central one; also {shown}{more}"
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
