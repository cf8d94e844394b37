"""The whole search: symmetric, the same twice, in any order, in one go or import by import."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from screening.dedup import Known, Outcome, Prepared, Preset, decide, find, keeper
from screening.dedup.cluster import contradict
from tests.dedup.made import prepared, record_sets

CHANCE = st.randoms(use_true_random=False)


@given(record_sets())
def test_deciding_is_symmetric(records: list[Prepared]) -> None:
    for one, two in combinations(records, 2):
        for preset in Preset:
            assert decide(one, two, preset) == decide(two, one, preset)


@given(record_sets(), CHANCE)
def test_the_order_of_the_records_does_not_matter(records: list[Prepared], chance: Random) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert find(shuffled) == find(records)


@given(record_sets())
def test_clusters_are_consistent(records: list[Prepared]) -> None:
    found = find(records)
    by_number = {at.number: at for at in records}
    everyone = [number for members in found.clusters for number in members]
    assert len(everyone) == len(set(everyone))
    for members in found.clusters:
        for one, two in combinations(members, 2):
            assert not contradict(by_number[one], by_number[two])
    home = {number: members for members in found.clusters for number in members}
    for edge in (*found.asked, *found.related):
        assert home.get(edge.one, edge.one) != home.get(edge.two, edge.two)
    for edge in found.certain:
        assert home[edge.one] == home[edge.two]


@given(record_sets())
def test_searching_again_finds_nothing_new(records: list[Prepared]) -> None:
    found = find(records)
    together = frozenset(
        (members[0], number) for members in found.clusters for number in members[1:]
    )
    known = Known(together=together, compared_to=len(records))
    again = find(records, known=known)
    assert again.clusters == found.clusters
    assert (again.certain, again.asked, again.related, again.compared) == ((), (), (), 0)


@given(record_sets(), st.integers(0, 7))
def test_an_import_later_is_compared_with_all_earlier_ones(
    records: list[Prepared], first: int
) -> None:
    early = find(records[:first])
    together = frozenset(
        (members[0], number) for members in early.clusters for number in members[1:]
    )
    late = find(records, known=Known(together=together, compared_to=first))
    assert early.compared + late.compared == find(records).compared
    for members in early.clusters:
        assert any(set(members) <= set(after) for after in late.clusters)


@given(record_sets(), st.data())
def test_what_people_keep_apart_stays_apart(records: list[Prepared], data: st.DataObject) -> None:
    pairs = list(combinations(range(1, len(records) + 1), 2))
    apart = frozenset(data.draw(st.sets(st.sampled_from(pairs)))) if pairs else frozenset()
    found = find(records, known=Known(apart=apart))
    for members in found.clusters:
        assert not apart & set(combinations(members, 2))
    assert not apart & {(edge.one, edge.two) for edge in (*found.asked, *found.related)}


@given(record_sets())
def test_careful_marks_no_pair_that_standard_would_not(records: list[Prepared]) -> None:
    for one, two in combinations(records, 2):
        careful, standard = decide(one, two, Preset.CAREFUL), decide(one, two)
        if careful is not None and careful.outcome is Outcome.CERTAIN:
            assert standard == careful


def test_the_most_complete_record_is_kept() -> None:
    poor, rich, later = prepared(1, abstract="", doi=""), prepared(2), prepared(3)
    assert keeper([poor, later, rich]) == rich


def test_nothing_in_nothing_out() -> None:
    assert find([]).clusters == ()


def test_questions_come_likeliest_first() -> None:
    blank: dict[str, object] = {"doi": "", "pmid": "", "abstract": ""}
    one = prepared(1, **blank)
    asked = find([one, prepared(2, **blank, authors=()), prepared(3, **blank, pages="900")]).asked
    assert [edge.likeness for edge in asked] == sorted(
        (edge.likeness for edge in asked), reverse=True
    )
