"""The mentoring review is reproduced: every published number from the log, every file written."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.demo.corpus import load_corpus
from extraction.demo.run import DemoReport, run_demo
from screening.errors import CannotWrite
from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from screening.sessions.review import open_review

pytestmark = pytest.mark.model

Demo = tuple[Path, DemoReport]


def test_every_published_number_holds(demo: Demo) -> None:
    assert {check.what: check.computed for check in demo[1].checks if not check.holds} == {}
    numbers = [check.computed for check in demo[1].checks]
    assert numbers == ["91", "3", "40", "51", "10", "20", "347", "759", "536", "242", "45"]


def test_counts_are_shown_with_and_without_the_irregular_ones(demo: Demo) -> None:
    report = demo[1]
    assert (report.links, report.links_outside) == (759, 3)
    assert (report.codes, report.codes_uncited) == (347, 3)


def test_a_wrong_number_is_seen(demo: Demo) -> None:
    from dataclasses import replace

    report = demo[1]
    spoiled = replace(report.checks[0], computed="92")
    assert not replace(report, checks=(spoiled, *report.checks[1:])).holds


def test_the_log_of_the_demo_holds(demo: Demo) -> None:
    with open_for_proof(demo[0]) as proof:
        assert list(verify(proof)) == []


def test_placement_learns_from_approved_codes(demo: Demo) -> None:
    quality = demo[1].placement
    assert quality.leave_one_out.top_1 > quality.always_largest.top_1
    assert quality.leave_one_out.top_3 > quality.cold_start.top_3


def test_every_file_is_there_and_says_what_is_reconstructed(demo: Demo) -> None:
    folder, report = demo
    assert all(path.exists() for path in report.files)
    for form in ("three-stage", "prisma2020", "prisma2009"):
        drawing = (folder / "results" / f"flow-{form}.svg").read_text(encoding="utf-8")
        assert "Reconstructed for this demo" in drawing
        assert "(n = 51)" in drawing


def test_the_report_marks_what_is_reconstructed(demo: Demo) -> None:
    page = (demo[0] / "results/report.html").read_text(encoding="utf-8")
    assert "Reproduction of Keykha" in page
    assert "Reconstructed for this demo" in page
    assert "51 studies in 51 reports were included." in page
    assert '<strong data-box="studies_included">51</strong>' in page


def test_the_reference_lists_are_the_printed_ones(demo: Demo) -> None:
    with (demo[0] / "results/codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        printed = {row["printed"] for row in csv.DictReader(file) if row["level"] == "code"}
    assert "having no judgment and prejudice (14, 33-35)" in printed
    assert "available (51-57)" in printed
    assert "use of skills of retired professors" in printed


def test_the_json_holds_the_whole_tree(demo: Demo) -> None:
    document = json.loads((demo[0] / "results/themes.json").read_text(encoding="utf-8"))
    assert len(document["themes"]) == 10
    assert len(document["codings"]) == 759


def test_irregular_codes_are_flagged_as_printed(demo: Demo) -> None:
    corpus = load_corpus("mentoring")
    with (demo[0] / "results/codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        flagged = sum(bool(row["flag"]) for row in csv.DictReader(file) if row["level"] == "code")
    assert flagged == sum(bool(code.flag) for code in corpus.codes) > 0


def test_ranking_and_themes_share_their_vectors(demo: Demo) -> None:
    assert len(list((demo[0] / "cache").rglob("*.vectors"))) == 1


def test_nobody_is_said_to_have_decided(demo: Demo) -> None:
    with open_review(demo[0]) as review:
        assert {event.by for event in review.events()} == {"replay"}


def test_a_second_demo_in_the_same_folder_is_refused(demo: Demo) -> None:
    with pytest.raises(CannotWrite, match="holds a review already"):
        run_demo(demo[0], lambda _line: None)


def test_the_command_tells_and_fails_in_sentences(demo: Demo) -> None:
    script = "from screening.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "demo", str(demo[0])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 6
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["corpus", "results"])
def test_a_folder_with_files_of_its_own_is_left_as_it_is(name: str, tmp_path: Path) -> None:
    own = tmp_path / name / "codebook.csv"
    own.parent.mkdir()
    own.write_text("mine")
    with pytest.raises(CannotWrite, match=f"{name} is there already"):
        run_demo(tmp_path, lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert own.read_text() == "mine"
