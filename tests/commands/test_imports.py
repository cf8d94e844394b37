"""``tamis imports``: the list, taking back, withdrawing, and the hint after an import."""

from __future__ import annotations

import io
import json
from pathlib import Path
from unittest.mock import patch

import pytest

from screening.commands.imports import tell_way_back
from screening.events import KINDS
from screening.sessions.import_report import ImportReport
from tests.commands.running import Screen, tamis

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert tamis("init", ".", "--title", "A review").code == 0
    for name, numbers in (("one", (1, 2)), ("two", (2, 3))):
        entry = "TY  - JOUR\nTI  - Study {0} of mentors\nDO  - 10.5555/{0}\nDB  - {1}\nER  -\n"
        text = "".join(entry.format(number, name) for number in numbers)
        Path(f"{name}.ris").write_text(text, encoding="utf-8")
        assert tamis("import", f"{name}.ris", "--source", name).code == 0
    return tmp_path


def test_an_import_is_taken_back_and_listed_so(here: Path) -> None:
    assert tamis("duplicates", "find").code == 0
    trial = tamis("imports", "take-back", "S02", "--check")
    assert trial.out == (
        "S02 (two.ris of two, 2 found) would be taken back.\n"
        "  2 records in no queue, count or export any more\n"
        "  with them: 1 duplicate marked by a rule\n"
    )
    done = tamis("imports", "take-back", "S02", "--why", "a slip")
    assert (done.code, "S02 (two.ris of two, 2 found) taken back." in done.out) == (0, True)
    listed = tamis("imports", "list")
    assert "in force" in listed.out.splitlines()[1]
    assert listed.out.splitlines()[2].endswith("by Ann: a slip")
    assert listed.err == "The review holds 2 records of 1 import.\n"
    rows = [json.loads(line) for line in tamis("imports", "list", "--json").out.splitlines()]
    assert [(row["search"], row["records"], row["why"]) for row in rows] == [
        ("S01", 2, ""), ("S02", 0, "a slip"),
    ]  # fmt: skip
    assert tamis("imports", "list", "--csv").out.count("\n") == 3
    assert "import S02 taken back: a slip" in tamis("log").out
    assert tamis("log", "verify").code == 0
    assert tamis("show", "R0003").code != 0


def test_what_was_decided_is_withdrawn_first(here: Path) -> None:
    assert tamis("decide", "R0003", "include", "--stage", "title").code == 0
    refused = tamis("imports", "take-back", "2")
    assert refused.code != 0
    assert "Decided: R0003 (Ann)." in refused.err
    assert "First: tamis imports withdraw S02." in refused.err
    assert tamis("imports", "withdraw", "S02").out == "1 decision, note or tag withdrawn.\n"
    made = tamis("imports", "take-back", "2", "--json")
    assert json.loads(made.out)["gone"] == 2


def test_what_others_decided_is_named_after_ones_own_is_withdrawn(here: Path) -> None:
    for record, name in (("R0003", "Ann"), ("R0004", "Ben")):
        made = tamis("decide", record, "include", "--stage", "title", "--as", name)
        assert made.code == 0, made.err
    told = tamis("imports", "withdraw", "S02", "--as", "Ann").err
    assert "First: tamis imports withdraw S02 (own steps only: Ben, with --as)" in told
    assert "take-back" not in told
    assert tamis("imports", "withdraw", "S02", "--as", "Ben").err.startswith("Next: ")


def test_a_package_of_a_review_with_an_import_taken_back_proves_itself(here: Path) -> None:
    assert tamis("imports", "take-back", "S01").code == 0
    made = tamis("export", "package", "--out", "review.zip")
    assert made.code == 0, made.err
    checked = tamis("replay", "review.zip")
    assert checked.code == 0, checked.err


def test_undo_without_a_decision_names_the_way_back(here: Path) -> None:
    assert "tamis imports take-back" in tamis("undo").err


def test_the_way_back_is_told_at_a_terminal_once() -> None:
    one, two = (
        ImportReport(
            file="x", format="ris", why="", encoding="utf-8", source="x", found=1, imported=1,
            rejected=0, search=search,
        )
        for search in ("S01", "S02")
    )  # fmt: skip
    for screen, told in ((Screen(), 1), (io.StringIO(), 0)):
        with patch("sys.stderr", screen):
            tell_way_back([one, two, None])
        assert screen.getvalue().count("tamis imports take-back S02") == told
    with patch("sys.stderr", screen := Screen()):
        tell_way_back([None])
    assert screen.getvalue() == ""


def test_the_page_says_of_every_kind_of_event_what_becomes_of_it() -> None:
    page = (ROOT / "docs" / "howto" / "take-back-an-import.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    named = [name.strip() for cell in cells for name in cell.split(",")]
    assert sorted(named) == sorted([*KINDS, "event"])
