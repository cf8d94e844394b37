"""``tamis decisions import``: what it prints, its options, and that refusals exit with an error."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text

DATA = Path(__file__).parent.parent / "data" / "votes"
RAYYAN = DATA / "rayyan_articles.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = protocol_text(stages=("abstract", "fulltext"), reviewers=2)
    make_review(tmp_path / "r", 2, text=text).close()
    return tmp_path / "r"


def test_the_sum_and_each_reviewer_are_told(folder: Path) -> None:
    ran = tamis("decisions", "import", RAYYAN, "--stage", "abstract", "--leave-out", "-C", folder)
    assert ran.code == 0
    assert ran.out == (
        "rayyan_articles.csv (Rayyan): 4 entries = 2 with decisions + 1 without + 1 left out\n"
        "  4 decisions added, 0 there already, 0 changed here since (kept as changed)\n"
        "  Ann: 2 decisions\n"
        "  Ben: 2 decisions\n"
    )
    assert "left out: line 4, 'Mentoring of medical students, study 3'" in ran.err
    assert "1 record was excluded by several reviewers" in ran.err
    assert "Known by DOI (2)" in ran.err
    assert "Next: tamis status" in ran.err
    log = tamis("log", "-C", folder)
    assert "4 decisions of Ann, Ben taken over from rayyan_articles.csv (rayyan)" in log.out


def test_a_refusal_is_an_error_and_the_report_names_every_entry(folder: Path) -> None:
    command = ("decisions", "import", RAYYAN, "--stage", "abstract", "-C", folder)
    ran = tamis(*command)
    assert ran.code == 4
    assert "Nothing was taken over." in ran.err
    report = folder / "left.csv"
    checked = tamis(*command, "--check", "--report", report)
    assert checked.code == 0
    assert "Only checked: the log is unchanged." in checked.err
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[1] for row in rows] == ["place", "line 4"]


def test_a_check_promises_nothing_that_would_be_refused(folder: Path) -> None:
    command = ("decisions", "import", RAYYAN, "--stage", "fulltext", "--add-records", "-C", folder)
    ran = tamis(*command, "--check")
    assert "4 entries = 0 with decisions + 1 without + 3 left out" in ran.out
    assert "0 decisions would be added with --leave-out" in ran.out
    assert ran.err.count("has not reached the full text stage") == 1
    assert "left out: 3 entries for the same reason: R0003 has not reached" in ran.err
    assert "    line 2, 'Mentoring of medical students, study 1' (R0003)\n" in ran.err
    assert "4 records would be imported from the file" in ran.err
    assert "Without --leave-out the import would be refused" in ran.err
    assert tamis(*command).code == 4


def test_json_and_a_map(folder: Path) -> None:
    words = folder / "map.toml"
    words.write_text('[reviewers]\n"Ben" = "Ann"\n', encoding="utf-8")
    ran = tamis(
        *("decisions", "import", RAYYAN, "--stage", "abstract", "--add-records", "--json"),
        *("--source", "Rayyan", "-C", folder),
    )
    told = json.loads(ran.out)
    assert (told["added"], told["records_added"], told["left_out"]) == (6, 4, [])
    ran = tamis("decisions", "import", RAYYAN, "--map", words, "--stage", "title", "-C", folder)
    assert ran.code == 2
    assert "This review has no title stage" in ran.err
