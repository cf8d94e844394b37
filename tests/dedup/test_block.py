"""Pairs that share a key are compared once, and no block costs more than its bound."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given

from screening.dedup import Prepared
from screening.dedup.block import KEYS, LARGEST, WINDOW, candidates
from tests.dedup.made import prepared, record_sets


def _numbers(pairs: object) -> list[tuple[int, int]]:
    return [(one.number, two.number) for one, two in pairs]  # type: ignore[attr-defined]


@given(record_sets())
def test_every_pair_that_shares_a_key_comes_once(records: list[Prepared]) -> None:
    expected = {
        (one.number, two.number)
        for one, two in combinations(records, 2)
        if any(key(one) and key(one) == key(two) for key in KEYS)
    }
    found = _numbers(candidates(records))
    assert len(found) == len(set(found))
    assert {tuple(sorted(pair)) for pair in found} == expected


@given(record_sets())
def test_two_old_records_are_left_out(records: list[Prepared]) -> None:
    found = _numbers(candidates(records, lambda number: number > 3))
    assert all(max(pair) > 3 for pair in found)
    everything = _numbers(candidates(records))
    assert set(found) == {pair for pair in everything if max(pair) > 3}


def test_a_large_block_is_walked_with_a_window() -> None:
    count = LARGEST + 20
    records = [
        Prepared(number=n, title=f"same beginning of a very long title {n:04d} x{n}")
        for n in range(1, count + 1)
    ]
    found = _numbers(candidates(records))
    assert 0 < len(found) <= len(KEYS) * count * WINDOW
    assert (1, 2) in found
    assert (1, count) not in found


def test_near_ones_of_several_large_blocks_come_once() -> None:
    """Equal titles share the beginning, the end and the long words."""
    records = [
        Prepared(number=n, title="mentoring of medical students in hospitals everywhere")
        for n in range(1, LARGEST + 20)
    ]
    found = [tuple(sorted(pair)) for pair in _numbers(candidates(records))]
    assert len(found) == len(set(found)) <= len(records) * WINDOW


def test_records_without_any_field_share_no_key() -> None:
    assert list(candidates([Prepared(number=1), Prepared(number=2)])) == []


def test_a_pair_that_only_a_large_block_kept_apart_is_still_found_by_a_small_one() -> None:
    crowd = [
        Prepared(number=n, title=f"same beginning of a very long title {n:04d} x{n}")
        for n in range(2, LARGEST + 20)
    ]
    first = prepared(1, title="same beginning of a very long title 0000 first")
    last = prepared(900, title="same beginning of a very long title 9999 last")
    assert (1, 900) in _numbers(candidates([first, *crowd, last]))


def _entry(number: int, trial: str, title: str) -> Prepared:
    return prepared(
        number,
        title=title,
        venue="ClinicalTrials.gov",
        other_ids=(("trial", trial),),
        **dict.fromkeys(("abstract", "volume", "issue", "pages", "doi", "pmid"), ""),
        authors=(),
    )


def _report(number: int, said: str) -> Prepared:
    words = f"Report {number} on other wards"
    return prepared(number, title=words, abstract=said, doi="", pmid="", authors=(), pages="")


def test_an_entry_meets_each_record_that_names_its_number_among_others() -> None:
    records = [
        _entry(1, "NCT90000001", "Mentors"),
        _report(2, "Registered as NCT90000001 and ISRCTN90000002."),
        _report(3, "Registered as NCT90000001 and DRKS00009999, after NCT90000004."),
        _report(4, "Registered as NCT90000005."),
    ]
    found = _numbers(candidates(records))
    assert sorted(pair for pair in found if 1 in pair) == [(1, 2), (1, 3)]
    assert len(found) == len(set(found))
    newer = _numbers(candidates(records, lambda number: number > 2))
    assert [pair for pair in newer if 1 in pair] == [(1, 3)]


def test_an_entry_that_many_records_name_meets_its_neighbours_only() -> None:
    naming = [
        _report(number, f"NCT90000001 and ISRCTN9{number:07}.") for number in range(2, 2 * LARGEST)
    ]
    found = _numbers(candidates([_entry(1, "NCT90000001", "Report 50"), *naming]))
    assert 0 < sum(1 in pair for pair in found) <= 2 * WINDOW
