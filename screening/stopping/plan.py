"""What a certificate would cost from here: random draws, and when to begin with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, exp, log

from screening.stopping.evidence import Evidence
from screening.stopping.history import History, Target

RECALLS = (0.8, 0.9, 0.95, 0.98)
FEWEST_MISSES = 20
_EARLY = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """``draws`` random draws without a hit certify ``recall``; ``share`` is of the unread."""

    recall: float
    draws: int
    share: float


def plan_table(
    history: History, target: Target, recalls: Sequence[float] = RECALLS
) -> tuple[PlanRow, ...]:
    """For each recall, how many more random draws certify it if none of them is relevant."""
    evidence = Evidence(history)
    rows = []
    for recall in recalls:
        draws = draws_needed(evidence, replace(target, recall=recall))
        share = draws / history.unread if history.unread else 0.0
        rows.append(PlanRow(recall=recall, draws=draws, share=share))
    return tuple(rows)


def draws_needed(evidence: Evidence, target: Target) -> int:
    """The smallest number of further draws, none of them relevant, that certifies the target.

    Each draw without a hit is evidence against every larger total, so the search may halve.
    """
    low, high = 0, evidence.history.unread
    while low < high:
        middle = (low + high) // 2
        if evidence.certifies(target, middle):
            high = middle
        else:
            low = middle + 1
    return low


def misses_before_audit(history: History, target: Target) -> int:
    """The run of irrelevant records after which random draws are expected to be cheaper.

    Reading one more record by rank costs the 1 - f by which it adds to what must be read, f being
    the share of the unread that a certificate without a hit takes. It saves, if it is relevant,
    f times the draws that a hit would add. The balance lies at a chance of relevance whose
    reciprocal, times a factor chosen on real rankings, is the run waited for.
    """
    short, risk = target.shortfall(history.found), target.risk
    share = 1 - exp(log(risk) / short)
    after_a_hit = 1 - exp(log(risk / (short + 1)) / short)
    wait = _EARLY * history.unread * share * (after_a_hit - share) / (1 - share)
    return max(FEWEST_MISSES, ceil(wait))
