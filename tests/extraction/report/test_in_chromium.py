"""The page in a real browser: nothing fetched, nothing logged, nothing overflows, open to all."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extraction.report.write import looked_at, report_page
from tests.extraction.report.specimens import coded_hostile_review
from tests.tui.browser import CHROMIUM, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a coded review with hostile words everywhere."""
    folder = coded_hostile_review(tmp_path_factory.mktemp("reports") / "review")
    with looked_at(folder) as at:
        report_page(at, folder / "report.html")
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


def watched(page: Page) -> list[str]:
    """What the page says, fails at or asks for, besides itself and its own data."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda request: told.append(request.url))
    return told


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_the_report_reads_well(report: Path, browser: Browser, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    told = watched(page)
    page.goto(report.as_uri())
    assert page.evaluate(_OVERFLOW) == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    asked = [line for line in told if not line.startswith("data:")]
    assert asked == [report.as_uri()]
    page.close()


def brightness(page: Page, number: int) -> float:
    """Of a picture as it is shown, from 0 to 255."""
    from PIL import Image, ImageStat

    shot = page.locator("figure img").nth(number).screenshot()
    return ImageStat.Stat(Image.open(BytesIO(shot)).convert("L")).mean[0]


def test_pictures_are_dark_on_a_dark_page_and_light_on_paper(
    report: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(report.as_uri())
    count = page.locator("figure img").count()
    assert count > 2
    page.emulate_media(color_scheme="light")
    assert min(brightness(page, number) for number in range(count)) > 200
    page.emulate_media(color_scheme="dark")
    assert max(brightness(page, number) for number in range(count)) < 80
    page.emulate_media(color_scheme="dark", media="print")
    assert min(brightness(page, number) for number in range(count)) > 200
    page.close()


def test_pictures_have_greys_only_which_can_be_turned_round(report: Path) -> None:
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', report.read_text("utf-8"))
    assert len(found) > 2
    for picture in found:
        colours = re.findall(r"#([0-9a-f]{6})\b", base64.b64decode(picture).decode())
        assert colours
        assert {at for at in colours if len({at[:2], at[2:4], at[4:]}) > 1} == set()


def test_a_page_that_fails_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "bad.html"
    path.write_text(
        "<p style='width:2000px;color:#ccc'>pale<img src='http://127.0.0.1:9/x.png'>"
        "<script>console.log('said')</script>"
    )
    page = browser.new_page(viewport={"width": 360, "height": 900})
    told = watched(page)
    page.goto(path.as_uri())
    assert page.evaluate(_OVERFLOW) > 0
    assert Axe().run(page).violations_count > 0
    assert "said" in told
    assert "http://127.0.0.1:9/x.png" in told
    page.close()
