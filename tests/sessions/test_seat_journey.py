"""The seat beside deciding: tags, marks, going to any record, names hidden, undo of it all."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events.kinds import Decided, DuplicateMarked, Mark
from screening.protocol import Stage, Verdict
from screening.records import Author, RecordContent, RecordId
from screening.sessions.actions import ACTIONS, LOOKS, Act, Ask
from screening.sessions.assistant import assisted
from screening.sessions.rank import RankOptions, rank_stage, record_ranking
from screening.sessions.review import Review
from screening.sessions.screen import decide, progress
from screening.sessions.seat import Seat
from screening.sessions.stepping import add_note, undo_step
from screening.sessions.tags import toggle_tag
from tests.reviews_builder import make_review, protocol_text, reopen

TITLE, ABSTRACT = Stage.TITLE, Stage.ABSTRACT


def review_of(folder: Path, count: int = 4, stages: tuple[str, ...] = ("abstract",)) -> Review:
    return make_review(folder, count, text=protocol_text(stages=stages))


def press(seat: Seat, keys: str, answer: str = "") -> str:
    """Press keys as a front end does: each record is shown before its key."""
    said = ""
    for key in keys:
        seat.shown()
        meant = seat.press(key)
        assert meant is not None
        asked = meant.ask not in (Ask.NOTHING, Ask.REASON)
        said = seat.do(meant.act, answer if asked else meant.answer)
    seat.shown()
    return said


def kinds(review: Review) -> list[str]:
    return [event.kind for event in review.events(3)]


def test_no_two_actions_of_a_stage_share_a_key_and_none_takes_a_number() -> None:
    keys = [action.key for action in ACTIONS]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set("123456789")


def test_a_tag_goes_on_and_off_and_comes_back_by_undo_after_a_restart(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        assert press(seat, "t", " East  Africa ") == "R0001: tag East Africa put on."
        assert press(seat, "i") == "R0001: include."
        assert press(seat, "t", "east africa") == "R0002: tag East Africa put on."
        assert seat.known_tags == ("East Africa",)
        assert press(seat, "t", "EAST AFRICA") == "R0002: tag East Africa taken off."
    with reopen(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        assert press(seat, "u") == "Undone: R0002 has the tag East Africa again."
        assert press(seat, "u") == "Undone: R0002 has no longer the tag East Africa."
        assert press(seat, "u") == "Undone: R0001 was 'include'; it is open again."
        shown = seat.shown()
        assert shown is not None
        assert shown.tags == ("East Africa",)
        assert kinds(review)[-3:] == ["StepUndone", "StepUndone", "DecisionWithdrawn"]


@pytest.mark.parametrize(
    ("tag", "words"), [("  ", "The tag is empty"), ("x" * 61, "61 characters; 60 are the most")]
)
def test_a_tag_is_short(tmp_path: Path, tag: str, words: str) -> None:
    with review_of(tmp_path / "r", 1) as review, pytest.raises(UsageError, match=words):
        toggle_tag(review, review.known("1"), tag)


def test_tags_and_notes_are_shown_to_whoever_made_them(tmp_path: Path) -> None:
    with review_of(tmp_path / "r", 1) as ann, reopen(tmp_path / "r", "Ben") as ben:
        toggle_tag(ben, ben.known("1"), "his")
        add_note(ben, ben.known("1"), "his too")
        seat = Seat(ann, ABSTRACT)
        seat.refresh()
        shown = seat.shown()
        assert shown is not None
        assert (shown.tags, shown.notes) == ((), ())
        assert press(seat, "t", "his") == "R0001: tag his put on."
        with pytest.raises(UsageError, match="nothing of yours"):
            press(seat, "uu")
        with pytest.raises(UsageError, match=r"Event 4 is no step of Ann that can be taken back"):
            undo_step(ann, 4)


def test_a_note_is_undone_and_those_of_another_stage_stay(tmp_path: Path) -> None:
    with review_of(tmp_path / "r", 2, ("title", "abstract")) as review:
        press(Seat(review, TITLE), "n", "first")
        add_note(review, review.known("1"), "from the command line")
        press(Seat(review, TITLE), "ii")
        seat = Seat(review, ABSTRACT)
        press(seat, "n", "second")
        assert press(seat, "u") == "Undone: the note on R0001."
        with pytest.raises(UsageError, match="nothing of yours to undo at the abstract stage"):
            press(seat, "u")
        texts = [text for _by, text in review.state.notes["R0001"]]  # type: ignore[index]
    assert texts == ["first", "from the command line"]


def test_going_back_shows_the_verdict_and_another_one_replaces_it(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        press(seat, "i2m")
        assert press(seat, "bb") == "R0002 is in view."
        shown = seat.shown()
        assert shown is not None
        assert (shown.where, shown.earlier) == (
            "R0002, decided before",
            "exclude, Wrong population",
        )
        assert press(seat, "i") == "R0002: include. It was exclude."
        assert seat.current == "R0004"
        assert seat.progress == progress(review, ABSTRACT)
        assert press(seat, "u") == "Undone: R0002 is 'exclude' again, as it was before."
        assert seat.current == "R0002"
        assert press(seat, "u") == "Undone: R0003 was 'unsure'; it is open again."
        assert seat.current == "R0003"
        assert seat.progress == progress(review, ABSTRACT)


def test_back_and_forward_walk_along_the_decisions_after_a_restart(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        press(Seat(review, ABSTRACT), "iii")
    with reopen(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        walked = []
        for key in "bbbfff":
            press(seat, key)
            walked.append(seat.current)
        assert walked == ["R0003", "R0002", "R0001", "R0002", "R0003", "R0004"]
        press(seat, "bbb")
        with pytest.raises(UsageError, match="You have decided no record before this one"):
            press(seat, "b")
        assert kinds(review) == ["Decided"] * 3


def test_a_record_is_gone_to_out_of_turn_and_the_queue_waits(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        assert press(seat, "g", "3") == "R0003 is in view."
        shown = seat.shown()
        assert shown is not None
        assert shown.where == "R0003, out of turn"
        press(seat, "i")
        assert (seat.current, seat.left) == ("R0001", 3)
        press(seat, "g", "r4")
        press(seat, "s")
        press(seat, "ii")
        assert seat.current == "R0004"
        press(seat, "i")
        assert press(seat, "f") == "No record is left to decide."
        assert press(seat, "g", "R0002") == "R0002 is in view."
        with pytest.raises(UsageError, match="R0002 is decided already"):
            press(seat, "s")
        assert press(seat, "ff") == "No record is left to decide."


def test_of_a_duplicate_the_record_kept_is_shown_and_it_is_said_why(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        with review.writing() as writer:
            writer.append(DuplicateMarked(record=RecordId("R0004"), kept=RecordId("R0002")))
        seat = Seat(review, ABSTRACT)
        assert press(seat, "g", "4") == "R0004 is a duplicate of R0002, which is in view."
        assert seat.current == "R0002"


@pytest.mark.parametrize(
    ("text", "words"),
    [("9", "There is no record R0009"), ("x", "'x' is not a record"), ("2", "has not reached")],
)
def test_where_nobody_can_go(tmp_path: Path, text: str, words: str) -> None:
    with review_of(tmp_path / "r", 2, ("title", "abstract")) as review:
        press(Seat(review, TITLE), "i1")
        with pytest.raises(UsageError, match=words):
            press(Seat(review, ABSTRACT), "g", text)


def test_what_others_write_leaves_the_record_gone_to_in_view(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as ann, reopen(tmp_path / "r", "Ben") as ben:
        seat = Seat(ann, ABSTRACT)
        press(seat, "g", "3")
        decide(ben, ABSTRACT, ben.known("1"), Verdict.INCLUDE)
        assert seat.refresh()
        assert (seat.current, seat.left) == ("R0003", 3)
        press(seat, "+", "nurses")
        decide(ben, ABSTRACT, ben.known("2"), Verdict.INCLUDE)
        press(seat, "+", "doctors")
        assert seat.progress == progress(ann, ABSTRACT)
        assert seat.left == 2


def test_a_beginning_is_another_mark_than_the_word(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        assert press(seat, "-", "help") == "'help' is marked to exclude."
        assert press(seat, "-", "help *") == "'help*' is marked to exclude."
        assert press(seat, "-", "HELP") == "'HELP' is no longer marked."
        assert "help*" in dict(seat.marked())
        with pytest.raises(UsageError, match="No word was given"):
            press(seat, "-", " * ")


def test_words_are_marked_and_unmarked_for_oneself_and_the_protocol_stays(tmp_path: Path) -> None:
    with review_of(tmp_path / "r", 1) as review:
        seat, before = Seat(review, ABSTRACT), review.protocol.sha256
        assert press(seat, "-", " asked ") == "'asked' is marked to exclude."
        assert press(seat, "-", "MICE") == "'MICE' is no longer marked."
        assert press(seat, "+", "mice") == "'mice' is marked to include."
        assert dict(seat.marked()) == {
            "mentor*": Mark.INCLUDE,
            "medical students": Mark.INCLUDE,
            "asked": Mark.EXCLUDE,
            "mice": Mark.INCLUDE,
        }
        shown = seat.shown()
        assert shown is not None
        marked = {part.text[at.start : at.end]: at.mark for part in shown.abstract
                  for at in part.marks}  # fmt: skip
        assert (marked["asked"], marked["mice"]) == (Mark.EXCLUDE, Mark.INCLUDE)
        assert press(seat, "u") == "Undone: the mark on 'mice'."
        assert press(seat, "u") == "Undone: 'mice' is marked again."
        assert dict(seat.marked())["mice"] is Mark.EXCLUDE
        assert Seat(review, ABSTRACT).marked() == seat.marked()
        assert review.protocol.sha256 == review.state.protocol_sha256 == before
        with reopen(tmp_path / "r", "Ben") as ben:
            assert "asked" not in dict(Seat(ben, ABSTRACT).marked())
        with pytest.raises(UsageError, match="No word was given"):
            press(seat, "+", " * ")


def masks(review: Review) -> list[bool]:
    return [at.body.masked for at in review.events() if isinstance(at.body, Decided)]


def test_the_log_says_whether_authors_were_shown(tmp_path: Path) -> None:
    with review_of(tmp_path / "r", 6, ("fulltext",)) as review:
        seat = Seat(review, Stage.FULLTEXT, masked=True)
        shown = seat.shown()
        assert shown is not None
        assert (shown.byline, shown.masked) == ("", True)
        assert not [part for part in shown.details if part.label in ("DOI", "Volume")]
        press(seat, "i")
        assert press(seat, "h") == "Authors, year and venue are shown."
        press(seat, "h")  # hidden again, but they were seen
        press(seat, "i")
        press(seat, "i")
        press(seat, "h")
        press(seat, "i")
        assert masks(review) == [True, False, True, False]
    with reopen(tmp_path / "r") as review:
        assert "hidden" not in str(press(Seat(review, Stage.FULLTEXT), "i"))
        assert masks(review)[-1] is False


FOUND = [
    RecordContent(position=1, title="Élan of mentors", abstract="Nurses in Ghana."),
    RecordContent(position=2, title="Other", abstract="ghana, and nurses", keywords=("Mentors",)),
    RecordContent(position=3, title="Other", authors=(Author(name="Müller, Ghana"),)),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elan", ["R0001"]),
        ("GHANA nurs", ["R0001", "R0002"]),
        ('"nurses in"', ["R0001"]),
        ("muller", ["R0003"]),
        ("mentors ghana", ["R0001", "R0002"]),
        ("nothing at all", []),
    ],
)
def test_words_are_found_whatever_their_capitals_and_accents(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    with make_review(tmp_path / "r", found=FOUND) as review:
        seat = Seat(review, TITLE)
        result = seat.find(text)
        assert [at.id for at in result.records] == found
        assert result.total == len(found)
        seat.masked = True
        assert "R0003" not in [at.id for at in seat.find(text).records]
        with pytest.raises(UsageError, match="No words were given"):
            seat.find(' " " ')


def test_an_address_is_the_doi_then_pubmed_then_the_export(tmp_path: Path) -> None:
    found = [
        RecordContent(position=1, title="a", doi="10.1002/(SICI)1<3::AID>2.0#x", pmid="7"),
        RecordContent(position=2, title="b", pmid="7", url="https://example.org/b"),
        RecordContent(position=3, title="c", url="https://example.org/c"),
        RecordContent(position=4, title="d", url="javascript:alert(1)"),
    ]
    with make_review(tmp_path / "r", found=found) as review:
        seat = Seat(review, TITLE)
        addresses = []
        for _ in found:
            addresses.append(seat.address)
            press(seat, "i")
        assert seat.address == ""
    assert addresses == [
        "https://doi.org/10.1002/(SICI)1%3C3::AID%3E2.0%23x",
        "https://pubmed.ncbi.nlm.nih.gov/7",
        "https://example.org/c",
        "",
    ]


def test_why_here_is_told_from_rank_words_and_neighbours(tmp_path: Path) -> None:
    with review_of(tmp_path / "r", 6) as review:
        record_ranking(review, rank_stage(review, ABSTRACT, RankOptions(ranker="tfidf")))
        for learning in (True, False):
            with assisted(review, ABSTRACT, learning=learning, model=None, at_once=True) as beside:
                seat = Seat(review, ABSTRACT, assistant=beside)
                press(seat, "i1")
                seat.ask_why()
                assert seat.why is not None
                lines = seat.why.lines
                assert " of 6, ordered by tfidf from " in lines[0]
                assert lines[-1].startswith("Near it in words (")
                press(seat, "i")
                assert not seat.why  # it was of the record before
                press(seat, "u")


@pytest.mark.parametrize("audit", [True, False])
def test_why_here_says_nothing_while_records_are_drawn(tmp_path: Path, audit: bool) -> None:
    with review_of(tmp_path / "r", 6) as review:
        made = rank_stage(review, ABSTRACT, RankOptions(ranker="tfidf"))
        if audit:
            record_ranking(review, made, audit_share=0.9)
        with assisted(review, ABSTRACT, learning=True, model=None, at_once=True) as beside:
            seat = Seat(review, ABSTRACT, assistant=beside)
            seat.ask_why()
            assert seat.why is not None
            (line,) = seat.why.lines
            assert line.startswith("Records are being drawn" if audit else "Not ranked yet")
        alone = Seat(review, ABSTRACT)
        assert alone.why is not None


def test_looks_write_nothing(tmp_path: Path) -> None:
    with review_of(tmp_path / "r") as review:
        seat = Seat(review, ABSTRACT)
        press(seat, "i")
        before = review.state.last_seq
        for act in LOOKS:
            seat.do(act, "1" if act is Act.GO_TO else "")
        seat.find("mentoring")
        assert review.state.last_seq == before
