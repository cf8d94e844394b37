"""Searching a review for duplicates, judging the questions, and what the numbers say afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screening.dedup import Preset
from screening.errors import BadReview, UsageError
from screening.events import Maker, kept_for
from screening.events.kinds import DuplicateMarked, DuplicatesSearched, RecordChanged
from screening.prisma import flow, violations
from screening.protocol import Stage, Verdict
from screening.records import RecordContent, SearchId
from screening.sessions.duplicate_desk import Answer, DuplicateDesk
from screening.sessions.duplicates import mark_duplicate, marked_duplicates, unmark_duplicate
from screening.sessions.find_duplicates import find_duplicates, preset_named
from screening.sessions.review import Review
from screening.sessions.same_report import open_questions
from screening.sessions.screen import decide
from tests.overtaken import Overtaken
from tests.reviews_builder import add_search, make_review, reopen

TITLES = (
    "Mentoring of first-year medical students by senior peers",
    "What nurses remember of their clinical placements abroad",
    "Reading aloud in intensive care: a qualitative study of families",
)


def report(number: int, **changes: object) -> RecordContent:
    fields: dict[str, object] = {
        "position": number,
        "title": TITLES[number % len(TITLES)],
        "abstract": f"{TITLES[number % len(TITLES)]} was studied in interviews with many people."
        * 2,
        "year": 2011,
        "venue": "Journal of Mentoring",
        "volume": str(10 + number),
        "pages": f"{100 * number + 1}-{100 * number + 9}",
        "doi": f"10.5555/jm.{number}",
    }
    return RecordContent(**{**fields, **changes})  # type: ignore[arg-type]


FIRST = (report(0), report(1), report(2))
# the same as R0001 but poorer; R0002 at another place (a question); an erratum about R0003
SECOND = (
    replace(FIRST[0], abstract="", doi=""),
    replace(FIRST[1], doi="", pages="", volume="", venue="", year=2012, abstract=""),
    replace(FIRST[2], title=f"Erratum to: {TITLES[2]}", doi="", pages="900", abstract=""),
)


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with make_review(tmp_path / "r", found=FIRST) as made:
        add_search(made, SECOND, "ERIC")
        yield made


def pairs(review: Review) -> dict[str, str]:
    return {str(record): str(kept) for record, kept in review.state.duplicates.items()}


def numbers_hold(review: Review) -> None:
    counts = flow(review.state, review.protocol)
    assert counts.identified == counts.to_screen + counts.duplicates
    assert counts.duplicates == len(review.state.duplicates)
    assert [at for at in violations(counts) if at.severity == "error"] == []


def test_three_outcomes(review: Review) -> None:
    found = find_duplicates(review)
    assert [(at.record, at.kept, at.rule) for at in found.certain] == [
        ("R0004", "R0001", "title and place")
    ]
    assert [(at.record, at.other) for at in found.asked] == [("R0005", "R0002")]
    assert [(at.record, at.other, at.relation) for at in found.related] == [
        ("R0006", "R0003", "erratum")
    ]
    assert (found.records, found.new, found.open_questions) == (6, 6, 1)
    assert pairs(review) == {"R0004": "R0001"}
    mark = review.state.marked_by[found.certain[0].record]
    assert mark.maker is not None
    assert "the titles are the same" in mark.evidence
    numbers_hold(review)


def test_a_dry_run_records_nothing(review: Review) -> None:
    before = review.state.last_seq
    found = find_duplicates(review, dry_run=True)
    assert (len(found.certain), found.open_questions) == (1, 1)
    assert review.state.last_seq == before
    assert find_duplicates(review) == found


def test_a_second_search_finds_and_records_nothing(review: Review) -> None:
    find_duplicates(review)
    before = review.state.last_seq
    again = find_duplicates(review)
    assert (again.new, again.certain, again.asked, again.related) == (0, (), (), ())
    assert again.open_questions == 1
    assert review.state.last_seq == before


def test_a_later_import_is_compared_with_all(review: Review) -> None:
    find_duplicates(review)
    add_search(review, [replace(FIRST[0], abstract=""), report(5, title="Another one")], "Scopus")
    found = find_duplicates(review)
    assert found.new == 2
    assert pairs(review) == {"R0004": "R0001", "R0007": "R0001"}
    numbers_hold(review)


def test_another_preset_compares_all_again(review: Review) -> None:
    find_duplicates(review, Preset.CAREFUL)
    assert find_duplicates(review).new == 6
    assert review.state.searched is not None
    assert review.state.searched.preset == "standard"


def test_other_rules_compare_all_again_and_take_nothing_back(review: Review) -> None:
    found = find_duplicates(review)
    mark_duplicate(review, review.known("R0005"), review.known("R0003"))
    unmark_duplicate(review, found.certain[0].record)
    before = replace(found.certain[0], record=review.known("R0006"), rule="no longer known")
    related, asked, marks = set(review.state.related), set(review.state.asked), pairs(review)
    older = Maker(name="tamis duplicates", version="4")
    with review.writing() as writer:
        writer.append(replace(before, kept=review.known("R0002"), maker=older))
        writer.append(DuplicatesSearched(maker=older, preset="standard", searched_to=6))
    again = find_duplicates(review)
    assert (again.new, again.certain) == (6, ())
    assert pairs(review) == {**marks, "R0006": "R0002"}
    assert review.state.marked_by[review.known("R0005")].maker is None
    assert review.state.marked_by[review.known("R0006")].maker == older
    assert related <= set(review.state.related)
    assert asked <= set(review.state.asked)
    assert review.state.searched is not None
    assert review.state.searched.maker != older


def test_what_a_person_unmarked_stays_unmarked(review: Review) -> None:
    found = find_duplicates(review)
    unmark_duplicate(review, found.certain[0].record)
    again = find_duplicates(review, Preset.CAREFUL)
    assert again.certain == ()
    assert pairs(review) == {}
    add_search(review, [FIRST[0]], "Scopus")
    find_duplicates(review)
    assert kept_for(review.state, found.certain[0].record) != kept_for(
        review.state, found.certain[0].kept
    )


def test_what_a_person_marked_stays_marked(review: Review) -> None:
    one, two = review.known("R0001"), review.known("R0006")
    mark_duplicate(review, one, two, why="I know the authors")
    find_duplicates(review)
    assert pairs(review)["R0001"] == "R0006"
    assert pairs(review)["R0004"] == "R0006"
    numbers_hold(review)


def test_a_record_with_decisions_is_kept(review: Review) -> None:
    decide(review, Stage.TITLE, review.known("R0004"), Verdict.INCLUDE)
    find_duplicates(review)
    assert pairs(review) == {"R0001": "R0004"}


def test_two_records_with_decisions_are_asked_about(review: Review) -> None:
    for name in ("R0001", "R0004"):
        decide(review, Stage.TITLE, review.known(name), Verdict.INCLUDE)
    found = find_duplicates(review)
    assert found.certain == ()
    assert "both decided" in {at.rule for at in found.asked}
    assert pairs(review) == {}


def test_duplicates_of_a_duplicate_move_along(review: Review) -> None:
    find_duplicates(review)
    more = report(0, pmid="21000001", keywords=("peers",))
    add_search(review, [more], "PubMed again")
    decide(review, Stage.TITLE, review.known("R0007"), Verdict.INCLUDE)
    find_duplicates(review)
    assert pairs(review) == {"R0001": "R0007", "R0004": "R0007"}
    numbers_hold(review)


def test_an_empty_review_is_told_so(tmp_path: Path) -> None:
    with make_review(tmp_path / "e", found=()) as empty, pytest.raises(UsageError, match="record"):
        find_duplicates(empty)


def test_marks_made_meanwhile_stop_the_search(review: Review, tmp_path: Path) -> None:
    def somebody_else(done: int, total: int) -> None:
        if done == total:
            with reopen(tmp_path / "r", by="Ben") as other:
                mark_duplicate(other, other.known("R0006"), other.known("R0003"))

    with pytest.raises(BadReview, match="another command"):
        find_duplicates(review, progress=somebody_else)
    assert pairs(review) == {"R0006": "R0003"}
    assert find_duplicates(review).certain


def test_records_changed_meanwhile_stop_the_search(review: Review, tmp_path: Path) -> None:
    """Else the search would count them as compared, and a corrected DOI would show nothing."""

    def somebody_else(done: int, total: int) -> None:
        if done == total:
            with reopen(tmp_path / "r", by="Ben") as other, other.writing() as writer:
                writer.append(
                    RecordChanged(
                        record=other.known("R0002"),
                        search=SearchId("S01"),
                        fields=("doi",),
                        old=FIRST[1],
                        new=replace(FIRST[1], doi=""),
                    )
                )

    with pytest.raises(BadReview, match="records changed by another command"):
        find_duplicates(review, progress=somebody_else)
    assert review.state.changed_since_search
    assert find_duplicates(review).certain


def test_presets_have_names() -> None:
    assert preset_named("careful") is Preset.CAREFUL
    with pytest.raises(UsageError, match="no preset 'bold'"):
        preset_named("bold")


def test_the_search_is_in_the_log(review: Review) -> None:
    find_duplicates(review)
    last = list(review.events())[-1].body
    assert isinstance(last, DuplicatesSearched)
    assert last.searched_to == 6


def test_the_list_tells_what_showed_it(review: Review) -> None:
    find_duplicates(review)
    mark_duplicate(review, review.known("R0006"), review.known("R0003"), why="same text")
    told = [(at.record, at.by_hand, at.rule) for at in marked_duplicates(review)]
    assert told == [("R0004", False, "title and place"), ("R0006", True, "")]


class TestDesk:
    @pytest.fixture
    def desk(self, review: Review) -> DuplicateDesk:
        find_duplicates(review)
        return DuplicateDesk(review)

    def test_a_question_shows_what_differs(self, desk: DuplicateDesk) -> None:
        question = desk.question()
        assert question is not None
        assert (question.kept, question.record, question.total) == ("R0002", "R0005", 1)
        assert question.sources == ("PubMed", "ERIC")
        marks = {side.label: side.differs for side in question.sides}
        assert marks == {
            "Title": False, "Year": True, "Venue": None, "Volume": None, "Pages": None,
            "DOI": None, "Abstract": None,
        }  # fmt: skip

    def test_duplicate_and_undo(self, desk: DuplicateDesk) -> None:
        review = desk.review
        before = open_questions(review.state)
        assert desk.answer(Answer.DUPLICATE) == "R0005 is marked as a duplicate of R0002."
        assert pairs(review) == {"R0004": "R0001", "R0005": "R0002"}
        assert review.state.marked_by[review.known("R0005")].maker is None
        assert (desk.question(), desk.left, desk.answered) == (None, 0, 1)
        numbers_hold(review)
        desk.undo()
        assert pairs(review) == {"R0004": "R0001"}
        assert set(open_questions(review.state)) == set(before)
        assert (desk.left, desk.answered) == (1, 0)

    def test_keep_both_and_undo(self, desk: DuplicateDesk) -> None:
        desk.answer(Answer.KEEP_BOTH)
        assert desk.question() is None
        assert find_duplicates(desk.review, Preset.CAREFUL).open_questions == 0
        desk.undo()
        question = desk.question()
        assert question is not None
        assert question.record == "R0005"

    def test_skipping_goes_round(self, desk: DuplicateDesk) -> None:
        before = desk.review.state.last_seq
        desk.answer(Answer.SKIP)
        assert desk.question() is not None
        desk.undo()
        assert desk.left == 1
        assert desk.review.state.last_seq == before

    def test_nothing_to_undo_or_answer(self, desk: DuplicateDesk) -> None:
        with pytest.raises(UsageError, match="nothing to undo"):
            desk.undo()
        desk.answer(Answer.KEEP_BOTH)
        with pytest.raises(UsageError, match="no question left"):
            desk.answer(Answer.DUPLICATE)

    def test_undo_after_somebody_unmarked_is_refused(self, desk: DuplicateDesk) -> None:
        desk.answer(Answer.DUPLICATE)
        unmark_duplicate(desk.review, desk.review.known("R0005"))
        with pytest.raises(UsageError, match="no longer marked"):
            desk.undo()

    def test_somebody_else_was_faster(self, desk: DuplicateDesk, tmp_path: Path) -> None:
        assert desk.question() is not None
        with reopen(tmp_path / "r", by="Ben") as other:
            DuplicateDesk(other).answer(Answer.KEEP_BOTH)
        assert desk.answer(Answer.DUPLICATE) == "Somebody else has answered this meanwhile."
        assert desk.question() is None
        assert pairs(desk.review) == {"R0004": "R0001"}

    def test_followers_move_and_come_back(self, desk: DuplicateDesk) -> None:
        review = desk.review
        with review.writing() as writer:
            writer.append(DuplicateMarked(record=review.known("R0006"), kept=review.known("R0005")))
        decide(review, Stage.TITLE, review.known("R0002"), Verdict.INCLUDE)
        desk.answer(Answer.DUPLICATE)
        assert pairs(review) == {"R0004": "R0001", "R0005": "R0002", "R0006": "R0002"}
        numbers_hold(review)
        desk.undo()
        assert pairs(review) == {"R0004": "R0001", "R0006": "R0005"}
        numbers_hold(review)

    def test_an_answer_settles_what_follows_from_it(self, desk: DuplicateDesk) -> None:
        review = desk.review
        mark_duplicate(review, review.known("R0005"), review.known("R0006"))
        question = desk.question()
        assert question is None or {question.kept, question.record} == {"R0002", "R0006"}

    def test_the_record_kept_is_the_one_that_was_shown(self, desk: DuplicateDesk) -> None:
        """Else a decision that somebody made meanwhile would count no more."""
        record = desk.review.known("R0005")
        late = DuplicateDesk(
            Overtaken(desk.review, lambda at: decide(at, Stage.TITLE, record, Verdict.INCLUDE))
        )
        told = late.answer(Answer.DUPLICATE)
        assert told == "R0005 would be kept by now, not R0002: look at the two again."
        assert pairs(late.review) == {"R0004": "R0001"}
        question = late.question()
        assert question is not None
        assert (question.kept, question.record, late.answered) == ("R0005", "R0002", 0)
        assert late.answer(Answer.DUPLICATE) == "R0002 is marked as a duplicate of R0005."

    def test_undo_marks_no_follower_that_somebody_unmarked(self, desk: DuplicateDesk) -> None:
        review = desk.review
        with review.writing() as writer:
            writer.append(DuplicateMarked(record=review.known("R0006"), kept=review.known("R0005")))
        decide(review, Stage.TITLE, review.known("R0002"), Verdict.INCLUDE)
        desk.answer(Answer.DUPLICATE)
        follower = review.known("R0006")
        desk.review = Overtaken(review, lambda at: unmark_duplicate(at, follower))
        with pytest.raises(UsageError, match="R0006 is no longer marked as a duplicate of R0002"):
            desk.undo()
        assert pairs(desk.review) == {"R0004": "R0001", "R0005": "R0002"}

    def test_undo_asks_nothing_that_somebody_answered(self, desk: DuplicateDesk) -> None:
        desk.answer(Answer.KEEP_BOTH)
        one, two = desk.review.known("R0005"), desk.review.known("R0002")
        desk.review = Overtaken(desk.review, lambda at: mark_duplicate(at, one, two))
        with pytest.raises(UsageError, match="R0005 and R0002 are no longer kept apart, or"):
            desk.undo()
        assert pairs(desk.review) == {"R0004": "R0001", "R0005": "R0002"}
