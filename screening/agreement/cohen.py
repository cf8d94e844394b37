"""Cohen's kappa of two reviewers, with the large-sample error of Fleiss, Cohen and Everitt.

Cohen J. 1960, Educ Psychol Meas 20:37-46; Fleiss JL, Cohen J, Everitt BS. 1969, Psychol Bull
72:323-327, equation 13 (the error for an interval, not the one under the null hypothesis).
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

from screening.agreement.ratings import Table
from screening.agreement.types import Estimate

NO_RECORDS = "No record was decided by two reviewers."
ONE_VERDICT = "Undefined: every verdict is the same, so there is nothing that chance could explain."


def cohen(table: Table) -> Estimate:
    """Kappa and its error from a square table of counts, rows and columns in the same order.

    In exact fractions: where nearly all verdicts are the same, nearly everything cancels out.
    """
    total = sum(map(sum, table))
    if not total:
        return Estimate(value=None, note=NO_RECORDS)
    shares = [[Fraction(cell, total) for cell in row] for row in table]
    rows = [Fraction(sum(row), total) for row in table]
    columns = [Fraction(sum(column), total) for column in zip(*table, strict=True)]
    if any(table[k][k] == total for k in range(len(table))):
        return Estimate(value=None, note=ONE_VERDICT)
    expected = sum((row * column for row, column in zip(rows, columns, strict=True)), Fraction())
    observed = sum((shares[k][k] for k in range(len(table))), Fraction())
    kappa = (observed - expected) / (1 - expected)
    return Estimate(
        value=float(kappa),
        error=sqrt(_squared_error(shares, rows, columns, kappa) / total),
        note=_one_sided(table),
    )


def _squared_error(
    shares: list[list[Fraction]], rows: list[Fraction], columns: list[Fraction], kappa: Fraction
) -> Fraction:
    """The squared error times the number of records."""
    k = range(len(rows))
    expected = sum(rows[i] * columns[i] for i in k)
    alike = sum(shares[i][i] * (1 - (rows[i] + columns[i]) * (1 - kappa)) ** 2 for i in k)
    unlike = (
        sum(shares[i][j] * (columns[i] + rows[j]) ** 2 for i in k for j in k if i != j)
        * (1 - kappa) ** 2
    )
    centre = (kappa - expected * (1 - kappa)) ** 2
    return (alike + unlike - centre) / (1 - expected) ** 2


def _one_sided(table: Table) -> str:
    rows = sum(any(row) for row in table)
    columns = sum(any(column) for column in zip(*table, strict=True))
    if 1 not in (rows, columns):
        return ""
    return (
        "One reviewer gave every record the same verdict: kappa is 0 then, whatever the other said."
    )
