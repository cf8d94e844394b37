"""The seat in a browser: only this computer, only with the key, and the same keys and log."""

from __future__ import annotations

import socket
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from screening.errors import CannotWrite
from screening.protocol import Stage
from screening.tui.web import HOST, SeatServer
from tests.reviews_builder import make_review, protocol_text, reopen
from tests.tui.browser import CHROMIUM, needs_chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ended by an interrupt signal")


def review_in(folder: Path) -> Path:
    make_review(folder, 4, text=protocol_text(stages=("abstract",))).close()
    return folder


def asked(address: str, **headers: str) -> tuple[int, str]:
    """Status and content security policy of an answer, redirections not followed."""
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=20)) as connection:
        connection.request("GET", f"{parts.path or '/'}?{parts.query}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Content-Security-Policy", "")


def test_only_this_computer_with_the_key_is_answered(tmp_path: Path) -> None:
    with served(review_in(tmp_path / "r")) as address:
        root, _, key = address.partition("/?key=")
        assert root.startswith(f"http://{HOST}:")
        assert len(key) >= 32
        cookie = f"tamis-seat-{root.rpartition(':')[2]}={key}"
        assert asked(address)[0] == 302
        assert asked(root, Cookie=cookie)[0] == 200
        assert asked(root)[0] == 403
        assert asked(f"{root}/?key=x")[0] == 403
        assert asked(f"{root}/static/js/textual.js")[0] == 403
        assert asked(root, Cookie=cookie, Host="evil.example")[0] == 403
        assert asked(f"{root}/ws", Cookie=cookie, Origin="http://evil.example")[0] == 403
        policy = asked(root, Cookie=cookie)[1]
        assert "default-src 'none'" in policy
        assert "https:" not in policy


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(CannotWrite, match=f"The port {number} of this computer cannot be used"):
            SeatServer(["true"], number, "Seat")


def seen_by(page: Page) -> list[str]:
    """What the page is sent to draw, as it comes."""
    told: list[str] = []

    def take(frame: str | bytes) -> None:
        told.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", take))
    return told


@needs_chromium
def test_a_browser_shows_the_seat_and_its_keys_decide(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    folder = review_in(tmp_path / "r")
    urls: list[str] = []
    with served(folder) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.on("requestfinished", lambda request: urls.append(request.url))
        told = seen_by(page)
        page.goto(address)
        page.wait_for_selector("body.-first-byte")
        assert "key=" not in page.url
        _press(page, told, "i", "R0001: include.")
        _press(page, told, "2", "R0002: exclude, Wrong population.")
        _press(page, told, "u", "Undone: R0002 was 'exclude'; it is open again.")
        browser.close()
    assert all(url.startswith((f"http://{HOST}:", "data:")) for url in urls), urls
    with reopen(folder) as review:
        assert list(review.state.decisions[Stage.ABSTRACT]) == ["R0001", "R0002"]
        kinds = [event.kind for event in review.events(3)]
    assert kinds == ["Decided", "Decided", "DecisionWithdrawn"]


def _press(page: Page, told: list[str], key: str, answer: str) -> None:
    """Press a key, and wait until the page was sent the answer."""
    page.locator("textarea").first.press(key)
    for _ in range(1500):
        if answer in "".join(told):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{answer!r} did not come")
