"""``tamis screen`` from a pipe and on a terminal: keys in, lines out, decisions in the log."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.reviews_builder import contents, make_review, protocol_text, reopen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_review(tmp_path / "r", 4).close()
    return tmp_path / "r"


def test_lines_are_labelled_and_plain(folder: Path) -> None:
    ran = tamis("screen", "-C", folder, keys="i\n2\nn look again\n?\nc\nq\ni\n")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("Title stage, reviewer Ann. Keys: i include, e exclude")
    assert (
        "Record: R0001, 1 of 4. 0 decided, 4 left, 0 included, 0 excluded, 0 in conflict." in lines
    )
    assert "Title: Mentoring of medical students, study 1" in lines
    assert "Marked to include: mentoring, medical students" in lines
    assert "R0002: exclude, Wrong population. Saved." in lines
    assert "Your note: look again" in lines
    assert "q: Quit; everything is saved already." in lines
    assert "Include: Mentoring at a university" in lines
    assert lines[-1].startswith("Saved. 2 decided, 2 left")
    assert ran.out.isascii()


def test_the_end_of_the_input_ends_the_run(folder: Path) -> None:
    assert tamis("screen", "-C", folder, keys="i").code == 0
    assert tamis("screen", "-C", folder, keys="e\n").code == 0
    with reopen(folder) as review:
        assert list(review.state.decisions[Stage.TITLE]) == ["R0001"]


def test_the_first_stage_with_a_queue_is_taken(folder: Path) -> None:
    ran = tamis("screen", "-C", folder, keys="i\n" * 4)
    assert "Next: tamis rank --stage abstract, then tamis screen --stage abstract" in ran.out
    ran = tamis("screen", "-C", folder, keys="i\n")
    assert ran.out.startswith("Abstract stage")
    assert "METHODS: We asked 1 students, no mice." in ran.out
    assert "Marked to exclude: mice" in ran.out


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("i\nx\ni\n", "Line 2 of the keys: The key 'x' means nothing here."),
        ("9\n", "Line 1 of the keys: There is no reason '9' at the title stage."),
        ("i\n\ne 8\n", "Line 3 of the keys: There is no reason '8'"),
        ("n\n\n", "Line 2 of the keys: The note is empty."),
        ("i\ni\ni\ni\ni\n", "Line 5 of the keys: No record is left to decide here."),
        ("u\n", "Line 1 of the keys: There is nothing of yours to undo at the title stage."),
    ],
)
def test_a_piped_line_that_means_nothing_stops_the_run(folder: Path, keys: str, words: str) -> None:
    ran = tamis("screen", "-C", folder, keys=keys)
    assert ran.code == 4
    assert words in ran.err
    assert "Everything before this line is kept." in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--stage", "ful"), "There is no stage 'ful'."),
        (("--stage", "fulltext"), "This review has no full text stage."),
        (("--as", "Zoe"), "'Zoe' is not a reviewer of this review."),
    ],
)
def test_wrong_options_are_told(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    make_review(tmp_path / "r", 1, text=protocol_text(stages=("title",))).close()
    ran = tamis("screen", "-C", tmp_path / "r", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_nothing_imported_is_told(tmp_path: Path) -> None:
    tamis("init", tmp_path / "r", by="")
    ran = tamis("screen", "-C", tmp_path / "r")
    assert ran.code == 2
    assert "There is no record to screen yet." in ran.err


def test_held_records_are_shown_on_demand(tmp_path: Path) -> None:
    make_review(tmp_path / "r", 1, text=protocol_text(unsure="hold")).close()
    assert (
        "tamis screen --stage title --held" in tamis("screen", "-C", tmp_path / "r", keys="m").out
    )
    ran = tamis("screen", "-C", tmp_path / "r", "--stage", "title", "--held", keys="i")
    assert "Your verdict so far: unsure" in ran.out
    assert "R0001: include. It was unsure. Saved." in ran.out


def test_lines_are_broken_between_words_at_a_terminal(tmp_path: Path) -> None:
    abstract = "Mentors strengthened adolescents' considerations " * 9
    found = [replace(at, abstract=f"{abstract}\nSecond line.") for at in contents(2)]
    make_review(tmp_path / "r", found=found, text=protocol_text(stages=("abstract",))).close()
    ran = tamis("screen", "--plain", "-C", tmp_path / "r", keys="?\nq\n", terminal=True)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    words = {word for line in ran.out.splitlines() for word in line.split()}
    assert {at for at in words if at.startswith("consider")} == {"considerations"}


_ON_TERMINAL = """
import sys
from screening.app import main
sys.argv = ["tamis", "screen", "--plain", "-C", sys.argv[1], "--as", "Ann"]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_one_key_decides_without_enter(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _ON_TERMINAL, str(folder)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        waits = ("R0001, 1 of 4", "R0002, 2 of 4", "Reason 3", "R0003, 3 of 4", "nothing here")
        for line, key in zip(waits, (b"i", b"e", b"2", b"x", b"q"), strict=True):
            while line not in process.stdout.readline():
                assert process.poll() is None
            if line.startswith("R000"):
                process.stdout.readline()
            os.write(ours, key)
        rest = process.stdout.read()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0
    assert "Saved. 2 decided, 2 left" in rest
    with reopen(folder) as review:
        assert [made["Ann"][0].reason for made in review.state.decisions[Stage.TITLE].values()] == [
            "",
            "Wrong population",
        ]


def test_nothing_held_is_said_and_the_queue_is_named(folder: Path) -> None:
    ran = tamis("screen", "--stage", "title", "--held", "-C", folder)
    assert ran.code == 0
    assert "No record is held as unsure at the title stage." in ran.err
    assert "Next: tamis screen --stage title" in ran.err


def test_lines_and_a_browser_at_once_are_refused(folder: Path) -> None:
    ran = tamis("screen", "--web", "--plain", "-C", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "--plain is lines of text in this terminal, --web a full screen" in ran.err


@pytest.mark.parametrize("count", [0, 1, 4])
def test_the_end_in_a_browser_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    def served(*_: object, **__: object) -> None:
        with reopen(folder) as review:
            for number in range(1, count + 1):
                decide(review, Stage.TITLE, to_record_id(number), Verdict.EXCLUDE, reason="1")

    monkeypatch.setattr("screening.tui.serve", served)
    ran = tamis("screen", "--web", "-C", folder, "--as", "Ann")
    told = {0: "0 decisions", 1: "1 decision", 4: "4 decisions"}[count]
    assert ran.code == 0
    assert f"The service has ended: {told} of Ann made and saved.\n" in ran.err
    assert f"{count} decided, {4 - count} left, " in ran.err or "Nothing is left for Ann" in ran.err
    is_left = "Next: tamis screen --as Ann --stage title" in ran.err
    assert is_left == (count < 4)
    assert "Next: " in ran.err
