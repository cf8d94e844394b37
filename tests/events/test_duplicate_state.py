"""Marks, questions and relations as the fold sees them."""

from __future__ import annotations

from datetime import UTC, datetime

from screening.events import Body, Event, Maker, ReviewState, fold, pair_of
from screening.events.kinds import (
    DuplicateMarked,
    DuplicateProposed,
    DuplicateRejected,
    DuplicatesSearched,
    DuplicateUnmarked,
    RelatedMarked,
)
from screening.records import RecordId

ONE, TWO, TEN = RecordId("R0001"), RecordId("R0002"), RecordId("R10000")
PAIR = (ONE, TWO)
MAKER = Maker(name="tamis duplicates", version="1")
PROPOSED = DuplicateProposed(record=TWO, other=ONE, maker=MAKER, rule="title only")


def state(*bodies: Body) -> ReviewState:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return fold(Event(seq=n, at=at, by="Ann", body=body) for n, body in enumerate(bodies, start=1))


def test_a_pair_stands_in_the_order_of_import() -> None:
    assert pair_of(TEN, TWO) == pair_of(TWO, TEN) == (TWO, TEN)


def test_a_question_is_open_until_it_is_answered() -> None:
    assert state(PROPOSED).asked == {PAIR: PROPOSED}
    assert state(PROPOSED, DuplicateMarked(record=ONE, kept=TWO)).asked == {}
    apart = state(PROPOSED, DuplicateRejected(record=ONE, other=TWO))
    assert (apart.asked, apart.kept_apart) == ({}, {PAIR})


def test_asked_again_it_is_open_again() -> None:
    again = state(PROPOSED, DuplicateRejected(record=ONE, other=TWO), PROPOSED)
    assert (again.asked, again.kept_apart) == ({PAIR: PROPOSED}, set())


def test_unmarking_keeps_apart_and_marking_joins_again() -> None:
    mark = DuplicateMarked(record=TWO, kept=ONE, maker=MAKER, rule="title and place")
    assert state(mark).marked_by == {TWO: mark}
    parted = state(mark, DuplicateUnmarked(record=TWO))
    assert (parted.duplicates, parted.marked_by, parted.kept_apart) == ({}, {}, {PAIR})
    assert state(mark, DuplicateUnmarked(record=TWO), mark).kept_apart == set()
    assert state(DuplicateUnmarked(record=TWO)).kept_apart == set()


def test_relations_and_searches_are_remembered() -> None:
    related = RelatedMarked(record=TWO, other=ONE, relation="preprint", maker=MAKER)
    searched = DuplicatesSearched(maker=MAKER, preset="standard", searched_to=2)
    found = state(related, searched)
    assert (found.related, found.searched) == ({PAIR: related}, searched)
    assert found.duplicates == {}
