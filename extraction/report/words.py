"""How a report writes times, shares and lists. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from math import floor

from screening import console


def moment(at: datetime | None) -> str:
    """A time to the second in UTC, as ISO 8601; empty for none."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def day(at: str) -> str:
    """The date of an ISO time."""
    return at[:10]


def percent(share: float | None, digits: int = 1) -> str:
    """A share as per cent; empty for none."""
    return "" if share is None else console.percent(share, digits)


def certain(share: float) -> str:
    """A share vouched for as per cent: cut after a digit, never rounded up."""
    return console.percent(floor(1000 * share + 1e-9) / 1000, 1)


def two(value: float | None) -> str:
    """A coefficient to two digits; 'undefined' for none."""
    return "undefined" if value is None else f"{value:.2f}"


def by_number(reference: str) -> tuple[bool, int, str]:
    """Sorts references: 2 before 14, and words after numbers."""
    is_number = reference.isascii() and reference.isdigit()
    return not is_number, int(reference) if is_number else 0, reference


def listed(parts: Sequence[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def were(number: int) -> str:
    """'was' of one, 'were' of any other number."""
    return "was" if number == 1 else "were"
