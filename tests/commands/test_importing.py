"""``tamis import`` with archives and column maps."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.commands.running import tamis

TABLE = "Rubrik,Jahr\nEins,2001\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tamis("init", tmp_path / "r", "--title", "A review")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "map.toml").write_text(
        '[columns]\nRubrik = "title"\nJahr = "year"\n', encoding="utf-8"
    )
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("one.ris", "TY  - JOUR\nTI  - One\nER  -\n")
        made.writestr("two.csv", "Title,Year\nTwo,2002\n")
    return tmp_path


def test_an_archive_is_imported_member_by_member(folder: Path) -> None:
    ran = tamis("import", folder / "a.zip", "-C", folder / "r")
    assert ran.code == 0
    assert "a.zip:one.ris: 1 found = 1 imported" in ran.out
    assert "a.zip:two.csv: 1 found = 1 imported" in ran.out
    again = tamis("import", folder / "a.zip", "-C", folder / "r", "--json")
    assert [bool(json.loads(line)["known"]) for line in again.out.splitlines()] == [True, True]


def test_an_archive_is_checked_without_a_review(folder: Path) -> None:
    ran = tamis("import", "--check", folder / "a.zip")
    assert ran.code == 0
    assert "a.zip:one.ris: 1 found = 1 would be imported" in ran.out


def test_an_unsafe_archive_leaves_nothing(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "a") as made:
        made.writestr("../three.ris", "TY  - JOUR\nTI  - Three\nER  -\n")
    ran = tamis("import", folder / "a.zip", "-C", folder / "r")
    assert (ran.code, ran.out) == (4, "")
    assert "outside" in ran.err


def test_a_map_is_checked_and_printed(folder: Path) -> None:
    table, columns = folder / "table.csv", folder / "map.toml"
    ran = tamis("import", "--check", table, "--map", columns)
    assert "table.csv: 1 found = 1 would be imported" in ran.out
    assert "  'Rubrik' -> title (by the map)" in ran.out
    assert tamis("import", table, "--map", columns, "-C", folder / "r").code == 0
    without = tamis("import", "--check", table)
    assert without.code == 4
    assert "--map" in without.err


def test_a_wrong_map_is_refused(folder: Path) -> None:
    (folder / "map.toml").write_text('[columns]\nRubrikk = "title"\n', encoding="utf-8")
    ran = tamis("import", folder / "table.csv", "--map", folder / "map.toml", "-C", folder / "r")
    assert ran.code == 4
    assert "no column" in ran.err
    assert "'Rubrik'" in ran.err
