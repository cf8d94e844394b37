"""Sums that must hold among boxes, checked where all is known and followed where it is not.

An equation says: ``whole`` = sum of ``plus`` - sum of ``minus``, or that ``whole`` is at most that.
Every number is whole and not below 0. Unknown numbers are narrowed to the bounds that the known
ones leave them (bounds propagation, Davis E, Artificial Intelligence 1987;32:281-331), each bound
with the numbers told that it comes from, so that a contradiction can name them. Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from screening.prisma.severity import Severity

_ROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """``whole`` = plus - minus; with ``at_most``, ``whole`` is not more than that."""

    rule: str
    whole: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    at_most: bool = False
    severity: Severity = Severity.ERROR

    @property
    def boxes(self) -> tuple[str, ...]:
        """All boxes of the equation."""
        return (self.whole, *self.plus, *self.minus)

    @property
    def words(self) -> str:
        """The equation as people write it."""
        right = " + ".join(self.plus) + "".join(f" - {box}" for box in self.minus)
        return f"{self.whole} {'<=' if self.at_most else '='} {right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Numbers told that cannot hold together, and the rule that they meet in."""

    equation: Equation
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bound:
    n: int
    why: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Range:
    low: _Bound = field(default_factory=lambda: _Bound(0))
    high: _Bound | None = None


def right_side(equation: Equation, known: Mapping[str, int | None]) -> int | None:
    """The sum of plus - minus; None where one of them is not known."""
    plus = [known.get(box) for box in equation.plus]
    minus = [known.get(box) for box in equation.minus]
    if any(n is None for n in (*plus, *minus)):
        return None
    return sum(n or 0 for n in plus) - sum(n or 0 for n in minus)


def broken(
    equations: Iterable[Equation], known: Mapping[str, int | None]
) -> tuple[tuple[Equation, int, int], ...]:
    """(equation, its whole, its right side) of those whose boxes are all known and do not fit."""
    found = []
    for equation in equations:
        whole, right = known.get(equation.whole), right_side(equation, known)
        if whole is None or right is None:
            continue
        if whole > right or (whole < right and not equation.at_most):
            found.append((equation, whole, right))
    return tuple(found)


def narrowed(
    equations: Sequence[Equation], given: Mapping[str, int]
) -> dict[str, int] | Contradiction:
    """Every number that the given ones leave no choice for, or what makes them impossible."""
    ranges = {box: _Range() for equation in equations for box in equation.boxes}
    for box, n in given.items():
        told = _Bound(n, frozenset((box,)))
        ranges[box] = _Range(told, told)
    for _ in range(_ROUNDS):
        changed = False
        for equation in equations:
            changed = _narrow(equation, ranges) or changed
            if empty := next((box for box in equation.boxes if _is_empty(ranges[box])), None):
                return _contradiction(equation, ranges[empty], given)
        if not changed:
            break
    return {
        box: at.low.n for box, at in ranges.items() if at.high is not None and at.high.n == at.low.n
    }


def _is_empty(at: _Range) -> bool:
    return at.high is not None and at.high.n < at.low.n


def _contradiction(equation: Equation, at: _Range, given: Mapping[str, int]) -> Contradiction:
    why = at.low.why | (at.high.why if at.high else frozenset())
    return Contradiction(equation=equation, told=tuple(box for box in given if box in why))


def _narrow(equation: Equation, ranges: dict[str, _Range]) -> bool:
    """Narrow every box of an equation by the others; true if any was."""
    # All terms on one side: whole - plus + minus = 0, or <= 0.
    terms = [(equation.whole, 1)]
    terms += [(box, -1) for box in equation.plus] + [(box, 1) for box in equation.minus]
    changed = False
    for at, (box, sign) in enumerate(terms):
        others = [term for place, term in enumerate(terms) if place != at]
        least = _total(others, ranges, highest=False)
        most = None if equation.at_most else _total(others, ranges, highest=True)
        upper, lower = (least, most) if sign > 0 else (most, least)
        changed = _lower_to(ranges[box], upper, -sign) or changed
        changed = _raise_to(ranges[box], lower, -sign) or changed
    return changed


def _total(
    terms: Iterable[tuple[str, int]], ranges: Mapping[str, _Range], *, highest: bool
) -> _Bound | None:
    """The lowest or highest sum of terms; None if there is no bound."""
    n, why = 0, frozenset[str]()
    for box, sign in terms:
        bound = ranges[box].high if (sign > 0) is highest else ranges[box].low
        if bound is None:
            return None
        n, why = n + sign * bound.n, why | bound.why
    return _Bound(n, why)


def _lower_to(at: _Range, bound: _Bound | None, sign: int) -> bool:
    if bound is None or (at.high is not None and at.high.n <= sign * bound.n):
        return False
    at.high = _Bound(sign * bound.n, bound.why)
    return True


def _raise_to(at: _Range, bound: _Bound | None, sign: int) -> bool:
    if bound is None or at.low.n >= sign * bound.n:
        return False
    at.low = _Bound(sign * bound.n, bound.why)
    return True
