"""The recall curve."""

from __future__ import annotations

import pytest

from screening.errors import UsageError
from screening.simulation.curve import draw, mean_recall

ORDERS = (((1, 3), 10), ((2, 5), 10))


def test_mean_recall_by_hand() -> None:
    assert mean_recall(ORDERS, (0.0, 0.1, 0.2, 0.3, 0.5)) == (0.0, 0.25, 0.5, 0.75, 1.0)


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_curve_is_drawn_the_same_each_time(kind: str, start: bytes) -> None:
    first = draw(ORDERS, kind, title="A $review$")
    assert first.startswith(start)
    assert first == draw(ORDERS, kind, title="A $review$")


def test_another_kind_of_picture_is_refused() -> None:
    with pytest.raises(UsageError, match="'gif'"):
        draw(ORDERS, "gif")
