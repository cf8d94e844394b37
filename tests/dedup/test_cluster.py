"""Clusters hold no contradiction, whatever the order, and never what a person keeps apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screening.dedup import Edge, Outcome
from screening.dedup.cluster import cluster, contradict
from tests.dedup.made import prepared


def _edge(one: int, two: int, likeness: float = 0.9) -> Edge:
    return Edge(one=one, two=two, outcome=Outcome.CERTAIN, rule="made", likeness=likeness)


def test_pairs_become_clusters() -> None:
    records = {number: prepared(number) for number in range(1, 6)}
    made = cluster(records, [_edge(1, 2), _edge(2, 3), _edge(4, 5), _edge(1, 3)])
    assert made.members == ((1, 2, 3), (4, 5))
    assert len(made.joined) == 3
    assert made.refused == ()


def test_a_third_record_joins_no_contradiction() -> None:
    records = {
        1: prepared(1, doi="10.5555/a", pages="1-9"),
        2: prepared(2, doi="", pages=""),
        3: prepared(3, doi="10.5555/b", pages="40-49"),
    }
    made = cluster(records, [_edge(1, 2, 0.9), _edge(2, 3, 0.8)])
    assert made.members == ((1, 2),)
    assert [(edge.outcome, edge.one, edge.two) for edge in made.refused] == [(Outcome.ASK, 2, 3)]
    assert "R0001 and R0003 differ in identifiers and pages" in made.refused[0].evidence


def test_what_a_person_keeps_apart_is_joined_by_nobody() -> None:
    records = {number: prepared(number) for number in range(1, 4)}
    apart = frozenset({(1, 3)})
    made = cluster(records, [_edge(1, 2), _edge(2, 3), _edge(1, 3)], apart=apart)
    assert not any({1, 3} <= set(members) for members in made.members)
    assert "a person keeps R0001 and R0003 apart" in made.refused[-1].evidence


def test_what_is_marked_already_stays_together() -> None:
    records = {
        1: prepared(1, doi="10.5555/a", pages="1-9"),
        2: prepared(2, doi="10.5555/b", pages="40-49"),
    }
    assert cluster(records, [], together=[(1, 2)]).members == ((1, 2),)


def test_a_cluster_has_a_bound() -> None:
    records = {number: prepared(number) for number in range(1, 70)}
    made = cluster(records, [_edge(1, number) for number in range(2, 70)])
    assert max(map(len, made.members)) == 50
    assert len(made.refused) == 19


_pairs = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1]),
    unique=True,
    max_size=12,
)


@given(_pairs, st.randoms(use_true_random=False), st.sets(st.sampled_from([(1, 2), (3, 7)])))
def test_the_order_of_the_pairs_does_not_matter(
    pairs: list[tuple[int, int]], chance: object, apart: set[tuple[int, int]]
) -> None:
    records = {
        number: prepared(number, doi=f"10.5555/{number % 3}", pages=f"{number % 3}01-{number}09")
        for number in range(1, 9)
    }
    edges = [_edge(*pair, likeness=round(1 / sum(pair), 2)) for pair in pairs]
    shuffled = list(edges)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    made = cluster(records, edges, apart=frozenset(apart))
    assert made == cluster(records, shuffled, apart=frozenset(apart))
    for members in made.members:
        for one in members:
            for two in members:
                assert (one, two) not in apart
                assert not contradict(records[one], records[two])
