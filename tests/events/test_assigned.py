"""Who decides which record: the same for everybody who asks, and as much to do for all."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.events import ReviewState, assigned, draw, has_turn, needed
from screening.events.team_kinds import CalibrationBegun
from screening.protocol import Protocol, Stage, parse_protocol
from screening.records import to_record_id

NAMES = ("Ann", "Ben", "Cleo", "Dora", "Eve")


def _state(review: str = "a-review") -> ReviewState:
    return ReviewState(review=review)


def _protocol(names: int, plan: str, assignment: str = "balanced") -> Protocol:
    listed = ", ".join(f'"{name}"' for name in NAMES[:names])
    return parse_protocol(
        f'title = "T"\nreviewers = [{listed}]\nassignment = "{assignment}"\n'
        f"[stages.title]\n{plan}\n"
    )


def _all(protocol: Protocol, count: int, state: ReviewState | None = None) -> list[tuple[str, ...]]:
    state = state or _state()
    return [assigned(state, protocol, Stage.TITLE, to_record_id(n)) for n in range(1, count + 1)]


@settings(max_examples=40, deadline=None)
@given(names=st.integers(1, 5), each=st.integers(1, 5), count=st.integers(1, 200), review=st.text())
def test_everybody_has_the_same_to_do(names: int, each: int, count: int, review: str) -> None:
    each = min(each, names)
    made = _all(_protocol(names, f"reviewers = {each}"), count, _state(review))
    assert all(len(set(who)) == each for who in made)
    load = Counter(name for who in made for name in who)
    counts = [load[name] for name in NAMES[:names]]
    assert max(counts) - min(counts) <= each


@settings(max_examples=40, deadline=None)
@given(share=st.sampled_from([0.05, 0.1, 0.15, 0.2, 0.29, 0.5, 0.9]), blocks=st.integers(1, 12))
def test_the_share_is_met_in_every_block(share: float, blocks: int) -> None:
    protocol = _protocol(4, f"double = {share}")
    made = _all(protocol, 20 * blocks)
    doubles = [len(who) == 2 for who in made]
    assert sum(doubles) == int(20 * blocks * share + 1e-9)
    assert [needed(_state(), protocol, Stage.TITLE, to_record_id(n)) == 2 for n in
            range(1, len(made) + 1)] == doubles  # fmt: skip
    for kind in (1, 2):
        load = Counter(name for who in made if len(who) == kind for name in who)
        assert max(load.values(), default=0) - min((load[n] for n in NAMES[:4]), default=0) <= kind


def test_it_follows_from_the_review_and_not_from_chance() -> None:
    protocol = _protocol(3, "reviewers = 2")
    assert _all(protocol, 60) == _all(protocol, 60)
    assert _all(protocol, 60) != _all(protocol, 60, _state("another"))
    turned = parse_protocol(protocol.text.replace('"Ann", "Ben"', '"Ben", "Ann"'))
    assert _all(turned, 60) == _all(protocol, 60)


def test_no_record_changes_hands_when_others_are_imported() -> None:
    protocol = _protocol(4, "double = 0.2")
    assert _all(protocol, 500)[:123] == _all(protocol, 123)


def test_every_two_reviewers_meet() -> None:
    pairs = Counter(frozenset(who) for who in _all(_protocol(4, "reviewers = 2"), 600))
    assert set(pairs) == {frozenset(two) for two in combinations(NAMES[:4], 2)}
    assert min(pairs.values()) > 60


def test_an_open_stage_assigns_nobody() -> None:
    protocol = _protocol(2, "reviewers = 1", "open")
    assert _all(protocol, 3) == [(), (), ()]
    assert has_turn(_state(), protocol, Stage.TITLE, to_record_id(1), "Ann")
    assert has_turn(_state(), protocol, Stage.TITLE, to_record_id(1), "Ben")


def test_only_the_one_assigned_has_a_turn() -> None:
    protocol, record = _protocol(3, "reviewers = 1"), to_record_id(7)
    (name,) = assigned(_state(), protocol, Stage.TITLE, record)
    turns = [n for n in NAMES if has_turn(_state(), protocol, Stage.TITLE, record, n)]
    assert turns == [name]


def test_a_calibration_round_is_for_everybody() -> None:
    protocol, state, record = _protocol(3, "reviewers = 1"), _state(), to_record_id(5)
    state.team.take(
        1, CalibrationBegun(stage=Stage.TITLE, records=(record,), reviewers=NAMES[:4], seed="s")
    )
    assert assigned(state, protocol, Stage.TITLE, record) == NAMES[:3], "Dora does not screen here"
    assert needed(state, protocol, Stage.TITLE, record) == 3
    assert needed(state, protocol, Stage.TITLE, to_record_id(6)) == 1


@pytest.mark.parametrize("count", [0, 1, 7, 30])
def test_a_draw_is_of_different_records_in_order(count: int) -> None:
    pool = [to_record_id(n) for n in range(1, 21)]
    found = draw("seed", pool, count)
    assert len(set(found)) == len(found) == min(count, 20)
    assert list(found) == sorted(found)
    assert draw("seed", reversed(pool), count) == found
