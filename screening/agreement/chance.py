"""Agreement of any number of reviewers, missing verdicts allowed: Fleiss, Gwet, Brennan-Prediger.

Fleiss JL. 1971, Psychol Bull 76:378-382 (of two reviewers: Scott WA. 1955, Public Opin Q
19:321-325); Gwet KL. 2008, Br J Math Stat Psychol 61:29-48 (AC1 and the linearised errors of all
three); Brennan RL, Prediger DJ. 1981, Educ Psychol Meas 41:687-699 (of two verdicts: PABAK, Byrt T
and others 1993, J Clin Epidemiol 46:423-429); Krippendorff K. 2011, Computing Krippendorff's
alpha-reliability.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import sqrt

from screening.agreement.cohen import NO_RECORDS, ONE_VERDICT
from screening.agreement.ratings import Ratings
from screening.agreement.types import Estimate

Chance = Callable[[list[Fraction], list[Fraction]], Fraction]


def percent(ratings: Ratings) -> float | None:
    """The mean share of agreeing pairs among the pairs of verdicts on a record."""
    shares, n = 0.0, 0
    for unit, weight in zip(ratings.units, ratings.weights, strict=True):
        if weight and sum(unit) > 1:
            shares += weight * _alike(unit)
            n += weight
    return shares / n if n else None


def specific(ratings: Ratings, category: int) -> float | None:
    """Agreement on one category: of the pairs of verdicts with it, the share that agree.

    Cicchetti DV, Feinstein AR. 1990, J Clin Epidemiol 43:551-558. None where nobody chose it.
    """
    alike, with_it = 0, 0
    for unit, weight in zip(ratings.units, ratings.weights, strict=True):
        alike += weight * unit[category] * (unit[category] - 1)
        with_it += weight * unit[category] * (sum(unit) - 1)
    return alike / with_it if with_it else None


def alpha(ratings: Ratings) -> float | None:
    """Krippendorff's alpha for nominal data; None where only one category occurs."""
    if ratings.used < 2:
        return None
    sums, unlike = [0] * ratings.categories, 0.0
    for unit, weight in zip(ratings.units, ratings.weights, strict=True):
        size = sum(unit)
        if size > 1:
            sums = [at + weight * count for at, count in zip(sums, unit, strict=True)]
            unlike += weight * (size**2 - sum(count**2 for count in unit)) / (size - 1)
    values = sum(sums)
    expected = values**2 - sum(at**2 for at in sums)  # whole, so that nothing cancels out
    return 1 - unlike * (values - 1) / expected


def fleiss(ratings: Ratings, *, lost: int = 1) -> Estimate:
    """Fleiss' kappa; Scott's pi for two reviewers. ``lost`` as in ``ac1``."""
    if ratings.used == 1:
        return Estimate(value=None, note=ONE_VERDICT)
    return _corrected(ratings, _by_squares, lost)


def ac1(ratings: Ratings, *, lost: int = 1) -> Estimate:
    """Gwet's AC1.

    Args:
        ratings: what was decided.
        lost: degrees of freedom taken off in the variance: 1 for a sample of many reviewers'
            verdicts, 0 for the published formula of two reviewers.
    """
    return _corrected(ratings, _by_rarity, lost)


def brennan_prediger(ratings: Ratings, *, lost: int = 1) -> Estimate:
    """Agreement beyond even chances; PABAK with two verdicts. ``lost`` as in ``ac1``."""
    return _corrected(ratings, _by_evens, lost)


def _alike(unit: tuple[int, ...]) -> float:
    agreeing, pairs = _pairs(unit)
    return agreeing / pairs


def _pairs(unit: tuple[int, ...]) -> tuple[int, int]:
    """The pairs of verdicts that agree, and all."""
    size = sum(unit)
    return sum(count * (count - 1) for count in unit), size * (size - 1)


def _by_squares(shares: list[Fraction], of: list[Fraction]) -> Fraction:
    return sum((share * one for share, one in zip(shares, of, strict=True)), Fraction())


def _by_rarity(shares: list[Fraction], of: list[Fraction]) -> Fraction:
    return (1 - _by_squares(shares, of)) / (len(shares) - 1)


def _by_evens(shares: list[Fraction], _of: list[Fraction]) -> Fraction:
    return Fraction(1, len(shares))


def _corrected(ratings: Ratings, chance: Chance, lost: int) -> Estimate:
    """(observed - chance) / (1 - chance) with the linearised error of Gwet 2008.

    ``chance(shares, of)`` is bilinear: of the overall shares it is the chance agreement, of a
    record's own shares that record's part in it. In exact fractions: where nearly all verdicts
    are the same, nearly everything cancels out.
    """
    kinds = [at for at in zip(ratings.units, ratings.weights, strict=True) if at[1]]
    total, compared = ratings.total, sum(weight for unit, weight in kinds if sum(unit) > 1)
    if not compared:
        return Estimate(value=None, note=NO_RECORDS)
    rows = [([Fraction(count, sum(unit)) for count in unit], weight) for unit, weight in kinds]
    agreeing = [Fraction(*_pairs(unit)) if sum(unit) > 1 else None for unit, _ in kinds]
    seen = zip(agreeing, rows, strict=True)
    observed = sum(Fraction(weight, compared) * alike for alike, (_, weight) in seen if alike)
    shares = [Fraction(sum(w * of[k] for of, w in rows)) / total for k in range(ratings.categories)]
    expected = chance(shares, shares)
    value = (observed - expected) / (1 - expected)
    squares = Fraction()
    for alike, (of, weight) in zip(agreeing, rows, strict=True):
        own = 0 if alike is None else Fraction(total, compared) * (alike - expected)
        part = 2 * (1 - value) * (chance(shares, of) - expected)
        squares += weight * ((own - part) / (1 - expected) - value) ** 2
    freedom = total - lost
    error = sqrt(squares / total / freedom) if freedom else None
    return Estimate(value=float(value), error=error)
