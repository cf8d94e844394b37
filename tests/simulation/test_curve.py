"""The recall curve."""

from __future__ import annotations

from fractions import Fraction

import pytest

from screening.errors import UsageError
from screening.simulation.curve import draw, mean_recall

ORDERS = (((1, 3), 10), ((2, 5), 10))


def test_mean_recall_by_hand() -> None:
    shares = [Fraction(tenth, 10) for tenth in (0, 1, 2, 3, 5)]
    assert mean_recall(ORDERS, shares) == (0.0, 0.25, 0.5, 0.75, 1.0)


@pytest.mark.parametrize("step", range(1, 200))
def test_a_record_at_the_very_end_of_a_share_is_read(step: int) -> None:
    assert mean_recall([((step, 200), 200)], [Fraction(step, 200)]) == (0.5,)


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_curve_is_drawn_the_same_each_time(kind: str, start: bytes) -> None:
    first = draw(ORDERS, kind, title="A $review$")
    assert first.startswith(start)
    assert first == draw(ORDERS, kind, title="A $review$")


def test_another_kind_of_picture_is_refused() -> None:
    with pytest.raises(UsageError, match="'gif'"):
        draw(ORDERS, "gif")
