"""Decisions from the command line: one, a table, undo, notes, missing reports, conflicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.protocol import Stage
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text, reopen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_review(tmp_path / "r", 4).close()
    return tmp_path / "r"


def events(folder: Path) -> int:
    with reopen(folder) as review:
        return review.state.last_seq


def table(folder: Path, text: str) -> Path:
    path = folder / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_decision(folder: Path) -> None:
    ran = tamis(
        *("decide", "3", "exclude", "--stage", "title", "--reason", "off topic", "--note", "no"),
        *("-C", folder),
    )
    assert ran.code == 0
    assert ran.out == "R0003: exclude, Off topic, at the title stage, by Ann (event 4).\n"
    assert "Next: tamis screen --stage title" in ran.err
    ran = tamis("decide", "R0001", "i", "--stage", "title", "--json", "-C", folder)
    assert json.loads(ran.out)["body"]["verdict"] == "include"


WRONG = {
    "record": (("R0099", "include", "--stage", "title"), "There is no record R0099"),
    "no record": (("smith", "include", "--stage", "title"), "'smith' is not a record."),
    "verdict": (("1", "yes", "--stage", "title"), "There is no verdict 'yes'."),
    "stage": (("1", "include", "--stage", "screening"), "There is no stage 'screening'."),
    "no stage": (("1", "include"), "A decision needs a record, a verdict and a stage."),
    "reason": (
        ("1", "exclude", "--stage", "title", "--reason", "dull"),
        "There is no reason 'dull' at the title stage.",
    ),
    "no reason": (("1", "exclude", "--stage", "title"), "No reason was given at the title stage."),
    "too early": (("1", "include", "--stage", "fulltext"), "has not reached the full text stage"),
    "both": (("1", "include", "--from", "x.csv"), "Both a table and a single decision"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_decisions_are_told_and_change_nothing(folder: Path, name: str) -> None:
    arguments, words = WRONG[name]
    before = events(folder)
    ran = tamis("decide", *arguments, "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) > 1, "no next step is told"
    assert events(folder) == before


def test_a_table_is_taken_over_once(folder: Path) -> None:
    path = table(
        folder,
        "\ufeffRecord_ID;Title;Stage;Decision;Exclusion reason;Notes\n"
        'R0001;"a; b";title;include;;good\n'
        "2;x;title;exclude;2;'=sum\n"
        "\n"
        "R0001;x;abstract;unsure;;\n"
        "R0003;x;title;;;\n",
    )
    ran = tamis("decide", "--from", path, "-C", folder)
    assert ran.code == 0, ran.err
    assert ran.out == (
        "decisions.csv: 4 rows = 3 decisions added + 0 in force already + 1 without a verdict\n"
    )
    with reopen(folder) as review:
        assert review.state.decisions[Stage.TITLE][review.known("2")]["Ann"][0].note == "=sum"
    before = events(folder)
    ran = tamis("decide", "--from", path, "-C", folder)
    assert "0 decisions added + 3 in force already" in ran.out
    assert "Nothing new: the log is unchanged." in ran.err
    assert events(folder) == before


def test_every_bad_row_is_named_and_nothing_is_taken_over(folder: Path) -> None:
    path = table(
        folder,
        "record,stage,verdict,reason\n1,title,include,\n2,title,maybe,\n9,title,include,\n"
        "3,title,exclude,\n4,,include,\n4,review,include,\n1,title,exclude,1\n"
        '"3",abstract,include,\n',
    )
    before = events(folder)
    ran = tamis("decide", "--from", path, "-C", folder)
    assert (ran.code, ran.out) == (4, "")
    for words in (
        "has 7 wrong rows:",
        "Line 3: There is no verdict 'maybe'.",
        "Line 4: There is no record R0009",
        "Line 5: No reason was given",
        "Line 6: No stage is given.",
        "Line 7: There is no stage 'review'.",
        "Line 8: It contradicts line 2 on R0001 at the title stage.",
        "Line 9: R0003 has not reached the abstract stage",
        "Nothing was taken over.",
    ):
        assert words in ran.err
    assert events(folder) == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty."),
        (b"record,stage\n1,title\n", "has no column verdict in its first line."),
        (b"record,verdict\n1,\x81\xff\n", "is not a UTF-8 text."),
    ],
)
def test_tables_that_cannot_be_read(folder: Path, data: bytes, words: str) -> None:
    path = folder / "bad.csv"
    path.write_bytes(data)
    ran = tamis("decide", "--from", path, "--stage", "title", "-C", folder)
    assert ran.code == 4
    assert words in ran.err
    assert tamis("decide", "--from", folder / "none.csv", "-C", folder).code == 4


def test_undo_and_note(folder: Path) -> None:
    assert tamis("undo", "-C", folder).code == 2
    tamis("decide", "1", "include", "--stage", "title", "-C", folder)
    tamis("decide", "1", "unsure", "--stage", "title", "-C", folder)
    ran = tamis("undo", "-C", folder)
    assert ran.out == "Undone: R0001 was 'unsure' at the title stage.\n"
    assert "Your verdict before it counts again: include." in ran.err
    ran = tamis("undo", "--stage", "title", "-C", folder)
    assert "Next: tamis screen --stage title" in ran.err
    assert tamis("note", "1", "look again", "-C", folder).out == "Noted on R0001 (event 8).\n"
    ran = tamis("note", "1", " ", "-C", folder)
    assert (ran.code, "The note is empty." in ran.err) == (2, True)


def test_reports_that_cannot_be_had(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    make_review(folder, 1, text=protocol_text(stages=("title", "fulltext"))).close()
    ran = tamis("retrieved", "1", "--no", "lost", "-C", folder)
    assert (ran.code, "has not reached the full text stage" in ran.err) == (2, True)
    tamis("decide", "1", "include", "--stage", "title", "-C", folder)
    assert tamis("retrieved", "1", "--no", "lost", "-C", folder).out == "R0001: not retrieved.\n"
    assert "Not retrieved: lost" in tamis("show", "1", "-C", folder).out
    assert tamis("retrieved", "1", "-C", folder).out == "R0001: the full text was found.\n"
    assert tamis("retrieved", "1", "-C", folder).code == 2


def test_conflicts_stand_side_by_side_within_80_columns(tmp_path: Path) -> None:
    """A table for each set of reviewers; long reasons and notes are broken over lines."""
    folder, long = tmp_path / "r", "Neither students nor those who teach them at a university"
    text = protocol_text(reviewers=2, names=["Ann", "Ben", "Cleo"], reasons=[long])
    make_review(folder, 3, text=text).close()
    for record, by in (("1", "Ann"), ("3", "Ann"), ("2", "Cleo")):
        tamis("decide", record, "include", "--stage", "title", "-C", folder, by=by)
    note = "only nurses were asked, see the second sentence of the abstract"
    for record in ("1", "2", "3"):
        tamis("decide", record, "exclude", "--stage", "title", "--reason", "1", "--note", note,
              "-C", folder, by="Ben")  # fmt: skip
    lines = tamis("conflicts", "-C", folder).out.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines if line.startswith("record")] == [
        ["record", "Ann", "Ben"], ["record", "Ben", "Cleo"]]  # fmt: skip
    assert [line.split()[0] for line in lines if line.startswith("R0")] == [
        "R0001", "R0003", "R0002"]  # fmt: skip
    for words in (*long.split(), *note.split()):
        assert sum(words in line for line in lines) >= 3


def test_conflicts_are_listed_and_settled(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    make_review(folder, 1, text=protocol_text(reviewers=2)).close()
    assert "No reviewers differ." in tamis("conflicts", "-C", folder).err
    tamis("decide", "1", "include", "--stage", "title", "-C", folder)
    tamis("decide", "1", "exclude", "--reason", "1", "--stage", "title", "-C", folder, by="Ben")
    ran = tamis("conflicts", "--stage", "title", "-C", folder)
    assert ran.out.splitlines() == [
        "Title stage",
        "record  Ann                                 Ben",
        "R0001   include                             exclude, Off topic",
        "        Mentoring of medical students, study 1",
    ]
    assert "1 to settle. Next: tamis adjudicate RECORD VERDICT --stage STAGE" in ran.err
    assert "R0001,title,Ben,exclude,Off topic" in tamis("conflicts", "--csv", "-C", folder).out
    assert json.loads(tamis("conflicts", "--json", "-C", folder).out)["record"] == "R0001"
    ran = tamis("adjudicate", "1", "unsure", "--stage", "title", "-C", folder)
    assert (ran.code, "'unsure' settles no conflict." in ran.err) == (2, True)
    ran = tamis("adjudicate", "1", "exclude", "--stage", "title", "--reason", "2", "-C", folder)
    assert ran.out == "R0001: settled as exclude at the title stage, by Ann.\n"
    shown = tamis("show", "1", "-C", folder).out
    assert "Title stage: excluded, Wrong population" in shown
    for words in ("decided by Ann: include", "decided by Ben: exclude", "adjudicated by Ann"):
        assert words in shown
