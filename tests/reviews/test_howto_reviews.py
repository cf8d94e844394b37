"""The how-to pages that go through a small review: commands run as printed, answers as shown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.reviews.pages import page, run_page
from tests.reviews_builder import contents, make_review

DATA = Path(__file__).parents[1] / "data" / "reviews"


def _toml(text: str) -> str:
    found = re.search(r"^```toml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_a_search_is_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in DATA.glob("pubmed-*.ris"):
        shutil.copy(path, tmp_path)
    monkeypatch.setenv("TAMIS_REVIEWER", "Ann")
    run_page(page("howto/update-a-search.md"), tmp_path, monkeypatch)


def test_two_screen_in_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page("howto/screen-in-pairs.md")
    plan = _toml(text).replace('[stages.title]\nreasons = ["Off topic"]\nreviewers = 1\n\n', "")
    assert "[stages.title]" in _toml(text)
    assert "[stages.title]" not in plan  # what the page shows begins at the abstract stage
    make_review(tmp_path / "review", text=plan, found=contents(2)).close()
    monkeypatch.setenv("TAMIS_REVIEWER", "Ann")
    run_page(text, tmp_path / "review", monkeypatch)


def test_the_plan_of_the_page_is_sound(tmp_path: Path) -> None:
    make_review(tmp_path / "r", text=_toml(page("howto/screen-in-pairs.md")), found=[]).close()
