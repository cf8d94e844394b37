"""``tamis duplicates`` from find to review: data on stdout, talk on stderr, the next step told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.reviews_builder import add_search, make_review, reopen
from tests.sessions.test_find_duplicates import FIRST, SECOND


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with make_review(tmp_path / "r", found=FIRST) as made:
        add_search(made, SECOND, "ERIC")
    return tmp_path / "r"


def test_find_says_how_many(folder: Path) -> None:
    ran = tamis("duplicates", "find", "-C", folder)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Compared: 6 records, 6 of them new (standard).",
        "Certain:  1 marked as duplicates.",
        "To ask:   1 new question, 1 open.",
        "Related:  1 pair that may be of one study, all kept.",
    ]
    assert "Next: tamis duplicates review" in ran.err


def test_a_dry_run_says_so(folder: Path) -> None:
    ran = tamis("duplicates", "find", "--dry-run", "--preset", "careful", "-C", folder)
    assert ran.code == 0
    assert "1 would be marked as duplicates." in ran.out
    assert "Nothing was recorded." in ran.err
    with reopen(folder) as review:
        assert review.state.duplicates == {}
        assert review.state.searched is None


def test_find_as_json(folder: Path) -> None:
    told = json.loads(tamis("duplicates", "find", "--json", "-C", folder).out)
    assert told["preset"] == "standard"
    assert told["certain"][0]["record"] == "R0004"
    assert told["certain"][0]["maker"]["name"] == "tamis duplicates"
    assert told["asked"][0]["likeness"] > 0.5
    assert told["related"][0]["relation"] == "erratum"


def test_an_unknown_preset_is_wrong_use(folder: Path) -> None:
    ran = tamis("duplicates", "find", "--preset", "bold", "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no preset 'bold'." in ran.err


def test_the_questions_side_by_side(folder: Path) -> None:
    tamis("duplicates", "find", "-C", folder)
    ran = tamis("duplicates", "review", "-C", folder, keys="d\nu\nk\nq\n")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == (
        "1 to judge, reviewer Ann. Keys: d duplicate, k keep both, s skip, b back, u undo,"
        " ? help, q quit"
    )
    assert any("R0002 (PubMed), kept if d" in line and "R0005 (ERIC)" in line for line in lines)
    assert any(line.startswith("! Year") for line in lines)
    assert any(line.startswith("= Title") for line in lines)
    assert "R0005 is marked as a duplicate of R0002." in lines
    assert "Undone: R0002 and R0005 are asked about again." in lines
    assert "R0002 and R0005 are both kept." in lines
    assert lines[-1] == "Saved. 1 answered, 0 left."
    assert "Next: tamis" in ran.err


def test_the_end_of_the_keys_ends_the_review(folder: Path) -> None:
    tamis("duplicates", "find", "-C", folder)
    ran = tamis("duplicates", "review", "-C", folder, keys="s\n")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "Saved. 0 answered, 1 left."
    assert "Next: tamis duplicates review" in ran.err


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("x\n", "Line 1 of the keys: The key 'x' means nothing here."),
        ("k\nd\n", "Line 2 of the keys: There is no question left."),
        ("u\n", "Line 1 of the keys: There is nothing to undo in this sitting."),
    ],
)
def test_a_key_that_means_nothing_stops_a_pipe(folder: Path, keys: str, words: str) -> None:
    tamis("duplicates", "find", "-C", folder)
    ran = tamis("duplicates", "review", "-C", folder, keys=keys)
    assert ran.code == 4
    assert words in ran.err


def test_no_questions(folder: Path) -> None:
    ran = tamis("duplicates", "review", "-C", folder, keys="")
    assert ran.code == 0
    assert "No question is open." in ran.out


def test_the_list_carries_rule_and_evidence(folder: Path) -> None:
    assert "Next: tamis duplicates find" in tamis("duplicates", "list", "-C", folder).err
    tamis("duplicates", "find", "-C", folder)
    told = json.loads(tamis("duplicates", "list", "--json", "-C", folder).out)
    assert (told["record"], told["kept"], told["by_hand"]) == ("R0004", "R0001", False)
    assert told["rule"] == "title and place"
    rows = tamis("duplicates", "list", "--csv", "-C", folder).out.splitlines()
    assert rows[0].endswith("rule,evidence")
    assert "title and place" in tamis("duplicates", "list", "-C", folder).out


def test_marking_by_hand_works_as_before(folder: Path) -> None:
    assert tamis("duplicates", "mark", "6", "3", "-C", folder).code == 0
    assert "by hand" in tamis("duplicates", "list", "-C", folder).out
    assert tamis("duplicates", "unmark", "6", "-C", folder).code == 0


def test_the_flow_adds_up_and_the_log_holds(folder: Path) -> None:
    tamis("duplicates", "find", "-C", folder)
    tamis("duplicates", "review", "-C", folder, keys="d\n")
    ran = tamis("prisma", "--json", "-C", folder)
    assert ran.code == 0
    counts = json.loads(ran.out)["counts"]
    assert counts["identified"] == counts["to_screen"] + counts["duplicates"] == 6
    told = tamis("log", "verify", "-C", folder).err
    # These searches were made by hand: their two files are missing, and nothing else is wrong.
    assert told.count("is missing from") == 2
    assert "2 faults" in told


def test_where_none_is_marked_the_list_tells_what_is_to_be_done(tmp_path: Path) -> None:
    folder = tmp_path / "q"
    make_review(folder, found=FIRST[:2]).close()
    before = tamis("duplicates", "list", "-C", folder)
    assert before.err == ("No record is marked as a duplicate.\nNext: tamis duplicates find\n")
    tamis("duplicates", "find", "-C", folder)
    after = tamis("duplicates", "list", "-C", folder)
    assert "tamis duplicates find" not in after.err
    assert "Next: tamis " in after.err
    assert tamis("duplicates", "list", "--csv", "-C", folder).out.startswith("record,kept,")
