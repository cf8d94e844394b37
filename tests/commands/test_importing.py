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


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_the_sum_fits_a_terminal(folder: Path, check: tuple[str, ...]) -> None:
    export = folder / f"{'a-long-name-of-an-export-' * 2}.ris"
    export.write_text("TY  - JOUR\nTI  - One\nER  -\n", encoding="utf-8")
    way = (export, "--source", "Archives of Anaesthesia and Critical Care (journal's site)")
    for _again in range(2):
        lines = tamis("import", *way, *check, "-C", folder / "r").out.splitlines()
        assert max(map(len, lines)) <= 80
        export.write_text("TY  - JOUR\nTI  - One\nER  -\n\n", encoding="utf-8")
    if not check:
        assert " ".join(" ".join(lines).split()).startswith(
            f"{export.name}: 1 found = 0 imported + 1 known + 0 rejected source Archives of"
        )


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


def test_what_is_to_look_at_is_sought_only_where_it_is_kept(folder: Path) -> None:
    sound, cut = folder / "sound.ris", folder / "cut.ris"
    entry = "TY  - JOUR\nTI  - Mentoring of students\nDO  - 10.1000/a\nER  -\n\n"
    sound.write_text(entry, encoding="utf-8")
    cut.write_text(entry.replace("ER  -\n", ""), encoding="utf-8")
    way = ("import", cut, "--source", "Scopus", "-C")
    tamis("init", folder / "fresh", "--title", "A review")
    assert (
        "1 with something to look at: tamis records --problems" in tamis(*way, folder / "fresh").err
    )
    tamis("import", sound, "--source", "Scopus", "-C", folder / "r")
    told = tamis(*way, folder / "r").err
    assert "1 known with something to look at in this file" in told
    assert "tamis records --problems" not in told
    assert tamis("records", "--problems", "-C", folder / "r").out == ""


def test_a_wrong_map_is_refused(folder: Path) -> None:
    (folder / "map.toml").write_text('[columns]\nRubrikk = "title"\n', encoding="utf-8")
    ran = tamis("import", folder / "table.csv", "--map", folder / "map.toml", "-C", folder / "r")
    assert ran.code == 4
    assert "no column" in ran.err
    assert "'Rubrik'" in ran.err


def test_what_is_new_known_and_changed_is_told(folder: Path) -> None:
    first, second = folder / "one.ris", folder / "two.ris"
    one = "TY  - JOUR\nTI  - Mentoring of students\nDO  - 10.1000/a\nER  -\n"
    first.write_text(one, encoding="utf-8")
    newer = one.replace("ER  -", "AB  - It helps.\nER  -")
    second.write_text(f"{newer}\nTY  - JOUR\nTI  - Coaching of nurses\nER  -\n", encoding="utf-8")
    into = ("--source", "Scopus", "-C", folder / "r")
    assert tamis("import", first, *into).code == 0
    checked = tamis("import", "--check", second, *into)
    assert "2 found = 1 would be imported + 1 known + 0 rejected, 1 of them changed" in checked.out
    ran = tamis("import", second, "--update", "2026", "--date", "2026-01-31", *into)
    assert "2 found = 1 imported + 1 known + 0 rejected, 1 of them changed" in ran.out
    assert "abstract of 1" in ran.err
    log = tamis("log", "-C", folder / "r").out
    assert "R0001 changed by S02: abstract: nothing -> It helps." in log
    assert "two.ris of Scopus (2026)" in log
    shown = tamis("show", "R1", "-C", folder / "r").out
    assert "Found again in: search S02, 2026" in shown
    assert "Changed by S02: abstract: nothing -> It helps. (" in shown
    again = tamis("import", first, second, *into).out
    assert again.count("nothing new; this very file was imported as") == 2
    elsewhere = ("--source", "Embase", "-C", folder / "r")
    for way in ((), ("--check",)):
        ran = tamis("import", *way, first, *elsewhere)
        assert (ran.code, "imported as S01 of Scopus on" in ran.out) == (0, True)
    third = folder / "three.ris"
    third.write_text(f"{newer}\n", encoding="utf-8")
    told = tamis("import", third, *into).out
    assert "Nothing new: Scopus brought all of these records before, as they are." in told
    assert tamis("log", "verify", "-C", folder / "r").code == 0


