"""The tutorial runs as it is written, and each command answers what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reviews.pages import agrees, page, run_page
from tests.reviews.test_readme import readme_block

pytestmark = pytest.mark.model


def test_the_tutorial_runs(
    tmp_path: Path, demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TAMIS_REVIEWER", raising=False)
    (tmp_path / "mentoring-demo").symlink_to(demo_folder)
    run_page(page("tutorial.md"), tmp_path, monkeypatch)
    assert (tmp_path / "mentoring" / "report.html").is_file()


def test_the_tutorial_installs_as_the_readme_does() -> None:
    assert f"```bash\n{readme_block('demo')}```" in page("tutorial.md")


def test_an_answer_that_differs_is_seen() -> None:
    assert agrees("...\nFound 3 ...\n", "One.\nTwo.\nFound 3 records\n")
    assert agrees("One.\n...\n", "One.\n")
    assert not agrees("...\nFound 3 records\n", "Found 4 records\n")
    assert not agrees("One.\n", "One.\nTwo.\n")
