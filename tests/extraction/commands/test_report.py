"""``tamis report``: a file, JSON, or the methods as text."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from screening.app import app
from screening.sessions.start import start_review
from tests.extraction.report.specimens import whole_review


def run(folder: Path, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["report", "-C", str(folder), *options])
    return done.exit_code, done.stdout, done.stderr


def test_a_file_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    review = whole_review(tmp_path / "review")
    assert run(review)[:2] == (0, f"{review / 'report.html'}\n")
    out = tmp_path / "other.html"
    code, told, talk = run(review, "--out", str(out))
    assert (code, told) == (0, f"{out}\n")
    assert "items of the checklists are for you" in talk
    assert out.read_bytes() == (review / "report.html").read_bytes()


def test_json_and_methods_write_nothing(tmp_path: Path) -> None:
    review = whole_review(tmp_path / "review")
    document = json.loads(run(review, "--json")[1])
    assert document["schema"] == "tamis-report/1"
    assert document["flow"]["boxes"]["identified"] == 12
    assert "\n\n".join(document["methods"]) + "\n" == run(review, "--methods")[1]
    assert not (review / "report.html").exists()


def test_a_new_review_gets_a_report_that_says_so(tmp_path: Path) -> None:
    start_review(tmp_path / "review", title="New").close()
    code, _told, talk = run(tmp_path / "review")
    assert code == 0
    assert talk.startswith("In progress: no records have been imported yet.")
