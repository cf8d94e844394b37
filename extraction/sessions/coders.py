"""Two coders, each without knowing the other's choice; then agreement per code, and adjudication.

The unit is the finding: for each code, whether a coder gave it to the finding or not. Findings to
which nobody gave a code are units too, or agreement would be overstated.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from extraction.findings import Finding, confirmed
from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_finding, known_node
from extraction.themes import Level
from extraction.themes.fold_coders import CODERS
from screening.agreement import Coefficient, Measure, PairTable, Sampling, pair_coefficients
from screening.errors import UsageError
from screening.events import CodeId, FindingId
from screening.events.kinds import CodesChosen, CodingSettled

_SHOWN = (Measure.PERCENT, Measure.COHEN, Measure.ALPHA, Measure.AC1)
POOLED = "all codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """Two coders on one code, or on all codes together; the unit is the finding.

    ``positives`` counts the findings to which at least one of the two gave the code: kappa on three
    of them says little, whatever its value.
    """

    first: str
    second: str
    code: str
    label: str
    findings: int
    positives: int
    table: PairTable
    coefficients: tuple[Coefficient, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A finding that coders coded differently, and what each chose; not settled yet."""

    finding: Finding
    choices: tuple[tuple[str, tuple[CodeId, ...]], ...]


def to_code(coding: Coding, *, sample: int = 0, seed: int = 1) -> list[Finding]:
    """The findings that the reviewer still has to code independently.

    Args:
        coding: the open review.
        sample: how many are drawn for double coding; 0 for all that count. Whatever another coder
            has begun belongs to it.
        seed: of the draw; the same for every coder.
    """
    counting = confirmed(coding.findings)
    ids = list(counting)
    if 0 < sample < len(ids):
        chance = random.Random(seed)  # noqa: S311 - a sample, no secret
        drawn = set(chance.sample(ids, sample))
        ids = [at for at in ids if at in drawn or at in coding.book.choices]
    mine = {at for at, chosen in coding.book.choices.items() if coding.by in chosen}
    full = {at for at, chosen in coding.book.choices.items() if len(chosen) >= CODERS}
    return [counting[at] for at in ids if at not in mine | full]


def choose_codes(coding: Coding, finding: str, codes: Sequence[str]) -> tuple[CodeId, ...]:
    """Say which codes a finding has, as one of several coders; none says that no code fits.

    As soon as two coders chose the same, it counts; otherwise somebody settles it.

    Raises:
        UsageError: no such finding or code, it does not count, or it comes too late.
    """
    with coding.act() as act:
        known = known_finding(coding, finding)
        if not known.counts:
            raise UsageError(
                f"{known.id} is {known.status}: it cannot be coded.",
                f"Confirm it first: tamis findings confirm {known.id}",
            )
        chosen = _known_codes(coding, codes)
        made = coding.book.choices.get(known.id, {})
        if len(made) >= CODERS:
            mine = coding.by in made
            raise UsageError(
                f"Another coder has coded {known.id} too, so your choice stands."
                if mine
                else f"{CODERS} coders have coded {known.id}, and all can see how.",
                "Where the two differ, settle it: tamis themes adjudicate",
            )
        act.append(CodesChosen(finding=known.id, codes=chosen))
    return chosen


def _known_codes(coding: Coding, codes: Sequence[str]) -> tuple[CodeId, ...]:
    found = [known_node(coding, text, Level.CODE).id for text in codes]
    return tuple(dict.fromkeys(found))


def settle(coding: Coding, finding: str, codes: Sequence[str], *, why: str = "") -> FindingId:
    """Adjudicate: the finding has exactly these codes.

    Raises:
        UsageError: no such finding or code, or fewer than two coders have chosen.
    """
    with coding.act() as act:
        known = known_finding(coding, finding).id
        chosen = _known_codes(coding, codes)
        if len(coding.book.choices.get(known, {})) < CODERS:
            raise UsageError(
                f"Fewer than {CODERS} coders have coded {known}.",
                "There is nothing to settle yet; a single coding is made with tamis themes code.",
            )
        act.append(CodingSettled(finding=known, codes=chosen, why=why.strip()))
    return known


def disagreements(coding: Coding) -> list[Disagreement]:
    """What two coders coded differently and nobody has settled, in the order of the findings."""
    book = coding.book
    return [
        Disagreement(finding=coding.findings[at], choices=tuple(sorted(chosen.items())))
        for at, chosen in book.choices.items()
        if len(chosen) >= CODERS and at not in book.settled and at in coding.findings
    ]


def coder_agreement(coding: Coding, sampling: Sampling | None = None) -> list[CodeAgreement]:
    """Each pair of coders on the findings both coded: all codes together, then code by code.

    Only findings that both have coded take part, so nothing is given away.
    """
    both = {at: made for at, made in coding.book.choices.items() if len(made) >= CODERS}
    coders = sorted({coder for made in both.values() for coder in made})
    found: list[CodeAgreement] = []
    for first, second in combinations(coders, 2):
        shared = [
            (frozenset(made[first]), frozenset(made[second]))
            for made in both.values()
            if first in made and second in made
        ]
        if shared:
            found += _of_pair(coding, (first, second), shared, sampling or Sampling(draws=500))
    return found


def _of_pair(
    coding: Coding,
    pair: tuple[str, str],
    shared: Sequence[tuple[frozenset[CodeId], frozenset[CodeId]]],
    sampling: Sampling,
) -> list[CodeAgreement]:
    used = set[CodeId]().union(*(one | two for one, two in shared))
    nodes = [node for node in coding.book.at_level(Level.CODE) if node.id in used]
    tables = {node.id: _table(node.id, shared) for node in nodes}
    pooled = _sum(tables)
    rows = [_row(pair, "", POOLED, pooled, len(shared), sampling)]
    return rows + [
        _row(pair, node.id, node.label, tables[node.id], len(shared), sampling) for node in nodes
    ]


def _table(
    code: CodeId, shared: Sequence[tuple[frozenset[CodeId], frozenset[CodeId]]]
) -> PairTable:
    said = [(code in one, code in two) for one, two in shared]
    return PairTable(
        both=said.count((True, True)),
        first_only=said.count((True, False)),
        second_only=said.count((False, True)),
        neither=said.count((False, False)),
    )


def _sum(tables: Mapping[CodeId, PairTable]) -> PairTable:
    cells = [sum(column) for column in zip(*(at.cells for at in tables.values()), strict=True)]
    both, first_only, second_only, neither = cells or (0, 0, 0, 0)
    return PairTable(both=both, first_only=first_only, second_only=second_only, neither=neither)


def _row(
    pair: tuple[str, str],
    code: str,
    label: str,
    table: PairTable,
    findings: int,
    sampling: Sampling,
) -> CodeAgreement:
    made = pair_coefficients(table, sampling)
    return CodeAgreement(
        first=pair[0],
        second=pair[1],
        code=code,
        label=label,
        findings=findings,
        positives=table.both + table.first_only + table.second_only,
        table=table,
        coefficients=tuple(at for at in made if at.measure in _SHOWN),
    )
