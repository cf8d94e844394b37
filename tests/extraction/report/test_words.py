"""Shares as a report writes them."""

from __future__ import annotations

import pytest

from extraction.report.words import certain


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.94996, "94.9 %"),
        (0.95, "95.0 %"),
        (0.29, "29.0 %"),
        (0.99999, "99.9 %"),
        (1.0, "100.0 %"),
    ],
)
def test_what_is_vouched_for_is_never_rounded_up(share: float, told: str) -> None:
    assert certain(share) == told
