"""A group of duplicates shown, split and brought back by undo, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events import Maker
from screening.events.kinds import DuplicateMarked, DuplicateProposed
from screening.records import RecordId, to_record_id
from screening.sessions.duplicate_desk import Answer, DuplicateDesk
from screening.sessions.duplicate_group import duplicate_group, split_group
from screening.sessions.duplicate_undo import undo_duplicates
from screening.sessions.duplicates import mark_duplicate, unmark_duplicate
from screening.sessions.review import Review
from tests.reviews_builder import add_search, contents, make_review, reopen

ONE, TWO, THREE, FOUR, FIVE = (to_record_id(number) for number in range(1, 6))
MAKER = Maker(name="tamis duplicates", version="1")
Marks = dict[RecordId, DuplicateMarked]


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Five records; the search marked 2 and 4 as duplicates of 1."""
    found = contents(3)
    with make_review(tmp_path / "r", found=[replace(found[0], doi=""), *found[1:]]) as made:
        add_search(made, contents(2), "ERIC")
        with made.writing() as writer:
            for record in (TWO, FOUR):
                writer.append(
                    DuplicateMarked(record=record, kept=ONE, maker=MAKER, rule="r", evidence="e")
                )
        yield made


def marks(review: Review) -> Marks:
    return {record: replace(mark, undo=False) for record, mark in review.state.marked_by.items()}


def test_a_group_tells_every_field_with_its_giver(review: Review) -> None:
    found = duplicate_group(review, FOUR)
    assert found == duplicate_group(review, ONE)
    assert [(at.record, at.source, at.rule) for at in found.members] == [
        (ONE, "PubMed", ""),
        (TWO, "PubMed", "r"),
        (FOUR, "ERIC", "r"),
    ]
    doi = next(at for at in found.fields if at.field == "DOI")
    assert doi.values == ((ONE, ""), (TWO, "10.5555/00002"), (FOUR, "10.5555/00001"))
    assert (doi.value, doi.given_by) == ("10.5555/00002", (TWO,))
    with pytest.raises(UsageError, match="R0003 is neither a duplicate nor kept for one"):
        duplicate_group(review, THREE)


def test_split_restores_all_and_undo_joins_them_as_they_were(review: Review) -> None:
    before, records = marks(review), list(review.records())
    assert split_group(review, TWO) == (TWO, FOUR)
    assert review.state.duplicates == {}
    assert list(review.records()) == records
    assert undo_duplicates(review) == "Undone: R0002 unmarked; R0004 unmarked."
    assert marks(review) == before
    with pytest.raises(UsageError, match="Ann has marked or unmarked no duplicate"):
        undo_duplicates(review)


def test_steps_are_undone_one_by_one_also_after_restart(review: Review) -> None:
    start = marks(review)
    mark_duplicate(review, FIVE, ONE, why="same text")
    middle = marks(review)
    unmark_duplicate(review, TWO)
    unmark_duplicate(review, FOUR)
    with reopen(review.folder) as again:
        assert undo_duplicates(again) == "Undone: R0004 unmarked."
        assert undo_duplicates(again) == "Undone: R0002 unmarked."
        assert marks(again) == middle
        assert undo_duplicates(again) == "Undone: R0005 marked as a duplicate of R0001."
        assert marks(again) == start
        assert again.state.kept_apart == set()


def test_a_pair_that_was_apart_is_apart_again(review: Review) -> None:
    unmark_duplicate(review, TWO)
    mark_duplicate(review, TWO, ONE)
    assert review.state.kept_apart == set()
    undo_duplicates(review)
    assert review.state.kept_apart == {(ONE, TWO)}


def test_an_answer_that_moved_duplicates_along_is_undone_whole(review: Review) -> None:
    before = marks(review)
    with review.writing() as writer:
        writer.append(DuplicateProposed(record=ONE, other=THREE, maker=MAKER, rule="r"))
        writer.append(DuplicateMarked(record=FIVE, kept=THREE))
    desk = DuplicateDesk(review)
    joined = marks(review)
    desk.answer(Answer.DUPLICATE)
    assert len(set(review.state.duplicates.values())) == 1
    after = marks(review)
    desk.undo()
    assert marks(review) == joined
    desk.answer(Answer.DUPLICATE)
    assert marks(review) == after
    undo_duplicates(review)
    assert marks(review) == joined
    undo_duplicates(review)
    assert marks(review) == before


def test_only_own_steps_are_undone(review: Review) -> None:
    mark_duplicate(review, FIVE, ONE)
    with reopen(review.folder, by="Ben") as ben, pytest.raises(UsageError, match="Ben has marked"):
        undo_duplicates(ben)


def test_what_somebody_else_changed_since_is_left(review: Review) -> None:
    mark_duplicate(review, FIVE, ONE)
    with reopen(review.folder, by="Ben") as ben:
        unmark_duplicate(ben, FIVE)
    with pytest.raises(UsageError, match="R0005 was marked otherwise since"):
        undo_duplicates(review)
