"""Histories from strings: plus is relevant, minus not; ``A`` and ``a`` are random draws."""

from __future__ import annotations

from screening.stopping import History


def history(labels: str, total: int) -> History:
    """``A`` is a random draw that is relevant, ``a`` one that is not."""
    return History(
        total=total,
        relevant=tuple(label in "+A" for label in labels),
        audit=tuple(label in "Aa" for label in labels),
    )
