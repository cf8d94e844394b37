"""Draws depend on ids and seed alone."""

from __future__ import annotations

from collections import Counter

import pytest

from screening.simulation.draw import priors, shuffled

LABELS = {f"R{number:04d}": number % 5 == 0 for number in range(1, 41)}


def test_a_shuffle_forgets_the_order_of_the_file() -> None:
    assert shuffled(LABELS, 1) == shuffled(reversed(list(LABELS)), 1)
    assert sorted(shuffled(LABELS, 1)) == sorted(LABELS)


def test_seeds_differ() -> None:
    assert shuffled(LABELS, 1) != shuffled(LABELS, 2)
    assert len({priors(LABELS, seed) for seed in range(20)}) > 10


def test_a_draw_never_changes() -> None:
    assert shuffled(["a", "b", "c", "d"], 0) == ("a", "c", "b", "d")


def test_known_records_are_of_both_kinds() -> None:
    drawn = priors(LABELS, 3, included=2, excluded=3)
    assert [LABELS[record] for record in drawn] == [True, True, False, False, False]


def test_every_included_record_is_drawn_as_often() -> None:
    drawn = Counter(priors(LABELS, seed)[0] for seed in range(800))
    assert len(drawn) == 8
    assert all(60 < count < 140 for count in drawn.values())


def test_a_draw_leaves_something_to_find() -> None:
    with pytest.raises(ValueError, match="leave none to find"):
        priors({"a": True, "b": False}, 0)
    with pytest.raises(ValueError, match="there are 1"):
        priors({"a": True, "b": False, "c": True}, 0, excluded=2)
