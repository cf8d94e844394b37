"""Lists fit a terminal of 80 columns and lose no record's number; elsewhere a row is one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from screening.console import width
from screening.events.kinds import ReportsGrouped
from screening.records import to_record_id
from tests.commands.running import tamis
from tests.reviews_builder import add_search, make_review, reopen
from tests.sessions.test_find_duplicates import FIRST, SECOND

LONG = " and of their teachers and patients in one long title"
SOURCE = "Cumulative Index to Nursing and Allied Health Literature"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A duplicate, an erratum and a study of two reports; long titles and a long source."""
    tmp_path = tmp_path_factory.mktemp("lists")
    first, second = (
        [replace(at, title=at.title + LONG) for at in found] for found in (FIRST, SECOND)
    )
    with make_review(tmp_path / "r", found=first) as made:
        add_search(made, second, SOURCE)
    assert tamis("duplicates", "find", "-C", tmp_path / "r").code == 0
    assert tamis("studies", "group", "2", "5", "-C", tmp_path / "r").code == 0
    return tmp_path / "r"


LISTS = {
    "duplicates list": ("R0004", "R0001"),
    "duplicates show 1": ("R0001", "R0004"),
    "studies suggest": ("R0003", "R0006"),
    "studies list": ("R0002", "R0005"),
    "prisma explain": (f"source:database:{SOURCE}".split()[0], "identified"),
    "prisma explain identified": tuple(to_record_id(number) for number in range(1, 7)),
    "log": ("R0004", "R0001", "R0005", "R0002", "R0006", "R0003"),
}


@pytest.mark.parametrize("command", LISTS)
def test_a_list_fits_a_terminal_and_keeps_every_number(folder: Path, command: str) -> None:
    ran = tamis(*command.split(), "-C", folder, terminal=True)
    assert ran.code == 0
    assert max(map(width, ran.out.splitlines())) <= 80
    words = ran.out.replace(",", " ").replace(":", " ").split()
    assert set(" ".join(LISTS[command]).replace(":", " ").split()) <= set(words)


@pytest.mark.parametrize("command", LISTS)
def test_elsewhere_the_same_words_stand_in_fewer_lines(folder: Path, command: str) -> None:
    whole = tamis(*command.split(), "-C", folder).out
    broken = tamis(*command.split(), "-C", folder, terminal=True).out
    assert sorted(whole.split()) == sorted(broken.split())
    assert len(whole.splitlines()) < len(broken.splitlines())


def test_of_an_event_about_many_records_none_is_cut_off(tmp_path: Path) -> None:
    reports = tuple(to_record_id(number) for number in range(1, 31))
    with make_review(tmp_path / "r", 30) as made, made.writing() as writer:
        writer.append(ReportsGrouped(reports=reports, why="same trial " * 20))
    reopen(tmp_path / "r").close()
    for terminal in (False, True):
        told = tamis("log", "--last", "1", "-C", tmp_path / "r", terminal=terminal).out
        assert set(reports) <= set(told.replace(",", " ").replace("…", " ").split())
        assert told.rstrip().endswith("…")
