"""All coefficients of a pair or a team of reviewers, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from screening.agreement.chance import ac1, alpha, brennan_prediger, fleiss, percent, specific
from screening.agreement.cohen import NO_RECORDS, ONE_VERDICT, cohen
from screening.agreement.intervals import drawn_again, normal, percentile, student, wilson
from screening.agreement.ratings import PairTable, Ratings, counted_ratings
from screening.agreement.types import Coefficient, Measure, Sampling

_GWET = "Gwet 2008"
_BINOMIAL = "twice the binomial error of percent agreement"
_NONE_IN = "Undefined: nobody let a record through."
_NONE_OUT = "Undefined: nobody excluded a record."
_STANDARD = Sampling()


def pair_coefficients(table: PairTable, sampling: Sampling = _STANDARD) -> tuple[Coefficient, ...]:
    """The coefficients of two reviewers.

    Returns:
        Percent, positive and negative agreement, Cohen's kappa, AC1, PABAK, Krippendorff's alpha,
        the prevalence index (a - d) / n and the bias index (b - c) / n.
    """
    ratings, total = counted_ratings(table.rows), table.total
    samples = drawn_again(table.cells, sampling)
    drawn = partial(_drawn, ratings, samples, sampling)
    index = partial(percentile, weights=table.cells, samples=samples, sampling=sampling)
    return (
        wilson(Measure.PERCENT, table.agreed, total, sampling, NO_RECORDS),
        *drawn((Measure.POSITIVE, Measure.NEGATIVE)),
        normal(Measure.COHEN, cohen(table.rows), sampling, "Fleiss-Cohen-Everitt 1969"),
        student(Measure.AC1, ac1(ratings, lost=0), total, sampling, _GWET),
        student(Measure.PABAK, brennan_prediger(ratings, lost=0), total, sampling, _BINOMIAL),
        *drawn((Measure.ALPHA,)),
        index(Measure.PREVALENCE, _prevalence, none=NO_RECORDS),
        index(Measure.BIAS, _bias, none=NO_RECORDS),
    )


def team_coefficients(ratings: Ratings, sampling: Sampling = _STANDARD) -> tuple[Coefficient, ...]:
    """The coefficients of any number of reviewers, some of whom may not have seen every record.

    Args:
        ratings: with the categories include and exclude, in this order.
        sampling: confidence, draws and seed.

    Returns:
        Percent (of pairs of verdicts), positive and negative agreement, Fleiss' kappa,
        Krippendorff's alpha, AC1 and PABAK.
    """
    total = ratings.total
    drawn = partial(_drawn, ratings, drawn_again(ratings.weights, sampling), sampling)
    return (
        *drawn((Measure.PERCENT, Measure.POSITIVE, Measure.NEGATIVE)),
        student(Measure.FLEISS, fleiss(ratings), total, sampling, _GWET),
        *drawn((Measure.ALPHA,)),
        student(Measure.AC1, ac1(ratings), total, sampling, _GWET),
        student(Measure.PABAK, brennan_prediger(ratings), total, sampling, _GWET),
    )


_DRAWN: dict[Measure, tuple[Callable[[Ratings], float | None], str]] = {
    Measure.PERCENT: (percent, NO_RECORDS),
    Measure.POSITIVE: (partial(specific, category=0), _NONE_IN),
    Measure.NEGATIVE: (partial(specific, category=1), _NONE_OUT),
    Measure.ALPHA: (alpha, ONE_VERDICT),
}


def _drawn(
    ratings: Ratings, samples: list[list[int]], sampling: Sampling, measures: Sequence[Measure]
) -> list[Coefficient]:
    """Measures whose interval comes from drawing the records again."""
    nothing = percent(ratings) is None

    def one(measure: Measure) -> Coefficient:
        formula, why = _DRAWN[measure]
        return percentile(
            measure,
            lambda weights: formula(ratings.weighed(weights)),
            ratings.weights,
            samples,
            sampling,
            NO_RECORDS if nothing else why,
        )

    return [one(measure) for measure in measures]


def _prevalence(cells: Sequence[int]) -> float:
    return (cells[0] - cells[3]) / sum(cells)


def _bias(cells: Sequence[int]) -> float:
    return (cells[1] - cells[2]) / sum(cells)
