"""Changes to what people approved: near-duplicates to merge, codes to split, move or rename.

Each is proposed only on stated grounds, so that a quiet codebook stays quiet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extraction.findings import Finding
from extraction.themes.nodes import Node
from extraction.themes.phrases import key_phrase
from extraction.themes.proposals import Level, ProposalKind
from extraction.themes.proposers.clustering import two_cuts
from extraction.themes.run import Run
from extraction.themes.similarity import same_words
from screening.events.kinds import ChangeProposed

MOVE_FROM, STAYS_BELOW = 0.8, 0.2
SPLIT_FROM, SPLIT_ACROSS = 4, 0.35
RENAME_FROM = 3


def propose_changes(run: Run) -> None:
    """All changes that there are grounds for, each once."""
    for draft in (*_merges(run), *_splits(run), *_moves(run), *_renames(run)):
        run.change(draft)


def _merges(run: Run) -> Iterator[ChangeProposed]:
    """Nodes of one level whose labels are as good as equal; the one with more findings is kept.

    Themes and subthemes only beside each other: two themes may well have subthemes of one name.
    The threshold is the one from which wordings are joined; equal words are merged at any.
    """
    for level in Level:
        nodes = run.book.at_level(level)
        labels = [node.label for node in nodes]
        cosines = run.texts.between(labels, labels)
        for row, column in zip(*(cosines >= run.threshold).nonzero(), strict=True):
            if row < column and (level is Level.CODE or nodes[row].parent == nodes[column].parent):
                yield _merge(run, nodes[row], nodes[column], float(cosines[row, column]))


def _merge(run: Run, one: Node, two: Node, cosine: float) -> ChangeProposed:
    keeps_two = len(run.book.findings_of(two.id)) > len(run.book.findings_of(one.id))
    code, into = (one, two) if keeps_two else (two, one)
    evidence = (*run.book.findings_of(code.id), *run.book.findings_of(into.id))
    is_equal = same_words(one.label) == same_words(two.label)
    alike = "the labels have the same words" if is_equal else f"the labels are alike ({cosine:.2f})"
    where = (
        "both stand in the same place" if one.parent == two.parent else "they stand in two places"
    )
    return ChangeProposed(
        change=ProposalKind.MERGE,
        code=code.id,
        into=into.id,
        label=into.label,
        findings=tuple(dict.fromkeys(evidence)),
        maker=run.maker("find_duplicates"),
        score=round(cosine, 4),
        why=f"{alike}: {code.label!r} and {into.label!r}; {where} (proposed from"
        f" {run.threshold:.2f})",
        near=(into.id,),
        phrases=(code.label, into.label),
    )


def _splits(run: Run) -> Iterator[ChangeProposed]:
    """Codes whose findings fall into two parts that say different things."""
    for code in run.codes:
        findings = [run.findings[at] for at in run.book.findings_of(code.id) if at in run.findings]
        wordings = {same_words(at.statement): at.statement for at in findings}
        if len(wordings) >= SPLIT_FROM and (draft := _split(run, code, findings, wordings)):
            yield draft


def _split(
    run: Run, code: Node, findings: list[Finding], wordings: dict[str, str]
) -> ChangeProposed | None:
    statements = list(wordings.values())
    kernel = run.guide.kernel
    rows = kernel.rows(statements)
    cosines = kernel.between(rows, rows)
    part = two_cuts(cosines, 2, 2)[0]
    sides = [[at for at, side in enumerate(part) if side == name] for name in (1, 2)]
    if min(len(side) for side in sides) < SPLIT_FROM // 2:
        return None
    across = float(cosines[sides[0]][:, sides[1]].mean())
    if across > SPLIT_ACROSS * min(_inside(cosines[side][:, side]) for side in sides):
        return None
    leaving = min(sides, key=len)
    words = {same_words(statements[at]) for at in leaving}
    gone = tuple(at.id for at in findings if same_words(at.statement) in words)
    central = statements[leaving[int(cosines[leaving][:, leaving].sum(axis=1).argmax())]]
    named = [statements[at] for at in leaving]
    label = key_phrase(central, named, run.word_counts, run.named)
    return ChangeProposed(
        change=ProposalKind.SPLIT,
        code=code.id,
        label=label,
        findings=gone,
        maker=run.maker("find_splits"),
        score=round(1.0 - across, 4),
        why=f"the findings of {code.label!r} fall into two parts that are little alike"
        f" ({across:.2f} on the average); {len(gone)} of {len(findings)} would leave, named after"
        f" {central!r}",
        phrases=(label,),
    )


def _inside(cosines: object) -> float:
    import numpy as np

    square = np.asarray(cosines)
    count = len(square)
    return float((square.sum() - np.trace(square)) / (count * (count - 1)))


def _moves(run: Run) -> Iterator[ChangeProposed]:
    """Codes that all the others would put elsewhere, and hardly where they stand."""
    for code, other, chance, own in run.guide.doubted_places():
        if chance < MOVE_FROM or own > STAYS_BELOW:
            continue
        guess = run.guide.places([run.label(code)])[0]
        node = run.book.nodes[code]
        near = [at for at in guess.near if at.code != code]
        shown = ", ".join(f"{at.words!r} (under {run.label(at.answer)!r})" for at in near)
        yield ChangeProposed(
            change=ProposalKind.MOVE,
            code=code,
            into=other,
            findings=run.book.findings_of(code),
            maker=run.maker("place_codes"),
            score=round(chance, 4),
            why=f"by all other codes {run.label(other)!r} is {100 * chance:.0f} % likely for"
            f" {node.label!r}, where it stands {100 * own:.0f} %"
            + (f"; nearest others: {shown}" if shown else ""),
            near=tuple(at.code for at in near),
            phrases=guess.phrases,
        )


def _renames(run: Run) -> Iterator[ChangeProposed]:
    """Codes whose label no finding uses, while most of their findings use the same other words."""
    for code in run.codes:
        findings = [run.findings[at] for at in run.book.findings_of(code.id) if at in run.findings]
        counts = Counter(same_words(at.statement) for at in findings)
        if not counts or code.proposed_label or same_words(code.label) in counts:
            continue
        words, count = counts.most_common(1)[0]
        if count >= RENAME_FROM and 2 * count > len(findings):
            yield _rename(run, code, findings, words)


def _rename(run: Run, code: Node, findings: list[Finding], words: str) -> ChangeProposed:
    using = [at for at in findings if same_words(at.statement) == words]
    label = using[0].statement
    return ChangeProposed(
        change=ProposalKind.RENAME,
        code=code.id,
        label=label,
        findings=tuple(at.id for at in using),
        maker=run.maker("find_names"),
        score=round(len(using) / len(findings), 4),
        why=f"{len(using)} of {len(findings)} findings say {label!r}, none says {code.label!r}",
        phrases=(label,),
    )
