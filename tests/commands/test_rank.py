"""``tamis rank``: while random draws are made, nothing shows where a record is ranked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.reviews_builder import contents, make_review, protocol_text


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


HINT = "Only the review's title is known: state 'questions' and, under [criteria], 'include' in"


def test_where_the_title_alone_is_known_it_is_said_how_to_rank_better(folder: Path) -> None:
    way = ("rank", "--ranker", "tfidf", "-C", folder)
    for options in ((), ("--json",)):
        ran = tamis(*way, *options)
        assert ran.code == 0
        assert ran.err.count(f"{HINT} {folder / 'review.toml'} and rank again;") == 1
        assert HINT not in ran.out
    assert HINT not in tamis("screen", "--stage", "title", "-C", folder, keys="i\nx\nq\n").err
    assert HINT not in tamis(*way, "--explain", "1").err
    assert HINT not in tamis("log", "--json", "-C", folder).out
    assert HINT not in tamis("rank", "--ranker", "u4", "-C", folder).err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('  # "What is known about ...?",', '  "What makes mentoring work?",'),
        ('  # "Mentoring of medical students",', '  "Mentoring of students",'),
    ],
)
def test_a_question_or_a_criterion_ends_the_advice(folder: Path, old: str, new: str) -> None:
    protocol = folder / "review.toml"
    text = protocol.read_text(encoding="utf-8")
    assert old in text
    protocol.write_text(text.replace(old, new), encoding="utf-8")
    ran = tamis("rank", "--ranker", "tfidf", "-C", folder)
    assert ran.code == 0
    assert HINT not in ran.err


def test_the_advice_ends_when_the_question_counts_no_more(tmp_path: Path) -> None:
    folder, title = tmp_path / "r", Stage.TITLE
    text = protocol_text().replace("What helps mentors?", "").replace("Mentoring at", "")
    text = text.replace('include = [" a university"]', "include = []")
    others = [replace(at, title=f"On lava {at.position}", abstract="") for at in contents(60)[20:]]
    made = make_review(folder, text=text, found=[*contents(20), *others])
    decide(made, title, to_record_id(22), Verdict.EXCLUDE, reason="Off topic")
    for number in range(1, 20):
        decide(made, title, to_record_id(number), Verdict.INCLUDE)
    way = ("rank", "--ranker", "tfidf", "-C", folder)
    assert HINT in tamis(*way).err
    decide(made, title, to_record_id(20), Verdict.INCLUDE)
    made.close()
    ran = tamis(*way)
    assert ran.code == 0
    assert HINT not in ran.err


def test_no_table_is_begun_for_no_rows(folder: Path) -> None:
    ran = tamis("rank", "--ranker", "tfidf", "--top", "0", "-C", folder)
    assert ran.code == 0
    assert "Ranked 6 records" in ran.out
    assert len(ran.out.splitlines()) == 1
