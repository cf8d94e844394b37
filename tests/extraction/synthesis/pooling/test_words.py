"""Rare events are told as more than nothing."""

from __future__ import annotations

import pytest

from extraction.synthesis.pooling.words import told


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0000"),
        (1.0, "1.0000"),
        (0.25, "0.2500"),
        (0.00012, "0.0001"),
        (2.43e-6, "0.0000024"),
        (1 - 2e-7, "0.99999980"),
        (1.25e-13, "1.2e-13"),
        (1 - 1e-15, "1.0000"),
        (37.5, "37.5000"),
    ],
)
def test_digits_last_until_there_is_something(value: float, text: str) -> None:
    assert told(value) == text


def test_fewer_digits_may_be_asked_for() -> None:
    assert (told(0.25, 3), told(0.0004, 3)) == ("0.250", "0.00040")
