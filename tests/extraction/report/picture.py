"""Draws the picture of docs/report.md: python -m tests.extraction.report.picture REPORT.html

The report is the demo's; Chromium shows its head and its flow, in both colour schemes side by side.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from tests.house.tree import ROOT
from tests.tui.browser import CHROMIUM

PICTURE = ROOT / "docs" / "images" / "report.png"
_SIZE = {"width": 1240, "height": 1500}


def main(report: Path) -> None:
    """Draw it: the left half light, the right half dark."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    shots = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for place, dark in (("", False), ("#flow", True)):
            page = browser.new_page(color_scheme="dark" if dark else "light")
            page.set_viewport_size({"width": _SIZE["width"], "height": _SIZE["height"]})
            page.goto(report.resolve().as_uri() + place)
            shots.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    whole = Image.new("RGB", (2 * _SIZE["width"], _SIZE["height"]))
    for number, shot in enumerate(shots):
        whole.paste(shot, (number * _SIZE["width"], 0))
    whole.resize((1560, 1560 * _SIZE["height"] // (2 * _SIZE["width"]))).quantize(64).save(
        PICTURE, optimize=True
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
