"""Pooled numbers as they are told."""

from __future__ import annotations

from math import ceil, log10

_MOST_DIGITS = 8


def told(value: float, digits: int = 4) -> str:
    """A proportion or variance to some digits; to more where those would make 0 or 1 of it."""
    text = f"{value:.{digits}f}"
    if value in {0, 1} or float(text) not in {0, 1}:
        return text
    places = ceil(-log10(min(abs(value), abs(1 - value)))) + 1
    if places <= _MOST_DIGITS:
        return f"{value:.{places}f}"
    return text if float(text) else f"{value:.1e}"
