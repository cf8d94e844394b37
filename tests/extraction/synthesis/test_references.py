"""Reference lists in the style of the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.synthesis.references import References, compressed
from screening.errors import UsageError
from screening.records import to_record_id


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        ((14, 33, 34, 35), "14, 33-35"),
        ((2, 1), "1, 2"),
        ((1, 2, 3, 5, 7, 8, 9), "1-3, 5, 7-9"),
        ((), ""),
    ],
)
def test_runs_of_three_are_compressed(numbers: tuple[int, ...], printed: str) -> None:
    assert compressed(map(str, numbers)) == printed


def test_what_is_no_number_comes_last_in_natural_order() -> None:
    assert compressed(["R0012", "S10", "3", "S9"]) == "3, R0012, S9, S10"


@given(st.sets(st.integers(1, 120)))
def test_no_reference_is_lost(numbers: set[int]) -> None:
    found: set[int] = set()
    for part in filter(None, compressed(map(str, numbers)).split(", ")):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == numbers


def test_records_are_cited_by_their_place_unless_told_otherwise() -> None:
    cited = References.by_position([to_record_id(5), to_record_id(9)])
    assert cited.listed([to_record_id(9), to_record_id(5), to_record_id(7)]) == "1, 2, R0007"
    assert cited.record_of(" 2 ") == "R0009"
    with pytest.raises(UsageError, match="No record has the reference '3'"):
        cited.record_of("3")
