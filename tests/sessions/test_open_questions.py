"""Status, search and desk mean the same by an open question, whatever was marked, asked, undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.report.selection_part import duplicates_part
from screening.errors import UsageError
from screening.events.kinds import DuplicateProposed
from screening.records import to_record_id
from screening.sessions.duplicate_desk import Answer, DuplicateDesk
from screening.sessions.duplicate_group import split_group
from screening.sessions.duplicate_plan import MAKER
from screening.sessions.duplicate_undo import undo_duplicates
from screening.sessions.duplicates import mark_duplicate, unmark_duplicate
from screening.sessions.find_duplicates import find_duplicates
from screening.sessions.review import Review
from screening.sessions.status import status_of
from tests.reviews_builder import make_review

REVIEW = "tamis duplicates review"
RECORDS = 5
Act = Callable[[Review, DuplicateDesk, int, int], object]


def ask(review: Review, one: int, two: int) -> None:
    """Put the question whether two records are the same, as a search does."""
    with review.writing() as writer:
        writer.append(
            DuplicateProposed(
                record=to_record_id(two), other=to_record_id(one), maker=MAKER, rule="title only"
            )
        )


def mark(review: Review, _desk: DuplicateDesk, one: int, two: int) -> None:
    mark_duplicate(review, to_record_id(one), to_record_id(two))


def unmark(review: Review, _desk: DuplicateDesk, one: int, _two: int) -> None:
    unmark_duplicate(review, to_record_id(one))


def split(review: Review, _desk: DuplicateDesk, one: int, _two: int) -> None:
    split_group(review, to_record_id(one))


def undo(review: Review, _desk: DuplicateDesk, _one: int, _two: int) -> None:
    undo_duplicates(review)


def same(_review: Review, desk: DuplicateDesk, _one: int, _two: int) -> None:
    desk.answer(Answer.DUPLICATE)


def both(_review: Review, desk: DuplicateDesk, _one: int, _two: int) -> None:
    desk.answer(Answer.KEEP_BOTH)


def back(_review: Review, desk: DuplicateDesk, _one: int, _two: int) -> None:
    desk.undo()


def asked(review: Review, _desk: DuplicateDesk, one: int, two: int) -> None:
    if one != two:
        ask(review, one, two)


ACTS: tuple[Act, ...] = (asked, mark, both, same, unmark, back, undo, split)
numbers = st.integers(1, RECORDS)
steps = st.lists(st.tuples(st.sampled_from(ACTS), numbers, numbers), max_size=12)


def all_agree(review: Review) -> bool:
    """Whether a question is open; every place says the same and the desk shows one."""
    desk = DuplicateDesk(review)
    question = desk.question()
    assert (status_of(review).next_step == REVIEW) is (question is not None)
    assert find_duplicates(review, dry_run=True).open_questions == desk.left
    assert duplicates_part(review).open_questions == desk.left
    return question is not None


@settings(max_examples=30, deadline=None)
@given(steps)
def test_status_names_the_questions_while_the_desk_shows_one(
    acts: list[tuple[Act, int, int]],
) -> None:
    with TemporaryDirectory() as folder, make_review(Path(folder) / "r", RECORDS) as review:
        find_duplicates(review)
        desk = DuplicateDesk(review)
        for act, one, two in acts:
            with suppress(UsageError):
                act(review, desk, one, two)
            all_agree(review)


def test_an_answer_for_two_groups_answers_every_question_between_them(tmp_path: Path) -> None:
    """A question about a duplicate is shown as, and answered for, the record that is kept."""
    with make_review(tmp_path / "r", RECORDS) as review:
        find_duplicates(review)
        desk = DuplicateDesk(review)
        mark(review, desk, 5, 2)
        ask(review, 1, 5)
        assert all_agree(review)
        assert desk.answer(Answer.KEEP_BOTH).startswith("R00")
        assert not all_agree(review)
        assert status_of(review).next_step != REVIEW


def test_marking_by_hand_answers_the_questions_between_two_groups(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", RECORDS) as review:
        find_duplicates(review)
        desk = DuplicateDesk(review)
        mark(review, desk, 5, 2)
        ask(review, 1, 5)
        mark(review, desk, 1, 2)
        assert not all_agree(review)


def test_taking_the_answer_back_asks_again(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", RECORDS) as review:
        find_duplicates(review)
        desk = DuplicateDesk(review)
        mark(review, desk, 5, 2)
        ask(review, 1, 5)
        for answer in (Answer.KEEP_BOTH, Answer.DUPLICATE):
            desk.answer(answer)
            assert not all_agree(review)
            desk.undo()
            assert all_agree(review)
