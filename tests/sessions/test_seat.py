"""The seat: what it shows at each stage, what its keys do, and counts that move correctly."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events import Event
from screening.events.kinds import Decided
from screening.protocol import Stage, Verdict
from screening.records import LocalText, RecordContent
from screening.sessions.actions import ACTIONS, Act, Ask, actions_at, key_help
from screening.sessions.review import Review
from screening.sessions.screen import decide, progress, queue
from screening.sessions.seat import Seat
from screening.sessions.stages import stage_to_screen
from screening.sessions.stepping import add_note
from tests.overtaken import Overtaken
from tests.reviews_builder import contents, make_review, protocol_text, rank, reopen

TITLE, ABSTRACT, FULLTEXT = Stage.TITLE, Stage.ABSTRACT, Stage.FULLTEXT


def press(seat: Seat, key: str, answer: str = "") -> str:
    meant = seat.press(key)
    assert meant is not None
    return seat.do(meant.act, answer if meant.ask in (Ask.NOTE, Ask.WHY) else meant.answer)


def kinds(review: Review) -> list[str]:
    return [event.kind for event in review.events() if event.kind not in _SETTING_UP]


_SETTING_UP = ("ReviewStarted", "ProtocolAmended", "SearchImported")


def one_stage(tmp_path: Path, stage: Stage, count: int = 3, **plan: object) -> Review:
    found = plan.pop("found", None)
    assert found is None or isinstance(found, list)
    reasons = plan.pop("reasons", ("Off topic", "Wrong population"))
    assert isinstance(reasons, tuple)
    text = protocol_text(stages=(stage.value,), reasons=reasons)
    return make_review(tmp_path / "r", count, text=text, found=found)


def test_each_stage_shows_more(tmp_path: Path) -> None:
    local = LocalText(field="title", locale="fa_IR", text="منتورینگ")
    found = [replace(contents(1)[0], local_texts=(local,))]
    with make_review(tmp_path / "r", found=found) as review:
        rank(review, TITLE, [1])
        at_title = Seat(review, TITLE).shown()
        decide(review, TITLE, review.known("1"), Verdict.INCLUDE)
        at_abstract = Seat(review, ABSTRACT).shown()
        decide(review, ABSTRACT, review.known("1"), Verdict.INCLUDE)
        at_fulltext = Seat(review, FULLTEXT).shown()
    assert at_title is not None
    assert at_abstract is not None
    assert at_fulltext is not None
    assert at_title.byline == "Roe, Jane; Doe, B. 2001. Journal of Mentoring"
    assert (at_title.rank, at_title.place, at_title.total, at_title.source) == (1, 1, 1, "PubMed")
    assert at_title.where == "R0001, 1 of 1, rank 1 of 1"
    assert at_title.abstract == ()
    assert [part.label for part in at_title.details] == ["Title (fa_IR)"]
    assert [part.label for part in at_abstract.abstract] == ["BACKGROUND", "METHODS", "CONCLUSIONS"]
    assert [part.label for part in at_abstract.details][-1] == "Keywords"
    assert [part.label for part in at_fulltext.details][-1] == "DOI"


def test_a_missing_abstract_is_said(tmp_path: Path) -> None:
    with one_stage(tmp_path, ABSTRACT, found=[RecordContent(position=1, title="T")]) as review:
        shown = Seat(review, ABSTRACT).shown()
    assert shown is not None
    assert shown.abstract_missing
    assert shown.byline == ""


def test_keys_decide_and_the_log_says_so(tmp_path: Path) -> None:
    with one_stage(tmp_path, FULLTEXT, 6) as review:
        seat = Seat(review, FULLTEXT)
        assert press(seat, "i") == "R0001: include."
        assert press(seat, "2") == "R0002: exclude, Wrong population."
        assert press(seat, "M") == "R0003: unsure."
        assert press(seat, "n", "look again") == "Noted on R0004."
        assert press(seat, "s") == "R0004 comes again at the end."
        assert press(seat, "o", "lost") == "R0005: not retrieved."
        assert [seat.current, seat.left] == ["R0006", 2]
        assert kinds(review) == [
            *["Decided"] * 3,
            "Noted",
            "Postponed",
            "ReportNotRetrieved",
        ]


def test_undo_takes_back_every_kind_of_step_after_a_restart(tmp_path: Path) -> None:
    with one_stage(tmp_path, FULLTEXT, 3) as review:
        seat = Seat(review, FULLTEXT)
        for key in "iso":
            press(seat, key, "lost")
    with reopen(tmp_path / "r") as review:
        seat = Seat(review, FULLTEXT)
        assert press(seat, "u") == "Undone: R0003 was 'not retrieved'; it is open again."
        assert press(seat, "u") == "Back to R0002, which you had put off."
        assert press(seat, "u") == "Undone: R0001 was 'include'; it is open again."
        assert seat.current == "R0001"
        assert seat.left == 3
        with pytest.raises(UsageError, match="nothing of yours to undo at the full text stage"):
            press(seat, "u")


def test_undo_passes_over_a_postponement_that_is_settled(tmp_path: Path) -> None:
    with one_stage(tmp_path, TITLE, 2) as review:
        seat = Seat(review, TITLE)
        for key in "sii":
            press(seat, key)
        for _ in range(2):
            press(seat, "u")
        with pytest.raises(UsageError, match="nothing of yours"):
            press(seat, "u")


def test_one_reason_needs_no_question_and_many_do(tmp_path: Path) -> None:
    with one_stage(tmp_path, TITLE, reasons=("Off topic",)) as review:
        meant = Seat(review, TITLE).press("e")
        assert meant is not None
        assert meant.ask is Ask.NOTHING
    with make_review(tmp_path / "many", text=protocol_text()) as review:
        seat = Seat(review, TITLE)
        meant = seat.press("e")
        assert meant is not None
        assert meant.ask is Ask.REASON
        assert seat.reason_of("3") == "Wrong type of study"
        with pytest.raises(UsageError, match="There is no reason '9' at the title stage"):
            seat.press("9")
        assert seat.press("x") is None
        assert seat.press("") is None
        assert seat.press("o") is None


def test_without_reasons_exclude_is_one_key(tmp_path: Path) -> None:
    with one_stage(tmp_path, TITLE, reasons=()) as review:
        seat = Seat(review, TITLE)
        assert press(seat, "e") == "R0001: exclude."
        with pytest.raises(UsageError, match="There is no reason '1'"):
            seat.press("1")


def test_after_the_last_record_the_next_command_is_told(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1) as review:
        seat = Seat(review, TITLE)
        press(seat, "i")
        assert seat.shown() is None
        assert seat.summary() == (
            "Nothing is left for Ann at the title stage.",
            "Reached 1: 1 decided, 0 left, 1 included, 0 excluded, 0 in conflict.",
            "Next: tamis rank --stage abstract, then tamis screen --stage abstract",
        )
        with pytest.raises(UsageError, match="No record is left"):
            seat.press("i")
        assert stage_to_screen(review) is ABSTRACT


def test_held_records_come_back_on_demand(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 2, text=protocol_text(unsure="hold")) as review:
        seat = Seat(review, TITLE)
        press(seat, "m")
        press(seat, "i")
        assert seat.summary()[-2:] == (
            "1 held as unsure; --held shows them again.",
            "Next: tamis screen --stage title --held",
        )
        again = Seat(review, TITLE, only_held=True)
        shown = again.shown()
        assert shown is not None
        assert (shown.record, shown.earlier, shown.place, shown.total) == ("R0001", "unsure", 1, 1)
        press(again, "n", "a note is no progress")
        assert again.shown() == replace(shown, notes=("a note is no progress",))
        press(again, "i")
        assert again.current is None
        assert queue(review, ABSTRACT) == ["R0001", "R0002"]


def test_what_others_write_is_taken_in_but_the_record_in_view_stays(tmp_path: Path) -> None:
    with (
        make_review(tmp_path / "r", 4) as review,
        reopen(tmp_path / "r", "Ben") as other,
    ):
        seat = Seat(review, TITLE)
        assert not seat.refresh()
        for number in "13":
            decide(other, TITLE, other.known(number), Verdict.INCLUDE)
        assert seat.refresh()
        assert (seat.current, seat.left, seat.progress.included) == ("R0001", 3, 2)
        with pytest.raises(UsageError, match="already decided at the title stage by Ben"):
            press(seat, "i")
        assert (seat.current, seat.left) == ("R0002", 2)
        decide(other, TITLE, other.known("4"), Verdict.INCLUDE)
        press(seat, "i")
        assert seat.current is None
        assert seat.progress == progress(review, TITLE)


def test_other_reviewers_notes_are_not_shown(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1) as ann, reopen(tmp_path / "r", "Ben") as ben:
        add_note(ann, ann.known("1"), "mine")
        add_note(ben, ben.known("1"), "his")
        ann.refresh()
        shown = Seat(ann, TITLE).shown()
        assert shown is not None
        assert shown.notes == ("mine",)


@pytest.mark.parametrize("seed", range(4))
def test_moved_counts_equal_counted_ones(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test needs no secret
    text = protocol_text(reviewers=1 + seed % 2, unsure=("forward", "hold")[seed // 2])
    with make_review(tmp_path / "r", 6, text=text) as review:
        seats = [Seat(review, stage) for stage in Stage]
        for _ in range(60):
            seat = chance.choice(seats)
            seat.refresh(keep=False)
            _play(seat, chance.choice("imsun123o"))
            assert seat.progress == progress(review, seat.stage)
            assert seat.left == len(queue(review, seat.stage))
            seats = [Seat(review, stage) if stage is not seat.stage else seat for stage in Stage]


def _play(seat: Seat, key: str) -> None:
    if key == "o" and seat.stage is not FULLTEXT:
        return
    with suppress(UsageError):
        press(seat, key, "words")


def test_every_step_is_its_reviewers(tmp_path: Path) -> None:
    with one_stage(tmp_path, TITLE) as review:
        press(Seat(review, TITLE), "i")
        last: Event = list(review.events())[-1]
        assert last.by == "Ann"


def test_the_action_table_is_whole() -> None:
    assert len({action.key for action in ACTIONS}) == len(ACTIONS)
    assert {action.act for action in ACTIONS} == set(Act)
    assert Act.NOT_RETRIEVED not in {action.act for action in actions_at(TITLE)}
    assert ("1-3", "Exclude at once with the reason of that number.") in key_help(TITLE, 3)
    assert ("1", "Exclude at once with the reason of that number.") in key_help(TITLE, 1)
    assert len(key_help(FULLTEXT, 0)) == len(ACTIONS)


def test_a_decision_names_the_ranking_under_which_the_record_was_shown(tmp_path: Path) -> None:
    with one_stage(tmp_path, TITLE) as review:
        rank(review, TITLE, [3, 2, 1])
        seat = Seat(review, TITLE)
        shown_under = review.state.rankings[TITLE][0]
        with reopen(review.folder, "Ben") as other:
            rank(other, TITLE, [1, 2, 3])
        assert press(seat, "i") == "R0003: include."
        body = list(review.events())[-1].body
        assert isinstance(body, Decided)
        assert (body.ranking, body.rank) == (shown_under, 1)
        press(seat, "i")
        body = list(review.events())[-1].body
        assert isinstance(body, Decided)
        assert (body.ranking, body.rank) == (review.state.rankings[TITLE][0], 1)


def test_a_reason_that_is_called_like_a_number_is_taken_at_its_word(tmp_path: Path) -> None:
    with one_stage(tmp_path, TITLE, reasons=("2", "1")) as review:
        assert press(Seat(review, TITLE), "1") == "R0001: exclude, 2."
        decision = review.state.decided_by(TITLE, review.known("1"), "Ann")
        assert decision is not None
        assert decision.reason == "2"


def test_a_number_right_after_the_only_reason_meets_no_further_record(tmp_path: Path) -> None:
    """At a stage of one reason 'e' needs no number; who types one by habit excludes nothing."""
    with one_stage(tmp_path, TITLE, reasons=("Off topic",)) as review:
        seat = Seat(review, TITLE)
        assert press(seat, "e") == "R0001: exclude, Off topic."
        with pytest.raises(UsageError, match="Off topic, the only reason") as told:
            seat.press("1")
        assert told.value.hint == "Press 1 again to exclude R0002, too."
        assert press(seat, "1") == "R0002: exclude, Off topic."
        assert press(seat, "1") == "R0003: exclude, Off topic."


def test_undo_takes_back_only_what_it_tells(tmp_path: Path) -> None:
    """The same reviewer may sit at two machines."""
    with one_stage(tmp_path, TITLE) as review:
        first, second = review.known("1"), review.known("2")
        decide(review, TITLE, first, Verdict.INCLUDE)
        late = Overtaken(review, lambda at: decide(at, TITLE, second, Verdict.INCLUDE), by="Ann")
        seat = Seat(late, TITLE)
        with pytest.raises(UsageError, match="of Ann is another one by now, on R0002"):
            press(seat, "u")
        assert set(late.state.decisions[TITLE]) == {first, second}
        assert press(seat, "u") == "Undone: R0002 was 'include'; it is open again."
        assert seat.current == second
        assert late.state.decided_by(TITLE, first, "Ann")
