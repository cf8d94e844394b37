"""Draws the pictures of docs/screening.md: python -m tests.tui.pictures

The screens are the real ones, over the titles of the shipped corpus with a made-up abstract.
Textual exports them as SVG, and Chromium turns that into PNG, for pages that show no SVG.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from screening.protocol import Stage
from screening.records import RecordContent
from screening.sessions.assistant import assisted
from screening.sessions.rank import RankOptions, rank_stage, record_ranking
from screening.sessions.review import Review
from screening.sessions.seat import Seat
from screening.tui.app import SeatApp
from tests.house.tree import ROOT
from tests.reviews.test_seat_session import contents
from tests.reviews_builder import make_review
from tests.tui.browser import CHROMIUM

IMAGES = ROOT / "docs" / "images"
_WIDE, _SMALL = (120, 34), (80, 24)
_WEB_FONT = re.compile(r"@font-face \{.*?\}\s", re.DOTALL)
_PROTOCOL = """title = "Mentoring of medical students"
questions = ["What makes mentoring of medical students succeed?"]
reviewers = ["Ann", "Ben"]
[criteria]
include = ["Mentoring at a university", "Students or staff of medicine"]
exclude = ["Not about people"]
[years]
from = 2000
[highlight]
include = ["mentor*", "medical student*", "peer*"]
exclude = ["nursing", "coaching", "business"]
[stages.abstract]
reasons = ["Off topic", "Wrong population", "Wrong type of study"]
"""
_ABSTRACT = (
    "BACKGROUND: Mentoring is said to help medical students, but few programmes were studied for"
    " longer than a year. OBJECTIVE: To describe what students and mentors of a near-peer"
    " mentoring programme expect of each other. METHODS: We asked 84 medical students and 31"
    " mentors by questionnaire before and after one year, and analysed 18 interviews by theme."
    " RESULTS: Students sought advice on examinations first and on careers later; mentors named"
    " their own learning. Pairs that had set rules for meeting met twice as often. Coaching alone"
    " was not seen as mentoring. CONCLUSIONS: Rules for meeting matter more than matching."
)
SCREENS: Sequence[tuple[str, tuple[int, int], list[str]]] = (
    ("screen-record", _WIDE, []),
    ("screen-small", _SMALL, []),
    ("screen-reason", _WIDE, ["e"]),
    ("screen-find", _WIDE, ["slash", *"peer review", "enter"]),
    ("screen-why", _WIDE, ["w"]),
)


def _found() -> list[RecordContent]:
    return [replace(at, abstract=_ABSTRACT) for at in contents()]


def _sit(folder: Path) -> Review:
    """A review in the middle of its abstract stage, ranked."""
    review = make_review(folder, text=_PROTOCOL, found=_found())
    seat = Seat(review, Stage.ABSTRACT)
    for number in range(60):
        press = seat.press("i" if number % 4 == 0 else str(number % 3 + 1))
        if press is not None:
            seat.do(press.act, press.answer)
    record_ranking(review, rank_stage(review, Stage.ABSTRACT, RankOptions(ranker="tfidf")))
    return review


async def _draw(app: SeatApp, size: tuple[int, int], keys: list[str]) -> str:
    app.theme = "textual-dark"  # whatever colours this terminal has
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause(0.3)
        return app.export_screenshot(title="tamis screen")


def _write_png(svg: str, path: Path) -> None:
    from playwright.sync_api import sync_playwright

    here = _WEB_FONT.sub("", svg)  # the fonts of this computer: nothing is fetched
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ width: 1100px }}</style>{here}")
        page.locator("svg").first.screenshot(path=path)
        browser.close()


def main() -> None:
    """Draw them all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _sit(Path(folder) / "review") as review,
        assisted(review, Stage.ABSTRACT, learning=False, model=None, at_once=True) as beside,
    ):
        for name, size, keys in SCREENS:
            seat = Seat(review, Stage.ABSTRACT, assistant=beside)
            _write_png(asyncio.run(_draw(SeatApp(seat), size, keys)), IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
