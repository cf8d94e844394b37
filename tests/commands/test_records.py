"""Show, list and mark: ``tamis show``, ``records`` and ``duplicates``."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from screening.records import Problem
from tests.commands.running import tamis
from tests.reviews_builder import contents, make_review, protocol_text, reopen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = contents(4)
    found[2] = replace(found[2], problems=(Problem(message="Two years.", remedy="Look."),), line=9)
    make_review(tmp_path / "r", found=found).close()
    for arguments in (("1", "include"), ("2", "exclude", "--reason", "1"), ("3", "unsure")):
        tamis("decide", *arguments, "--stage", "title", "-C", tmp_path / "r")
    return tmp_path / "r"


def test_show_tells_everything(folder: Path) -> None:
    out = tamis("show", "R0003", "-C", folder).out
    for words in (
        "Title: Mentoring of medical students, study 3",
        "METHODS: We asked 3 students, no mice.",
        "Source: PubMed (search S01)",
        "Found in: PubMed.ris, entry 3, line 9",
        "To look at: Two years. Look.",
        "Title stage: unsure",
        "Abstract stage: pending",
    ):
        assert words in out
    found = json.loads(tamis("show", "2", "--json", "-C", folder).out)
    assert found["stages"][0]["decisions"][0]["verdict"] == "exclude"
    assert found["record"]["position"] == 2


@pytest.mark.parametrize("only", [(), ("--problems",)])
def test_lists_fit_a_terminal_and_cut_no_reason(tmp_path: Path, only: tuple[str, ...]) -> None:
    found = contents(2)
    told = "The year stands twice in the entry, and differently. " * 2
    found[0] = replace(
        found[0],
        title="Mentoring of medical students and of their teachers in a long title",
        problems=(Problem(message=told.strip(), remedy="Look."),),
    )
    reason = "Neither students nor teachers of medicine"
    text = protocol_text().replace('"Off topic"', f'"{reason}"')
    make_review(tmp_path / "r", text=text, found=found).close()
    for way in (("1", "exclude", "--reason", "1"), ("2", "include")):
        assert tamis("decide", *way, "--stage", "title", "-C", tmp_path / "r").code == 0
    lines = tamis("records", *only, "-C", tmp_path / "r").out.splitlines()
    assert max(map(len, lines)) <= 80
    words = " ".join(lines).split()
    assert set((told if only else reason).split()) <= set(words)


def test_show_needs_a_record(folder: Path) -> None:
    ran = tamis("show", "R0044", "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no record R0044 in this review." in ran.err
    assert "The records are R0001 to R0004." in ran.err


def listed(folder: Path, *arguments: str) -> list[tuple[str, str, str]]:
    out = tamis("records", *arguments, "--csv", "-C", folder).out
    return [
        (row["record"], row["stage"], row["outcome"]) for row in csv.DictReader(io.StringIO(out))
    ]


def test_records_by_stage_and_outcome(folder: Path) -> None:
    tamis("duplicates", "mark", "4", "1", "-C", folder)
    assert listed(folder) == [
        ("R0001", "abstract", "pending"),
        ("R0002", "title", "excluded"),
        ("R0003", "abstract", "pending"),
        ("R0004", "", "duplicate"),
    ]
    assert listed(folder, "--stage", "title", "--outcome", "unsure") == [
        ("R0003", "title", "unsure")
    ]
    assert listed(folder, "--outcome", "exclude") == [("R0002", "title", "excluded")]
    assert listed(folder, "--outcome", "duplicates") == [("R0004", "", "duplicate")]
    assert listed(folder, "--problems") == [("R0003", "abstract", "pending")]
    assert "to look at" in tamis("records", "--problems", "-C", folder).out
    rows = tamis("records", "--json", "-C", folder).out.splitlines()
    assert json.loads(rows[1])["reason"] == "Off topic"
    assert [bool(json.loads(row)["problems"]) for row in rows] == [False, False, True, False]
    ran = tamis("records", "-C", folder)
    assert ran.out.splitlines()[0].split() == [
        *("record", "source", "stage", "outcome", "reason", "year", "title")
    ]
    assert "4 records. Next: tamis show RECORD" in ran.err


def test_unknown_outcomes_are_told(folder: Path) -> None:
    ran = tamis("records", "--outcome", "good", "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no outcome 'good'." in ran.err
    assert "not retrieved, not screened, duplicate" in ran.err


def test_duplicates_are_marked_listed_and_unmarked(folder: Path) -> None:
    assert "No record is marked" in tamis("duplicates", "list", "-C", folder).err
    ran = tamis("duplicates", "mark", "2", "1", "--why", "same DOI", "-C", folder)
    assert ran.out == "R0002 is marked as a duplicate of R0001.\n"
    assert "R0002   R0001" in tamis("duplicates", "list", "-C", folder).out
    assert json.loads(tamis("duplicates", "list", "--json", "-C", folder).out)["kept"] == "R0001"
    assert tamis("duplicates", "list", "--csv", "-C", folder).out.count("\n") == 2
    assert "Duplicate of: R0001" in tamis("show", "2", "-C", folder).out
    assert "Kept for: R0002" in tamis("show", "1", "-C", folder).out
    with reopen(folder) as review:
        assert len(review.state.withdrawable["Ann"]) == 3, "decisions stay in the log"
    ran = tamis("decide", "2", "include", "--stage", "title", "-C", folder)
    assert "R0002 is marked as a duplicate of R0001." in ran.err
    tamis("duplicates", "unmark", "2", "-C", folder)
    assert ("R0002", "title", "excluded") in listed(folder)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mark", "1", "1"), "R0001 cannot be a duplicate of itself."),
        (("mark", "2", "3"), "R0002 is marked as a duplicate of R0001 already."),
        (("mark", "3", "2"), "R0002 is a duplicate itself, of R0001."),
        (("mark", "1", "2"), "To change that: tamis duplicates unmark R0002"),
        (("mark", "1", "3"), "R0001 is itself kept for R0002."),
        (("mark", "1", "9"), "There is no record R0009"),
        (("unmark", "3"), "R0003 is not marked as a duplicate."),
    ],
)
def test_wrong_marks_are_told(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    tamis("duplicates", "mark", "2", "1", "-C", folder)
    ran = tamis("duplicates", *arguments, "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) > 1, "no next step is told"


def test_tags_are_put_on_listed_and_taken_off(tmp_path: Path) -> None:
    make_review(tmp_path / "r", 3).close()
    ran = tamis("tag", "R0002", "East Africa", "-C", tmp_path / "r")
    assert ran.out == "R0002: tag East Africa put on.\n"
    assert 'tamis records --tag "East Africa"' in ran.err
    ran = tamis("records", "--tag", "east africa", "--csv", "-C", tmp_path / "r")
    (head, row) = ran.out.splitlines()
    assert head.endswith(",problems,tags")
    assert row.startswith("R0002,")
    assert row.endswith(",East Africa")
    assert "Tag of Ann: East Africa" in tamis("show", "R0002", "-C", tmp_path / "r").out
    ran = tamis("records", "--tag", "west", "-C", tmp_path / "r")
    assert (ran.code, ran.out) == (2, "")
    assert "No record has the tag 'west'." in ran.err
    assert "The tags are: East Africa." in ran.err
    ran = tamis("tag", "2", "EAST AFRICA", "-C", tmp_path / "r")
    assert ran.out == "R0002: tag East Africa taken off.\n"