def test_a_check_tells_the_fields_and_each_entry(folder: Path) -> None:
    path = folder / "one.ris"
    path.write_text("TY  - JOUR\nTI  - Mentoring\nER  -\n\nTY  - JOUR\nER  -\n", encoding="utf-8")
    ran = tamis("import", "--check", path, "-v", "-C", folder / "r")
    assert "  entry 1, line 1: new; has title, type" in ran.out
    assert "  entry 2, line 5: rejected: " in ran.out
    assert "title" in ran.out
    assert "100 %" in ran.out
    assert "in no entry: abstract, authors" in ran.out
    lines = [
        json.loads(line)
        for line in tamis("import", "--check", path, "--json", "-C", folder / "r").out.splitlines()
    ]
    assert [line.get("becomes") for line in lines] == ["new", "rejected", None]
    assert lines[2]["filled"][0] == {"field": "title", "entries": 1}
    assert "what is known cannot be told" in tamis("import", "--check", path, "-C", folder).err


def test_one_bad_file_does_not_hold_up_the_others(folder: Path) -> None:
    (folder / "empty.ris").write_text("", encoding="utf-8")
    report = folder / "report.csv"
    ran = tamis(
        "import", folder / "empty.ris", folder / "table.csv", folder / "one.csv",
        "--report", report, "-C", folder / "r", "--map", folder / "map.toml",
    )  # fmt: skip
    assert ran.code == 4
    assert "2 of 3 files could not be imported: empty.ris, one.csv. The others were." in ran.err
    assert "table.csv: 1 found = 1 imported" in ran.out
    rows = report.read_text(encoding="utf-8")
    assert "empty.ris,error," in rows
    assert "table.csv,import,found,1" in rows


def test_a_report_says_what_it_is_by_its_ending(folder: Path) -> None:
    ran = tamis("import", "--check", folder / "table.csv", "--report", folder / "report.doc")
    assert ran.code == 2
    assert ".html or .csv" in ran.err
    assert not (folder / "report.doc").exists()


def test_what_a_check_finds_is_named_at_once_since_nothing_is_kept(folder: Path) -> None:
    path = folder / "doubtful.csv"
    path.write_text("Title,DOI\nMentoring of students,not-a-doi\n,\n", encoding="utf-8")
    ran = tamis("import", "--check", "-v", path, "-C", folder / "r")
    assert "'not-a-doi' is no DOI" in ran.out
    assert "tamis records" not in ran.err
    assert "tamis rejected" not in ran.err


def test_a_file_that_fails_is_followed_by_no_next_step_but_its_own(folder: Path) -> None:
    ran = tamis("import", folder / "missing.ris", "--source", "A", "-C", folder / "r")
    assert ran.code != 0
    assert "Next:" not in ran.err


def test_a_file_of_which_nothing_could_be_read_is_told_loudly(folder: Path) -> None:
    path = folder / "bare.ris"
    path.write_text("TY  - JOUR\nER  -\n\nTY  - JOUR\nER  -\n", encoding="utf-8")
    for wanted in (("--check",), ("-C", folder / "r")):
        ran = tamis("import", path, *wanted)
        assert "Careful: no entry could be read" in ran.out + ran.err


def test_columns_without_a_field_are_named(folder: Path) -> None:
    path = folder / "german.csv"
    path.write_text("Titel;Zusammenfassung;Jahr;Kennung\nEins;Text;2001;7\n", encoding="utf-8")
    told = tamis("import", "--check", path).out
    assert "(--map gives one): 'Kennung'" in told
    assert "in no entry: authors" in told
    assert told.splitlines()[-1].startswith("  Columns without a field")
    assert told.startswith("german.csv: 1 found")
    assert "Columns without" not in tamis("import", "--check", folder / "a.zip").out


def test_of_several_files_each_reason_is_told_and_a_shared_remedy_once(folder: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text("Dear all,\nfind enclosed\n", encoding="utf-8")
    (folder / "none.ris").write_text("", encoding="utf-8")
    names = [folder / name for name in ("one.txt", "none.ris", "two.txt")]
    told = tamis("import", "--check", *names).err
    assert told.count("is not recognised. It starts with:\n  Dear all,\n  find enclosed\n") == 2
    assert told.count("\nIs it a search export? To force one of these formats") == 1
    assert "none.ris is empty.\n" in told
    assert "\nExport the search again and check the download.\n" in told
