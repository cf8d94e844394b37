"""A plain reading of the coefficients, for people who have never met them."""

from __future__ import annotations

from collections.abc import Sequence

from screening.agreement.ratings import PairTable
from screening.agreement.types import Coefficient, Measure

# AC1 further above kappa than this is worth a word of explanation.
_APART = 0.2
# A reviewer who lets through so much more of all records than the other is worth a word, too.
_LENIENT = 0.05
_FEW_RECORDS = 50


def pair_reading(one: str, two: str, table: PairTable, coefficients: Sequence[Coefficient]) -> str:
    """What the table of two reviewers says, in a few sentences."""
    if not table.total:
        return f"{one} and {two} have decided no record both."
    parts = (
        f"{one} and {two} agreed on {table.agreed:,} of {table.total:,} records.",
        _on_includes(table),
        _three(coefficients, Measure.COHEN),
        _lenient(one, two, coefficients),
        _few(table.total),
    )
    return " ".join(part for part in parts if part)


def team_reading(records: int, coefficients: Sequence[Coefficient]) -> str:
    """What the coefficients of a whole team say."""
    if not records:
        return "No record was decided by two reviewers."
    return " ".join(part for part in (_three(coefficients, Measure.FLEISS), _few(records)) if part)


def _on_includes(table: PairTable) -> str:
    either = table.total - table.neither
    if not either:
        return "Neither let a record through, so nothing is known of agreement on inclusions."
    return f"Of the {either:,} that at least one let through, both let through {table.both:,}."


def _three(coefficients: Sequence[Coefficient], kappa_like: Measure) -> str:
    """Kappa, AC1 and positive agreement together: each alone misleads where few are included."""
    values = {at.measure: at.value for at in coefficients}
    kappa, even = values[kappa_like], values[Measure.AC1]
    if kappa is None:
        return "Kappa is undefined: every verdict is the same."
    positive = values[Measure.POSITIVE]
    told = "undefined" if positive is None else f"{positive:.2f}"
    numbers = f"Kappa {kappa:.2f}, AC1 {even:.2f} and positive agreement {told}"
    if even is None or even - kappa <= _APART:
        return f"{numbers} belong together; quote all three."
    return (
        f"{numbers} differ because one verdict is rare: a few disagreements pull kappa down, and"
        " AC1 is held up by the many easy agreements. Neither is wrong; positive agreement says"
        " how far you agree on what is let through. Quote all three."
    )


def _lenient(one: str, two: str, coefficients: Sequence[Coefficient]) -> str:
    """Who is more lenient, where that is both worth a word and more than chance."""
    bias = next(at for at in coefficients if at.measure is Measure.BIAS)
    if bias.value is None or bias.interval is None or abs(bias.value) < _LENIENT:
        return ""
    if bias.interval.low <= 0 <= bias.interval.high:
        return ""
    more, less = (one, two) if bias.value > 0 else (two, one)
    return f"{more} lets more through than {less}: talk about where the line is."


def _few(records: int) -> str:
    few = records < _FEW_RECORDS
    return f"With {records} records all of this is uncertain: look at the intervals." if few else ""
