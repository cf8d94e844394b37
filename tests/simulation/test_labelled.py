"""Labelled reviews from files, shuffled, and seen through if they are sorted."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.simulation.labelled import read_labelled, sorted_by_label
from tests.simulation.files import ROWS, write_csv, write_ris


def test_a_table_is_read(tmp_path: Path) -> None:
    found = read_labelled(write_csv(tmp_path / "set.csv"))
    assert (len(found.records), found.relevant, found.field) == (len(ROWS), 8, "label_included")
    assert found.records[0] == "R0001"
    assert found.bare >= {"R0001", "R0004"}
    assert not found.is_sorted


def test_notes_of_asreview_are_read_from_ris(tmp_path: Path) -> None:
    notes = ["ASReview_relevant", "ASReview_irrelevant", "ASReview_not_seen", "ASReview_relevant"]
    found = read_labelled(write_ris(tmp_path / "set.ris", notes))
    assert found.records == ("R0001", "R0002", "R0004")
    assert (found.labels, found.unlabelled) == ((True, False, True), 1)


def test_a_shuffle_keeps_every_record_whole(tmp_path: Path) -> None:
    found = read_labelled(write_csv(tmp_path / "set.csv"))
    mixed = found.shuffled(5)
    assert mixed.records != found.records
    assert mixed.truth == found.truth
    assert mixed.bare == found.bare
    assert mixed == found.shuffled(5)


@pytest.mark.parametrize("values", [["1", "0", "0"], ["1", "1", "1"]])
def test_one_kind_of_label_is_not_enough(tmp_path: Path, values: list[str]) -> None:
    rows = [(f"Title of case {number}", value) for number, value in enumerate(values)]
    with pytest.raises(BadInput, match="at least two included"):
        read_labelled(write_csv(tmp_path / "set.csv", rows))


def test_a_sorted_file_is_seen() -> None:
    assert sorted_by_label([True] * 20 + [False] * 200)
    assert sorted_by_label([False] * 200 + [True] * 20)
    assert sorted_by_label([False] * 90 + [True] * 20 + [False] * 90)
    assert sorted_by_label([True] * 3 + [False] * 90)


def test_a_random_file_is_not_taken_for_sorted() -> None:
    for seed in range(50):
        labels = [True] * 12 + [False] * 150
        random.Random(seed).shuffle(labels)  # noqa: S311 - draws for a test
        assert not sorted_by_label(labels)
    assert not sorted_by_label([True] * 5)
