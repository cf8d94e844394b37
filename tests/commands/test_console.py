"""What is said and given reaches any terminal, pipe or file, and does no harm there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening import console
from tests.commands.running import tamis

HOSTILE = "a \x1b]0;owned\x07 \x9b2J b \u202e c \udcff"
RUN = "from screening.app import main; import sys; sys.argv[0] = 'tamis'; main()"


def _run(folder: Path, *arguments: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )


def test_what_is_said_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console.say(HOSTILE)
    assert capsys.readouterr().err == "a \ufffd]0;owned\ufffd \ufffd2J b \ufffd c \ufffd\n"


def test_what_is_given_is_made_harmless_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    console.give("a\x1bb")
    console.give_csv(("h",), [("a\x1bb",)])
    assert capsys.readouterr().out == "a\x1bb\nh\nab\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    console.give("a\x1bb")
    console.give_csv(("h",), [("a\x1bb",)])
    assert capsys.readouterr().out == "a\ufffdb\nh\nab\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_data_is_utf8_whatever_the_terminal_speaks(tmp_path: Path, encoding: str) -> None:
    title = "Ω ≥ 漢字"
    (tmp_path / "a.ris").write_text(f"TY  - JOUR\nTI  - {title}\nER  - \n", encoding="utf-8")
    for arguments in (("init", "--title", "x"), ("import", "a.ris", "--source", "P")):
        assert _run(tmp_path, *arguments, encoding="utf-8").returncode == 0
    for shape in ("--json", "--csv"):
        done = _run(tmp_path, "records", shape, encoding=encoding)
        assert done.returncode == 0
        assert title in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Ann", "Ann"),
        ("été/a.ris", "été/a.ris"),
        ("Ménière review", '"Ménière review"'),
        ("a;b", "'a;b'"),
        ("a $HOME", "'a $HOME'"),
        ("O'Neil", "'O'\"'\"'Neil'"),
        ("", "''"),
    ],
)
def test_a_word_of_a_command_is_quoted_as_shells_need_it(word: str, told: str) -> None:
    assert console.typed(word) == told


def test_the_folder_of_a_new_review_is_told_as_it_is_typed(tmp_path: Path) -> None:
    folder = tmp_path / "My review"
    assert f'\n  cd "{folder}"\n' in tamis("init", folder).err


def test_a_text_is_broken_at_blanks_and_only_what_is_too_long_within_a_word() -> None:
    assert console.wrapped("as  it is", 20) == ["as  it is"]
    assert console.wrapped("one two three", 7) == ["one two", "three"]
    assert console.wrapped("a pneumonia", 4) == ["a", "pneu", "moni", "a"]
    assert console.wrapped("漢字漢字", 5) == ["漢字", "漢字"]
    assert console.wrapped("", 5) == [""]
    assert console.wrapped("one two three fours", 9, indent="  ") == [
        "one two",
        "  three",
        "  fours",
    ]
    assert console.wrapped("pneumonia", 4, indent="  ") == ["pneu", "  mo", "  ni", "  a"]


@pytest.mark.parametrize("within", [50, 60, 80])
def test_a_table_that_must_fit_breaks_its_cells_and_cuts_none(
    within: int, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ("R0001", "PubMed", "Wrong population or setting", "2026", "Mentoring of students " * 4)
    console.give_table(("record", "source", "reason", "year", "title"), [row], within=within)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(console.width, lines)) <= within
    assert sorted(" ".join(lines[1:]).split()) == sorted(" ".join(row).split())
    assert lines[1].startswith("R0001")
    assert lines[1].index("2026") == lines[0].index("year")


def test_a_table_that_fits_stands_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    for within in (0, 80):
        console.give_table(("a", "b"), [("one  two", 1), ("three", 12)], within=within)
        assert capsys.readouterr().out == "a          b\none  two   1\nthree     12\n"


@pytest.mark.parametrize(
    ("share", "digits", "told"),
    [(0.95, None, "95 %"), (0.975, None, "97.5 %"), (0.07, None, "7 %"), (1 / 3, 1, "33.3 %")],
)
def test_a_share_is_told_as_per_cent(share: float, digits: int | None, told: str) -> None:
    assert console.percent(share, digits) == told


def test_counts_in_a_table_have_commas_and_text_stays(capsys: pytest.CaptureFixture[str]) -> None:
    console.give_table(("n", "year"), [(12345, "2026"), (1, "1999")])
    assert capsys.readouterr().out == "     n  year\n12,345  2026\n     1  1999\n"


def test_plain_words_are_measured_without_a_look_at_each_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counting(mark: str) -> int:
        asked.append(mark)
        return 0

    monkeypatch.setattr("unicodedata.combining", counting)
    assert [console.width(words) for words in ("", "plain words", "na\u00efve")] == [0, 11, 5]
    assert asked == list("na\u00efve")
    assert all(console.width(f"\u00ef{chr(at)}") == console.width(chr(at)) + 1 for at in range(128))


def test_a_line_is_broken_for_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "   " + "one two " * 12 + "end"
    assert console.room() == 0
    console.give_wrapped(text, indent="  ")
    assert capsys.readouterr().out == f"{text}\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert console.room() == console.COLUMNS
    console.give_wrapped(text, indent="  ")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("   one two")
    assert console.width(first) <= console.COLUMNS
    assert second.startswith("     ")
    assert f"{first} {second}".split() == text.split()
