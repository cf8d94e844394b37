"""``tamis rank``: while random draws are made, nothing shows where a record is ranked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import tamis


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review of six records."""
    export = tmp_path / "eric.ris"
    titles = ("mentoring", "coaching", "nursing", "teaching", "learning", "testing")
    export.write_text(
        "".join(f"TY  - JOUR\nTI  - On {title} of students\nER  - \n" for title in titles),
        encoding="utf-8",
    )
    tamis("init", tmp_path / "r", "--title", "Mentoring of students")
    tamis("import", export, "--source", "ERIC", "-C", tmp_path / "r")
    return tmp_path / "r"


def test_ranks_are_shown_nowhere_while_draws_are_made(folder: Path) -> None:
    way = ("rank", "--ranker", "tfidf", "-C", folder)
    assert "R0001" in tamis(*way).out
    assert "rank " in tamis("show", "1", "-C", folder).out
    drawn = tamis(*way, "--audit")
    assert "Random draws among 6 records are mixed into the queue." in drawn.out
    assert "R0001" not in drawn.out
    assert "rank " not in tamis("show", "1", "-C", folder).out


def test_a_ranking_that_ends_the_draws_says_so(folder: Path) -> None:
    way = ("rank", "--ranker", "tfidf", "-C", folder)
    assert "have ended" not in tamis(*way, "--audit").err
    ended = tamis(*way)
    assert "The random draws in force have ended." in ended.err
    assert "R0001" in ended.out
    assert "have ended" not in tamis(*way).err


def test_the_ranking_in_force_is_not_recorded_once_more(folder: Path) -> None:
    way = ("rank", "--ranker", "tfidf", "-C", folder)
    first = tamis(*way)
    logged = tamis("log", "-C", folder).out
    again = tamis(*way)
    assert (again.code, again.out) == (0, first.out)
    assert "The ranking in force, event " in again.err
    assert "is already this one: nothing was recorded." in again.err
    assert tamis("log", "-C", folder).out == logged
    assert "already this one" not in first.err
    tamis("decide", "1", "include", "--stage", "title", "-C", folder)
    assert "already this one" not in tamis(*way).err
    assert "already this one" in tamis(*way).err
    assert "already this one" not in tamis(*way, "--seed", "7").err


def test_random_draws_begin_under_the_ranking_in_force_and_end_with_the_same(folder: Path) -> None:
    way = ("rank", "--ranker", "tfidf", "-C", folder)
    assert tamis(*way).code == 0
    assert "Random draws among 6 records" in tamis(*way, "--audit").out
    ended = tamis(*way)
    assert "The random draws in force have ended." in ended.err
    assert "already this one" not in ended.err


def test_the_order_fits_a_terminal_and_one_is_told_in_the_singular(tmp_path: Path) -> None:
    export, folder = tmp_path / "one.ris", tmp_path / "r"
    title = "Mentoring of students " * 9
    export.write_text(f"TY  - JOUR\nTI  - {title}\nER  - \n", encoding="utf-8")
    tamis("init", folder, "--title", "Mentoring of students")
    tamis("import", export, "--source", "ERIC", "-C", folder)
    lines = tamis("rank", "--ranker", "tfidf", "-C", folder).out.splitlines()
    assert lines[0].startswith("Ranked 1 record of the title stage")
    assert lines[-1].startswith("   1  R0001   Mentoring of students Mentoring")
    assert lines[-1].endswith("…")
    assert len(lines[-1]) <= 80


def test_the_words_that_raise_a_record_share_what_words_give(folder: Path) -> None:
    told = tamis("rank", "--ranker", "tfidf", "--explain", "1", "-C", folder).out
    (line,) = (at for at in told.splitlines() if at.startswith("Of what words raise it: "))
    words = dict(at.rsplit(" ", 2)[:2] for at in line.split(": ", 1)[1].split(", "))
    assert next(iter(words)) == "mentoring"
    assert sum(int(share) for share in words.values()) == pytest.approx(100, abs=2)
