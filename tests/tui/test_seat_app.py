"""The full screen under a pilot: keys, prompts, small terminals, and odd texts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.color import Color
from textual.geometry import Offset
from textual.selection import Selection
from textual.widgets import OptionList, Static

from screening.commands.screen_plain import run
from screening.errors import CannotWrite
from screening.events import Event
from screening.events.kinds import Decided
from screening.keys import Lines
from screening.protocol import Stage, Verdict
from screening.records import RecordContent
from screening.sessions.actions import ACTIONS
from screening.sessions.assistant import assisted
from screening.sessions.rank import RankOptions, rank_stage, record_ranking
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.seat import Seat
from screening.tui import drawing
from screening.tui.app import SeatApp, SeatScreen
from screening.tui.prompts import LatePage, Page, ReasonPrompt
from tests.reviews_builder import contents, make_review, protocol_text, reopen
from tests.waiting import wait_for

SMALL, WIDE = (80, 24), (120, 40)
FULLTEXT = Stage.FULLTEXT


def review_at_fulltext(
    folder: Path, count: int = 6, found: list[RecordContent] | None = None
) -> Review:
    return make_review(folder, count, text=protocol_text(stages=("fulltext",)), found=found)


def text_of(app: SeatApp, name: str) -> str:
    return str(app.screen.query_one(name, Static).render())


async def sit(seat: Seat, keys: list[str], size: tuple[int, int] = SMALL) -> SeatApp:
    app = SeatApp(seat)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    return app


def happened(review: Review) -> list[tuple[str, object]]:
    def told(event: Event) -> tuple[str, object]:
        return event.kind, event.body

    return [told(event) for event in review.events(3)]


# Of a full text, which these records have not.
IN_TEXTS = {"r", "d"}
# Every other key of the table, for the full screen and as lines.
SCRIPT = (
    (["i"], "i"),
    (["e", "2"], "e\n2"),
    (["u"], "u"),
    (["e", "3"], "e 3"),
    (["1"], "1"),
    (["n", *"see p", "enter"], "n see p"),
    (["n", *"not", "enter"], "n not"),
    (["u"], "u"),
    (["t", *"east", "enter"], "t east"),
    (["t", *"west", "enter"], "t west"),
    (["t", *"EAST", "enter"], "t EAST"),
    (["u"], "u"),
    (["plus", *"asked", "enter"], "+ asked"),
    (["minus", *"help", "enter"], "- help"),
    (["u"], "u"),
    (["s"], "s"),
    (["u"], "u"),
    (["s"], "s"),
    (["b"], "b"),
    (["b"], "b"),
    (["r"], "r"),
    (["d", *"mice", "enter"], "d mice"),
    (["m"], "m"),
    (["u"], "u"),
    (["f"], "f"),
    (["f"], "f"),
    (["h"], "h"),
    (["m"], "m"),
    (["m"], "m"),
    (["u"], "u"),
    (["u"], "u"),
    (["o", *"lost", "enter"], "o\nlost"),
    (["h"], "h"),
    (["slash", *"study 14", "enter", "enter"], "/ study 14\ng R0014"),
    (["i"], "i"),
    (["g", *"17", "enter"], ""),  # there is none, which would end a pipe
    (["g", *"13", "enter"], "g 13"),
    (["2"], "2"),
    (["question_mark", "escape"], "?"),
    (["c", "escape"], "c"),
    (["p", "escape"], "p"),
    (["w", "escape"], "w"),
    (["l"], "l"),
    (["i"], "i"),
    (["i"], "i"),
)
MANY = 15  # more than the script decides, so that each of its keys has a record
KINDS = {
    "Decided",
    "DecisionWithdrawn",
    "Noted",
    "Postponed",
    "ReportNotRetrieved",
    "StepUndone",
    "Tagged",
    "TermMarked",
    "Untagged",
}


def lines_of(script: Sequence[tuple[list[str], str]]) -> Lines:
    return Lines(io.StringIO("".join(f"{line}\n" for _keys, line in script if line)))


def test_the_script_has_every_key_of_the_table() -> None:
    typed = {line[0] for _keys, lines in SCRIPT for line in lines.splitlines() if line}
    assert typed >= {action.key for action in ACTIONS} - {"q"} - IN_TEXTS


async def test_both_modes_leave_the_same_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.sessions.addresses.has_browser", lambda: False)
    with (
        review_at_fulltext(tmp_path / "full", MANY) as full,
        review_at_fulltext(tmp_path / "l", MANY) as lines,
    ):
        await sit(Seat(full, FULLTEXT), [key for keys, _line in SCRIPT for key in keys])
        run(Seat(lines, FULLTEXT), lines_of(SCRIPT))
        assert happened(full) == happened(lines)
        kinds = {kind for kind, _body in happened(full)}
        masked = [at.body.masked for at in full.events() if isinstance(at.body, Decided)]
    assert kinds == KINDS
    assert True in masked


def ranked_at_fulltext(folder: Path, count: int = 6, *, audit: bool = False) -> Review:
    review = review_at_fulltext(folder, count)
    made = rank_stage(review, FULLTEXT, RankOptions(ranker="tfidf"))
    record_ranking(review, made, audit_share=0.9 if audit else None)
    return review


@contextmanager
def learning_seat(review: Review) -> Iterator[Seat]:
    with assisted(review, FULLTEXT, learning=True, model=None, at_once=True) as beside:
        yield Seat(review, FULLTEXT, assistant=beside)


async def test_both_modes_leave_the_same_log_while_the_order_learns(tmp_path: Path) -> None:
    keys = [key for keys, _line in SCRIPT for key in keys]
    with (
        ranked_at_fulltext(tmp_path / "f", MANY) as full,
        ranked_at_fulltext(tmp_path / "l", MANY) as lines,
    ):
        with learning_seat(full) as seat:
            await sit(seat, keys)
        with learning_seat(lines) as seat:
            run(seat, lines_of(SCRIPT))
        assert happened(full) == happened(lines)
        assert [kind for kind, _body in happened(full)].count("RankingMade") > 4


async def test_a_new_order_made_beside_shows_and_the_record_in_view_stays(tmp_path: Path) -> None:
    with (
        ranked_at_fulltext(tmp_path / "r") as review,
        assisted(review, FULLTEXT, learning=True, model=None, at_once=False) as beside,
    ):
        app = SeatApp(Seat(review, FULLTEXT, assistant=beside))
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("i")
            in_view = text_of(app, "#text")
            screen = app.screen
            assert isinstance(screen, SeatScreen)
            wait_for(lambda: beside.frozen == 1)
            screen.look_beside()
            assert text_of(app, "#text") == in_view
            assert text_of(app, "#learning") == "Learned from 1 included, 0 excluded."
            wait_for(lambda: beside.outlook is not None and beside.outlook.found == 1)
            screen.look_beside()
            assert "1 found, about" in text_of(app, "#outlook")
            assert "no rule here, every report must be assessed" in text_of(app, "#outlook")
            await pilot.press("i", "u")
            assert text_of(app, "#text") == in_view


async def test_why_it_stands_here_comes_beside_and_no_key_waits(tmp_path: Path) -> None:
    with (
        ranked_at_fulltext(tmp_path / "r") as review,
        assisted(review, FULLTEXT, learning=False, model=None, at_once=False) as beside,
    ):
        app = SeatApp(Seat(review, FULLTEXT, assistant=beside))
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("i", "w")
            page = app.screen
            assert isinstance(page, LatePage)
            wait_for(lambda: beside.why is not None)
            page.look_again()
            assert "ordered by tfidf" in page.body.plain
            assert "Near it in words" in text_of(app, "#body")
            await pilot.press("w", "i")
            assert text_of(app, "#message").endswith(": include.")


async def test_an_address_opens_only_when_asked_and_is_shown_without_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=WIDE) as pilot:
            for has, told in (
                (False, "There is no browser here."),
                (True, "Opened in your browser"),
            ):
                monkeypatch.setattr("screening.sessions.addresses.has_browser", lambda has=has: has)
                await pilot.press("i", "l")
                assert told in text_of(app, "#message")
                assert "https://doi.org/10.5555/0000" in text_of(app, "#message")
    assert opened == ["https://doi.org/10.5555/00003"]


async def test_what_is_not_found_or_nowhere_is_said(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=WIDE) as pilot:
            for keys, told in (
                (["slash", *"xyz", "enter"], "Nothing was found for 'xyz'."),
                (["slash", "enter"], "No words were given to look for."),
                (["g", *"99", "enter"], "Not done: There is no record R0099"),
                (["b"], "Not done: You have decided no record before this one."),
            ):
                await pilot.press(*keys)
                assert told in text_of(app, "#message")
        assert happened(review) == []


async def test_no_rank_shows_while_records_are_drawn(tmp_path: Path) -> None:
    with ranked_at_fulltext(tmp_path / "r", audit=True) as review, learning_seat(review) as seat:
        app = SeatApp(seat)
        async with app.run_test(size=SMALL) as pilot:
            for key in ("i", "1", "u", "i"):
                assert "rank" not in text_of(app, "#stage")
                await pilot.press(key)
        assert "RankingMade" not in [event.kind for event in review.events(5)]


async def test_the_progress_page_says_what_is_found_and_left(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review, learning_seat(review) as seat:
        app = SeatApp(seat)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("i", "1", "1", "i", "p")
            assert isinstance(app.screen, Page)
            told = app.screen.body.plain
            await pilot.press("p")
            assert text_of(app, "#saved") == "saved"
    assert "Read: 4 of 6 records." in told
    assert "Found: 2 relevant records, 50.0 % of those read." in told
    assert "By quarters of what was read: 1, 0, 0, 1." in told
    assert "Stopping rule: no rule here, every report must be assessed." in told
    assert told.endswith("▄▄▄█")


async def test_a_decision_is_saved_before_the_next_record_shows(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            assert "R0001" in text_of(app, "#stage")
            await pilot.press("i")
            with reopen(tmp_path / "r") as other:
                assert list(other.state.decisions[FULLTEXT]) == ["R0001"]
            assert "R0002, 2 of 6" in text_of(app, "#stage")
            assert text_of(app, "#message") == "R0001: include."
            assert text_of(app, "#saved") == "saved"
            assert "1 decided, 5 left, 1 included" in text_of(app, "#counts")


async def test_escape_withholds_reason_and_note(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        await sit(Seat(review, FULLTEXT), ["e", "escape", "n", "x", "escape", "o", "escape"])
        assert happened(review) == []


async def test_a_key_that_means_nothing_is_said_to(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("i", "x")
            assert text_of(app, "#message") == "The key 'x' means nothing here. Press ? for help."
            await pilot.press("e", "9")
            assert text_of(app, "#hint") == (
                "No reason has the key '9'. Press the key of a reason (1 to 3), or Esc to go back."
            )
            await pilot.press("2")
            assert "R0002: exclude" in text_of(app, "#message")


def test_reasons_beyond_nine_have_letters() -> None:
    prompt = ReasonPrompt(tuple((key, "Off topic") for key in "123456789ab"))
    assert "(1 to 9, a to b)" in prompt._hint


@pytest.mark.parametrize("keys", [(), ("e",), ("n", "x"), ("question_mark",), ("slash",)])
async def test_ctrl_c_leaves_from_everywhere(tmp_path: Path, keys: tuple[str, ...]) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("i", *keys, "ctrl+c")
            await pilot.pause()
            assert not app.is_running
        assert [kind for kind, _body in happened(review)] == ["Decided"]


async def test_ctrl_c_copies_what_is_selected_and_then_leaves(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            text = app.screen.query_one("#text", Static)
            app.screen.selections = {text: Selection(Offset(0, 0), Offset(9, 0))}
            running: list[bool] = []
            for _ in range(2):
                await pilot.press("ctrl+c")
                await pilot.pause()
                running.append(app.is_running)
            assert app.clipboard == "Mentoring"
        assert running == [True, False]


async def test_a_long_message_has_the_line_for_itself(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            learning = app.screen.query_one("#learning", Static)
            beside = [learning.display]
            await pilot.press("g", *"99", "enter")
            await pilot.pause()
            beside.append(learning.display)
            assert app.screen.query_one("#message", Static).size.width == SMALL[0] - 2
        assert beside == [True, False]


async def test_a_short_message_stands_apart_from_what_was_learned(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("i")
            await pilot.pause()
            learning = app.screen.query_one("#learning", Static)
            assert learning.display
            assert learning.region.x + 2 <= learning.content_region.x


async def test_a_reason_can_be_chosen_by_arrows(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("e")
            assert app.screen.query_one(OptionList).option_count == 3
            await pilot.press("down", "enter")
            assert text_of(app, "#message") == "R0001: exclude, Wrong population."


async def test_keys_can_be_clicked(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.click("#keys", offset=(3, 0))
            assert text_of(app, "#message") == "R0001: include."


async def test_help_and_criteria_come_from_one_table(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        seat = Seat(review, FULLTEXT)
        app = SeatApp(seat)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("question_mark")
            assert isinstance(app.screen, Page)
            for key, help_ in seat.keys:
                assert f"{key:>6}  {help_}" in " ".join(app.screen.body.plain.split("\n        "))
            await pilot.press("escape", "c")
            assert isinstance(app.screen, Page)
            assert "1 Off topic" in app.screen.body.plain
            await pilot.press("q")
            assert not isinstance(app.screen, Page)


async def test_the_side_pane_gives_way_below_100_columns(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        for size, shown in ((SMALL, False), (WIDE, True)):
            app = SeatApp(Seat(review, FULLTEXT))
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                assert app.screen.query_one("#side").display is shown
                keys = app.screen.query_one("#keys").size
                assert keys.height <= 3


async def test_after_the_last_record_comes_the_next_command_and_undo_goes_back(
    tmp_path: Path,
) -> None:
    with review_at_fulltext(tmp_path / "r", 2) as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("i", "1")
            assert "Next: tamis status" in text_of(app, "#text")
            await pilot.press("i")
            assert "No record is left" in text_of(app, "#message")
            await pilot.press("u")
            assert "R0002, 2 of 2" in text_of(app, "#stage")


ODD = {
    "wide": "医学生导师制" * 200,
    "right to left": "القلب والأوعية " * 100,
    "combining": "e\u0301\u0302 \U0001f469\u200d\u2695\ufe0f mentoring " * 50,
    "75,000 characters": "word mentoring mice " * 3750,
    "marked-up": "[bold]not bold[/] [@click=app.quit] \\[ {x}",
    "controls": "\x1b[2J\x00\u202eabc\ud800",
}


@pytest.mark.parametrize("name", ODD)
async def test_odd_texts_do_not_break_the_screen(tmp_path: Path, name: str) -> None:
    odd = ODD[name].encode("utf-8", "ignore").decode("utf-8")
    found = [replace(at, title=odd[:300], abstract=odd, venue=odd[:90]) for at in contents(2)]
    with review_at_fulltext(tmp_path / "r", found=found) as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL) as pilot:
            assert odd[5:9].strip("\x00\u202e") in text_of(app, "#text")
            await pilot.press("down", "pagedown")
            widths = {strip.cell_length for strip in app.screen._compositor.render_strips()}
            assert widths == {SMALL[0]}
            await pilot.press("end", "i")
            assert "R0002" in text_of(app, "#stage")


async def test_no_color_takes_the_colours_off_and_leaves_the_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL):
            strips = app.screen._compositor.render_strips()
            styles = [
                segment.style
                for strip in strips
                for segment in strip.apply_filter(app._filters[0], Color(0, 0, 0))
                if segment.style and segment.text.strip() in ("Mentoring", "mice")
            ]
    assert {(bool(style.bold), bool(style.italic), bool(style.underline)) for style in styles} == {
        (True, False, True),
        (False, True, True),
    }
    for style in styles:
        assert style.color is not None
        red, green, blue = style.color.get_truecolor()
        assert red == green == blue


async def test_a_decision_that_cannot_be_saved_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with review_at_fulltext(tmp_path / "r") as review:
        app = SeatApp(Seat(review, FULLTEXT))

        def full() -> None:
            raise CannotWrite("The disk is full.", "Make room.")

        async with app.run_test(size=SMALL) as pilot:
            with monkeypatch.context() as patch:
                patch.setattr(review.store, "writing", full)
                await pilot.press("i")
                assert text_of(app, "#saved") == "NOT SAVED"
                assert text_of(app, "#message") == "Not done: The disk is full. Make room."
                assert "R0001" in text_of(app, "#stage")
            await pilot.press("i")
            assert text_of(app, "#saved") == "saved"


async def test_what_others_decided_shows_in_the_counts(tmp_path: Path) -> None:
    with review_at_fulltext(tmp_path / "r") as review, reopen(tmp_path / "r", "Ben") as other:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=SMALL):
            decide(other, FULLTEXT, other.known("2"), Verdict.INCLUDE)
            app.screen.look_around()  # type: ignore[attr-defined]
            assert "0 decided, 5 left, 1 included" in text_of(app, "#counts")


@pytest.mark.parametrize(
    ("curve", "columns", "shown"),
    [
        ((), 5, ""),
        ((0, 0), 5, ""),
        ((1, 2), 0, ""),
        ((1, 2, 3, 4), 4, "▂▄▆█"),
        ((0, 1, 1, 8), 2, "▁█"),
    ],
)
def test_a_sparkline_ends_at_its_highest(curve: tuple[int, ...], columns: int, shown: str) -> None:
    assert drawing.sparkline(curve, columns) == shown
