"""Archives and column maps on their way into a review."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.events.kinds import SearchImported
from screening.readers.column_map import read_column_map
from screening.sessions.export_files import export_files, told_by_name
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import check_file, import_file
from screening.sessions.rejected import rejected_entries
from screening.sessions.review import Review
from screening.sessions.start import start_review

RIS = "TY  - JOUR\nTI  - {title}\nER  -\n\nTY  - JOUR\nER  -\n"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with start_review(tmp_path / "review", title="A review", by="A") as opened:
        yield opened


def packed(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in members.items():
            made.writestr(f"searches/{name}.ris", text)
    return path


def test_each_member_is_a_search_of_its_own(review: Review, tmp_path: Path) -> None:
    single = tmp_path / "single.ris"
    single.write_text(RIS.format(title="Three"), encoding="utf-8")
    path = packed(tmp_path / "a.zip", one=RIS.format(title="One"), two=RIS.format(title="Two"))
    with export_files([path, single]) as given:
        for file in given:
            import_file(review, file.path, SearchFacts(), name=file.name)
        unpacked = given[0].path
    assert not unpacked.exists()
    searches = [done.body.search for done in review.state.imports]
    assert [search.file_name for search in searches] == [
        "a.zip:searches/one.ris",
        "a.zip:searches/two.ris",
        "single.ris",
    ]
    assert [search.source for search in searches] == ["one", "two", "single"]
    assert [record.title for record in review.records()] == ["One", "Two", "Three"]
    assert next(rejected_entries(review)).file == "a.zip:searches/one.ris"


def test_the_same_archive_twice_adds_nothing(review: Review, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=RIS.format(title="One"))
    for known in (False, True):
        with export_files([path]) as given:
            report = import_file(review, given[0].path, SearchFacts(), name=given[0].name)
        assert bool(report.known) is known
    assert review.state.record_total == 1


def test_a_member_of_no_known_format_refuses_the_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=RIS.format(title="One"), readme="Dear reader")
    with pytest.raises(BadInput) as caught, export_files([path]):
        pass
    assert f"{path}:searches/readme.ris" in caught.value.message
    with export_files([path], recognise=False) as given:
        assert len(given) == 2


def test_errors_name_the_member_and_not_the_place_it_was_unpacked_to(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one='Name,"Year"\nx,2001\ny,2002\n')
    with (
        export_files([path]) as given,
        pytest.raises(BadInput) as caught,
        told_by_name(given[0]),
    ):
        check_file(given[0].path, name=given[0].name)
    assert caught.value.message.startswith(f"{path}:searches/one.ris has no column")


def test_the_log_keeps_the_map(review: Review, tmp_path: Path) -> None:
    table, map_path = tmp_path / "table.csv", tmp_path / "map.toml"
    table.write_text("Titel,Jahr\nEins,2001\n", encoding="utf-8")
    map_path.write_text('[columns]\nTitel = "title"\nJahr = "year"\n', encoding="utf-8")
    columns = read_column_map(map_path)
    report = import_file(review, table, SearchFacts(), columns=columns)
    assert (report.imported, report.why) == (1, "mapped by map.toml")
    (record,) = review.records()
    assert (record.title, record.year) == ("Eins", 2001)
    (done,) = review.state.imports
    assert isinstance(done.body, SearchImported)
    assert done.body.note == "columns: 'Titel' = title; 'Jahr' = year"


def test_a_file_that_is_no_export_is_told_with_the_way_on(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=RIS.format(title="One"), readme="Thanks for downloading.")
    with pytest.raises(BadInput) as caught, export_files([path]):
        pass
    assert f"{path}:searches/readme.ris is not recognised" in caught.value.message
    assert "--skip-unknown" in caught.value.hint
    assert f"zip -d {path} searches/readme.ris" in caught.value.hint


def test_a_file_that_is_no_export_is_left_out_when_asked(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", one=RIS.format(title="One"), readme="Thanks for downloading.")
    told: list[str] = []
    with export_files([path], left_out=told.append) as given:
        assert [file.name for file in given] == ["a.zip:searches/one.ris"]
    assert told == ["a.zip:searches/readme.ris"]


def test_a_folder_is_refused_with_the_command_for_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    with pytest.raises(BadInput, match="a folder without files"), export_files([folder]):
        pass
    (folder / "one.ris").write_text(RIS, encoding="utf-8")
    with pytest.raises(BadInput) as caught, export_files([folder]):
        pass
    assert "it holds 1 file" in caught.value.message
    assert f"tamis import {folder}/*" in caught.value.hint


def test_a_number_that_the_user_names_tells_a_record_again(review: Review, tmp_path: Path) -> None:
    table, words = tmp_path / "local.csv", tmp_path / "map.toml"
    words.write_text('[columns]\n"Our number" = "id:ours"\n', encoding="utf-8")
    columns, facts = read_column_map(words), SearchFacts(source="Local")
    assert columns.id_labels == ("ours",)
    table.write_text("Title,Our number,Year\nMentoring of students,77,2001\n", encoding="utf-8")
    assert import_file(review, table, facts, columns=columns).imported == 1
    changed = "Title,Our number,Year\nThe mentoring of students,77,2002\n"
    table.write_text(changed, encoding="utf-8")
    again = import_file(review, table, facts, columns=columns)
    assert (again.imported, again.known, again.changed) == (0, 1, 1)
