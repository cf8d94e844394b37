"""The duplicates desk in full screen under a pilot: the same log as the lines, marks, odd texts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from textual.color import Color
from textual.containers import VerticalScroll
from textual.widgets import Static

from screening.commands.duplicates_plain import run
from screening.errors import CannotWrite
from screening.events import Maker
from screening.events.kinds import DuplicateProposed
from screening.keys import Lines
from screening.records import RecordContent, to_record_id
from screening.sessions.desk_actions import DESK_ACTIONS
from screening.sessions.duplicate_desk import DuplicateDesk
from screening.sessions.review import Review
from screening.tui.pair_screen import PairApp
from screening.tui.prompts import Page
from tests.reviews_builder import contents, make_review, reopen

SMALL = (80, 24)
MAKER = Maker(name="by hand", version="1")


def review_with_questions(folder: Path, found: list[RecordContent] | None = None) -> Review:
    """Six records and three questions: 1 and 2, 3 and 4, 5 and 6, likeliest first."""
    review = make_review(folder, 6, found=found)
    with review.writing() as writer:
        for number in (1, 3, 5):
            writer.append(
                DuplicateProposed(
                    record=to_record_id(number + 1),
                    other=to_record_id(number),
                    maker=MAKER,
                    rule="title only",
                    evidence="like titles, too little else to be sure: the titles are 98 % alike",
                    likeness=1 - number / 10,
                )
            )
    return review


def text_of(app: PairApp, name: str) -> str:
    return str(app.screen.query_one(name, Static).render())


def happened(review: Review) -> list[tuple[str, object]]:
    return [(event.kind, event.body) for event in review.events(6)]


@pytest.mark.parametrize(
    "keys",
    ["sskbdu?k", "dsbskuuukd"],
)
async def test_both_modes_leave_the_same_log(tmp_path: Path, keys: str) -> None:
    with (
        review_with_questions(tmp_path / "full") as full,
        review_with_questions(tmp_path / "lines") as lines,
    ):
        app = PairApp(DuplicateDesk(full))
        async with app.run_test(size=SMALL) as pilot:
            for key in keys:
                await pilot.press(*(("question_mark", "escape") if key == "?" else (key,)))
            await pilot.pause()
        run(DuplicateDesk(lines), Lines(io.StringIO("\n".join(keys))))
        assert happened(full) == happened(lines)
        assert happened(full)


async def test_the_pair_stands_side_by_side_with_marks(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL):
            assert text_of(app, "#stage") == "Duplicates  Ann  3 left, 0 answered"
            assert text_of(app, "#why") == "Asked: like titles, too little else to be sure."
            assert text_of(app, "#heads .one").startswith("R0001 PubMed")
            assert text_of(app, "#heads .two").startswith("R0002 PubMed")
            assert text_of(app, "#venue .field") == "= Venue"
            assert text_of(app, "#year .field") == "! Year"
            assert not app.screen.query_one("#pmid").display
            assert "+ Both have the same venue: Journal of Mentoring." in text_of(app, "#evidence")
            assert "! The DOI differs: 10.5555/00001 and 10.5555/00002." in text_of(
                app, "#evidence"
            )
            left, right = (
                app.screen.query_one(f"#title .{part}").region for part in ("one", "two")
            )
            assert left.y == right.y
            assert left.right <= right.x


async def test_words_that_differ_are_underlined_so_no_colour_is_needed(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL):
            content = app.screen.query_one("#title .one", Static).visual
            spans = getattr(content, "spans", ())
            marked = [
                str(content)[at.start : at.end] for at in spans if "underline" in str(at.style)
            ]
            assert marked == ["1"]


async def test_an_answer_is_saved_before_the_next_question_shows(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("d")
            with reopen(tmp_path / "r") as other:
                assert other.state.duplicates == {"R0002": "R0001"}
            assert text_of(app, "#heads .one").startswith("R0003")
            assert text_of(app, "#message") == "R0002 is marked as a duplicate of R0001."
            assert text_of(app, "#saved") == "saved"


async def test_an_answer_that_cannot_be_saved_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))

        def full() -> None:
            raise CannotWrite("The disk is full.", "Make room.")

        async with app.run_test(size=SMALL) as pilot:
            with monkeypatch.context() as patch:
                patch.setattr(review.store, "writing", full)
                await pilot.press("d")
                assert text_of(app, "#saved") == "NOT SAVED"
                assert text_of(app, "#message") == "Not done: The disk is full. Make room."
                assert text_of(app, "#heads .one").startswith("R0001")
            await pilot.press("d")
            assert text_of(app, "#saved") == "saved"


async def test_back_goes_to_what_was_skipped(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("s")
            assert text_of(app, "#heads .one").startswith("R0003")
            await pilot.press("b")
            assert text_of(app, "#heads .one").startswith("R0001")
            assert text_of(app, "#message") == "Back to R0001 and R0002."
            assert happened(review) == []


async def test_after_the_last_question_undo_goes_back(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("k", "k", "k")
            assert text_of(app, "#why") == "No question is open. 3 answered in this sitting."
            assert not app.screen.query_one("#title").display
            await pilot.press("d", "b")
            assert text_of(app, "#message").startswith("Not done: There is no other question")
            await pilot.press("u")
            assert text_of(app, "#heads .one").startswith("R0005")
            await pilot.press("q")
        assert app.return_code == 0


async def test_the_help_comes_from_the_action_table(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("question_mark")
            assert isinstance(app.screen, Page)
            told = " ".join(app.screen.body.plain.split("\n        "))
            for action in DESK_ACTIONS:
                assert f"{action.key:>6}  {action.help}" in told
            await pilot.press("escape", "x")
            assert text_of(app, "#message") == "The key 'x' means nothing here. Press ? for help."


async def test_keys_can_be_clicked_and_fit(tmp_path: Path) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL) as pilot:
            assert app.screen.query_one("#keys").size.height == 1
            await pilot.click("#keys", offset=(3, 0))
            assert text_of(app, "#message") == "R0002 is marked as a duplicate of R0001."


@pytest.mark.parametrize("size", [SMALL, (60, 18)])
async def test_odd_texts_stay_in_their_columns(tmp_path: Path, size: tuple[int, int]) -> None:
    found = contents(6)
    odd = "مرشدون \x1b[31m <b>[link]</b> 医学生的指导 \u202ereversed " * 40
    found[0] = replace(found[0], title=odd, abstract="word " * 3_000)
    found[1] = replace(found[1], title="[bold]Mentors[/bold]", abstract="other words " * 2_000)
    with review_with_questions(tmp_path / "r", found) as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert "\x1b" not in text_of(app, "#title .one")
            assert text_of(app, "#title .two") == "[bold]Mentors[/bold]"
            pair = app.screen.query_one("#pair", VerticalScroll)
            assert pair.virtual_size.width <= pair.size.width
            await pilot.press("pagedown", "k")
            assert text_of(app, "#heads .one").startswith("R0003")
            assert pair.scroll_y == 0


async def test_without_colour_the_marks_are_still_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL):
            styles = [
                segment.style
                for strip in app.screen._compositor.render_strips()
                for segment in strip.apply_filter(app._filters[0], Color(0, 0, 0))
                if segment.style and segment.text.strip() in ("2001", "2002")
            ]
    assert len(styles) == 2
    for style in styles:
        assert style.bold
        assert style.underline
        assert style.color is not None
        red, green, blue = style.color.get_truecolor()
        assert red == green == blue


def test_long_texts_are_cut_in_lines_with_a_way_to_read_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [replace(at, abstract="many words " * 7_000) for at in contents(6)]
    with review_with_questions(tmp_path / "r", found) as review:
        run(DuplicateDesk(review), Lines(io.StringIO("q\n")))
    shown = capsys.readouterr().out
    assert len(shown) < 8_000
    assert "All of them: tamis show R0001 and tamis show R0002" in shown


@pytest.mark.parametrize("keys", [(), ("question_mark",)])
async def test_ctrl_c_leaves_from_everywhere(tmp_path: Path, keys: tuple[str, ...]) -> None:
    with review_with_questions(tmp_path / "r") as review:
        app = PairApp(DuplicateDesk(review))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press(*keys, "ctrl+c")
            await pilot.pause()
            assert not app.is_running
