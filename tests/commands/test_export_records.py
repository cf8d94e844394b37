"""``tamis export records``: files for other programs, and how mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import ExitCode
from screening.sessions.export_records import ORIGINAL, Where
from screening.writers import writers
from tests.commands.running import tamis
from tests.reviews_builder import make_review


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_review(tmp_path / "r", 3).close()
    tamis("decide", "1", "include", "--stage", "title", "-C", tmp_path / "r")
    tamis("decide", "2", "exclude", "--reason", "1", "--stage", "title", "-C", tmp_path / "r")
    tamis("duplicates", "mark", "3", "1", "-C", tmp_path / "r")
    return tmp_path / "r"


def test_the_file_is_data_and_the_rest_is_talk(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.ris"
    ran = tamis("export", "records", "--format", "ris", "--out", out, "-C", folder)
    assert ran.code == 0
    assert ran.out == f"{out}\n"
    assert "3 records written, 1 of them marked as duplicates" in ran.err
    assert "Tamis: included" in ran.err
    assert "Next: " in ran.err
    text = out.read_bytes().decode()
    assert text.count("TY  - ") == 3
    assert "KW  - Tamis: excluded\r\nKW  - Tamis reason: Off topic" in text


def test_records_are_chosen_by_outcome_and_stage(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "in.csv"
    ran = tamis(
        "export", "records", "--format", "csv", "--out", out, "--where", "included",
        "--stage", "title", "-C", folder,
    )  # fmt: skip
    assert ran.code == 0
    assert "1 record written" in ran.err
    assert out.read_text("utf-8-sig").splitlines()[1].startswith("R0001,")


@pytest.mark.parametrize(
    ("option", "value", "listed"),
    [
        ("--format", "word", ["ris", "endnote_xml", "original"]),
        ("--where", "everything", ["included", "not-retrieved"]),
        ("--stage", "cover", ["title", "abstract"]),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(
    folder: Path, tmp_path: Path, option: str, value: str, listed: list[str]
) -> None:
    out = tmp_path / "out"
    ran = tamis("export", "records", "--out", out, option, value, "-C", folder)
    assert ran.code == ExitCode.USAGE
    assert all(name in ran.err for name in listed)
    assert not out.exists()


def test_the_help_names_every_format_and_selection() -> None:
    text = tamis("export", "records", "--help").out
    for name in (*(writer.name for writer in writers()), ORIGINAL, *Where):
        assert name in text


def test_the_review_is_never_written_over(folder: Path) -> None:
    ran = tamis("export", "records", "--out", folder / "review.db", "-C", folder)
    assert ran.code == ExitCode.CANNOT_WRITE
    assert tamis("status", "-C", folder).code == 0


def test_originals_that_are_not_there_are_told(folder: Path, tmp_path: Path) -> None:
    ran = tamis("export", "records", "--format", ORIGINAL, "--out", tmp_path / "o", "-C", folder)
    assert ran.code == ExitCode.BAD_REVIEW
    assert "originals" in ran.err


def test_originals_are_copied_back(tmp_path: Path) -> None:
    export = tmp_path / "eric.ris"
    export.write_bytes(b"TY  - JOUR\nTI  - One\nER  - \n")
    folder = tmp_path / "r"
    tamis("init", folder, "--title", "A review")
    tamis("import", export, "--source", "ERIC", "-C", folder)
    out = tmp_path / "back"
    ran = tamis("export", "records", "--format", ORIGINAL, "--out", out, "-C", folder)
    assert ran.code == 0, ran.err
    assert (out / "eric.ris").read_bytes() == export.read_bytes()
    assert "1 file written, with 1 record as they came" in ran.err


@pytest.mark.parametrize(
    ("name", "start"),
    [("out.csv", b"\xef\xbb\xbf"), ("out.XML", b"<?xml"), ("out.ris", b"TY"), ("out.txt", b"TY")],
)
def test_the_ending_says_the_format_where_none_is_named(
    folder: Path, tmp_path: Path, name: str, start: bytes
) -> None:
    ran = tamis("export", "records", "--out", tmp_path / name, "-C", folder)
    assert ran.code == 0, ran.err
    assert (tmp_path / name).read_bytes().startswith(start)


def test_as_imported_in_another_format_is_refused(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("--as-imported", "--format", "csv", "--out", out)
    ran = tamis("export", "records", *options, "-C", folder)
    assert ran.code == ExitCode.USAGE
    assert "Leave out --as-imported or --format." in ran.err
    assert not out.exists()


def test_a_file_is_not_written_over_by_mistake_and_an_empty_one_is_told(
    folder: Path, tmp_path: Path
) -> None:
    command = ("export", "records", "--out", tmp_path / "x.ris", "-C", folder)
    assert tamis(*command).code == 0
    ran = tamis(*command)
    assert ran.code == ExitCode.CANNOT_WRITE
    assert "is there already" in ran.err
    ran = tamis(*command, "--replace", "--where", "conflicts")
    assert ran.code == 0
    assert "No record stands so: the file holds none." in ran.err
