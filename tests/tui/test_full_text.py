"""Full texts at the seat: shown below the record, read page by page and searched, both modes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static

from screening.commands.screen_plain import run
from screening.keys import Lines
from screening.protocol import Stage
from screening.sessions.fulltexts import Attaching, attach, read_file
from screening.sessions.review import Review
from screening.sessions.seat import Seat
from screening.tui.app import SeatApp
from tests.fulltext.pdf_made import pdf
from tests.reviews_builder import make_review, protocol_text

FULLTEXT = Stage.FULLTEXT
PAGES = [
    [f"Line {line} of page {page}" for line in range(40)] + ["Mice and men-", "toring there."]
    for page in (1, 2, 3)
]


def review_with_text(tmp_path: Path) -> Review:
    review = make_review(tmp_path / "r", 3, text=protocol_text(stages=("fulltext",)))
    path = tmp_path / "mouse.pdf"
    path.write_bytes(pdf(PAGES))
    attach(review, read_file(path), review.known("1"), Attaching())
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf([[]]))
    attach(review, read_file(path), review.known("2"), Attaching())
    return review


def text_of(app: SeatApp, name: str) -> str:
    return str(app.screen.query_one(name, Static).render())


def top_lines(app: SeatApp) -> str:
    """The first lines of the full text that the pane shows."""
    pane, scroll = app.screen.query_one("#fulltext", Static), app.screen.query_one(VerticalScroll)
    first = int(scroll.scroll_y) - pane.virtual_region.y
    strips = [pane.render_line(line).text.strip() for line in range(max(first, 0), first + 8)]
    return "\n".join(strips)


async def test_the_screen_shows_pages_and_finds_words(tmp_path: Path) -> None:
    with review_with_text(tmp_path) as review:
        app = SeatApp(Seat(review, FULLTEXT))
        async with app.run_test(size=(80, 24)) as pilot:
            assert "── mouse.pdf, page 2 of 3 ──" in text_of(app, "#fulltext")
            await pilot.press("r", "r")
            await pilot.pause()
            assert top_lines(app).startswith("── mouse.pdf, page 2 of 3 ──\nLine 0 of page 2")
            await pilot.press("d", *"men", "t", *"oring", "enter")
            await pilot.pause()
            assert text_of(app, "#message") == "'mentoring': place 1 of 3, mouse.pdf, page 1 of 3."
            assert "Mice and men-" in top_lines(app)
            await pilot.press("d", "enter")
            await pilot.pause()
            assert "place 2 of 3, mouse.pdf, page 2 of 3" in text_of(app, "#message")
            assert "Line 39 of page 2\nMice and men-" in top_lines(app)
            await pilot.press("i")
            await pilot.pause()
            assert "no text in it (scanned pages)" in text_of(app, "#fulltext")
            await pilot.press("r")
            assert "no text in it" in text_of(app, "#message")
            await pilot.press("m")
            await pilot.pause()
            assert "No full text is attached." in text_of(app, "#fulltext")


async def test_other_stages_show_no_full_text(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 1) as review:
        app = SeatApp(Seat(review, Stage.TITLE))
        async with app.run_test(size=(80, 24)):
            assert not app.screen.query_one("#fulltext").display


def test_the_lines_read_and_find_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with review_with_text(tmp_path) as review:
        before = review.state.last_seq
        keys = "r\nr 3\nd mentoring\nd\nd nowhere\nr\ns\nr\nd x\n"
        run(Seat(review, FULLTEXT), Lines(io.StringIO(keys)))
        assert review.state.last_seq == before + 1
    told = capsys.readouterr().out
    for words in (
        "Full text: mouse.pdf, 3 pages. r reads the next page, d finds words in it.",
        "Marked to include in the full text: mentoring 3",
        "Marked to exclude in the full text: mice 3",
        "Page: mouse.pdf, page 1 of 3\nLine 0 of page 1\n",
        "Page: mouse.pdf, page 3 of 3\n",
        "'mentoring': place 1 of 3, mouse.pdf, page 1 of 3.\nLine 39 of page 1\nMice and men-\n",
        "'mentoring': place 2 of 3, mouse.pdf, page 2 of 3.",
        "'nowhere' does not stand in the full text.",
        "Full text: scan.pdf: no text in it (scanned pages), open the file itself.",
    ):
        assert words in told


def test_a_long_text_is_laid_out_from_the_page_read(tmp_path: Path) -> None:
    from screening.sessions.text_in_view import TextInView
    from screening.tui.full_text import full_text, line_of

    with make_review(tmp_path / "r", 1, text=protocol_text(stages=("fulltext",))) as review:
        path = tmp_path / "book.txt"
        path.write_text("\f".join(f"Page {n} " + "word " * 2_000 for n in range(1, 60)))
        attach(review, read_file(path), review.known("1"), Attaching())
        text = TextInView(review, review.known("1"))
        assert "page 59 of 59" not in full_text(text).plain
        text.turn_to(59)
        assert full_text(text).plain.splitlines()[2] == "── book.txt, page 59 of 59 ──"
        assert line_of(text, 80) == 2
