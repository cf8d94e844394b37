"""How good an order was, from the ranks of the relevant records: one documented function each.

Throughout, ``ranks`` holds the ranks from 1 of all R relevant records, ascending, and ``total`` is
the number N of records that were ranked. Records known before the start are in neither. C(n) is
how many relevant records stand among the first n; p_k is the rank of the k-th relevant record.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2


def ranks_in(order: Iterable[bool], *, missing: int = 0, total: int = 0) -> tuple[int, ...]:
    """Ranks of the relevant records in an order of labels, ``True`` for relevant.

    ``missing`` relevant records that were never shown take the last ranks of ``total``: the worst
    case, so that an order which was broken off cannot look better than it was.
    """
    found = tuple(rank for rank, relevant in enumerate(order, start=1) if relevant)
    return (*found, *range(total - missing + 1, total + 1)) if missing else found


def checked(ranks: Sequence[int], total: int) -> tuple[int, ...]:
    """The ranks, ascending.

    Raises:
        ValueError: there is none, or one is out of range or held twice.
    """
    ascending = tuple(sorted(ranks))
    if not ascending:
        raise ValueError("without a relevant record no order can be measured")
    if ascending[0] < 1 or ascending[-1] > total or len(set(ascending)) < len(ascending):
        raise ValueError("ranks are between 1 and the number of records, each once")
    return ascending


def loss(ranks: Sequence[int], total: int) -> float:
    """Area lost under the recall curve, normalised: 0 perfect, 0.5 random, 1 worst.

    [R (N - (R - 1) / 2) - sum of C(i)] / [R (N - R)] as ASReview defines it, which equals
    (mean of p_k - (R + 1) / 2) / (N - R), and 1 minus the area under the ROC curve. 0 if all
    records are relevant.
    """
    relevant = len(ranks)
    if relevant == total:
        return 0.0
    return (sum(ranks) / relevant - (relevant + 1) / 2) / (total - relevant)


def ndcg(ranks: Sequence[int]) -> float:
    """Normalised discounted cumulative gain: sum of 1 / log2(p_k + 1) over that of ranks 1 .. R.

    Jarvelin and Kekalainen 2002 with a gain of 1, over the whole order, as ASReview has it.
    """
    ideal = sum(1 / log2(k + 1) for k in range(1, len(ranks) + 1))
    return sum(1 / log2(rank + 1) for rank in ranks) / ideal


def average_precision(ranks: Sequence[int]) -> float:
    """Mean over the relevant records of the precision at each: (1 / R) sum of k / p_k."""
    return sum(k / rank for k, rank in enumerate(ranks, start=1)) / len(ranks)


def recall_at(ranks: Sequence[int], total: int, percent: int) -> float:
    """Share of the relevant records found when ``percent`` % of all are read.

    C(n) / R with n = N * percent / 100, rounded to the nearest number, halves up.
    """
    read = (2 * total * percent + 100) // 200
    return bisect_right(ranks, read) / len(ranks)


def cost(ranks: Sequence[int], percent: int) -> int:
    """Records to read until ``percent`` % of the relevant are found: p_k with k = ceil(R r)."""
    return ranks[_needed(ranks, percent) - 1]


def wss(ranks: Sequence[int], total: int, percent: int) -> float:
    """Work saved over random sampling at a recall r of ``percent`` %, strict: r - cost / N.

    Cohen et al. 2006, (N - n_r) / N - (1 - r), at the first rank where the recall is r or more.
    asreview-insights reads its curve before that rank, which with few relevant records gives
    other figures (up to 0.1 apart): compare only what one function has measured.
    """
    return percent / 100 - cost(ranks, percent) / total


def tnr(ranks: Sequence[int], total: int, percent: int) -> float:
    """Share of the irrelevant records left unread at a recall of ``percent`` %: TN / (N - R).

    Kusa et al. 2023: WSS between its worst and its best possible value. 1 if there is no
    irrelevant record.
    """
    irrelevant = total - len(ranks)
    read = cost(ranks, percent) - _needed(ranks, percent)
    return 1 - read / irrelevant if irrelevant else 1.0


def time_to_discovery(ranks: Sequence[int]) -> float:
    """Average time to discovery (ATD) in records read: the mean of p_k (Ferdinands et al. 2023)."""
    return sum(ranks) / len(ranks)


def place(ranks: Sequence[int], total: int) -> float | None:
    """Mean place of some of the relevant records, 0 first to 1 last; None without any.

    (mean rank - 1) / (N - 1). For the relevant records without an abstract, which rankers that
    add up words let sink.
    """
    if not ranks:
        return None
    return (sum(ranks) / len(ranks) - 1) / (total - 1) if total > 1 else 0.0


def _needed(ranks: Sequence[int], percent: int) -> int:
    return max(1, -(-len(ranks) * percent // 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one order; each field is the function of its name.

    ``n95`` and ``n100`` are records to read for 95 % and for all relevant records; ``atd`` is in
    records. ``no_abstract`` is the mean place (0 first, 1 last) of the relevant records without
    an abstract, ``with_abstract`` that of the others; None where there are none.
    """

    loss: float
    ndcg: float
    average_precision: float
    recall_5: float
    recall_10: float
    recall_20: float
    wss_95: float
    wss_100: float
    tnr_95: float
    n95: int
    n100: int
    atd: float
    no_abstract: float | None
    with_abstract: float | None


def figures(ranks: Sequence[int], total: int, no_abstract: Sequence[int] | None = None) -> Figures:
    """Measure one order.

    Args:
        ranks: ranks of all relevant records.
        total: how many records were ranked.
        no_abstract: the ranks among them of records without an abstract; None if unknown.

    Raises:
        ValueError: there is no relevant record, or a rank cannot be.
    """
    found = checked(ranks, total)
    bare = () if no_abstract is None else tuple(sorted(no_abstract))
    others = () if no_abstract is None else sorted(set(found) - set(bare))
    return Figures(
        loss=loss(found, total),
        ndcg=ndcg(found),
        average_precision=average_precision(found),
        recall_5=recall_at(found, total, 5),
        recall_10=recall_at(found, total, 10),
        recall_20=recall_at(found, total, 20),
        wss_95=wss(found, total, 95),
        wss_100=wss(found, total, 100),
        tnr_95=tnr(found, total, 95),
        n95=cost(found, 95),
        n100=cost(found, 100),
        atd=time_to_discovery(found),
        no_abstract=place(bare, total),
        with_abstract=place(others, total),
    )
