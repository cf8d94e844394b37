from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import BadInput, UsageError
from screening.readers import Entry, open_source
from screening.readers.column_map import columns_told, read_column_map, table_reader
from screening.records import RecordContent
from tests.readers.specimens import FOLDER

TABLE = "Nr;Titel der Arbeit;Title;Kurz;Wer;Ablage\n7;Handledning;x;Vi frågade.;Lind, A;Skåp 3\n"
MAP = """
[columns]
"titel der arbeit" = "title"
Kurz = "abstract"
Wer = "Authors"
Nr = "id:mine"
Title = "extra"
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def map_file(folder: Path, text: str) -> Path:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read_with(path: Path, map_path: Path) -> list[Entry]:
    source = open_source(path)
    reader = table_reader(source, "", read_column_map(map_path))
    found = list(reader.read(source))
    assert reader.count(source) == len(found)
    return found


def test_columns_hold_what_the_user_says(table: Path, tmp_path: Path) -> None:
    (record,) = read_with(table, map_file(tmp_path, MAP))
    assert isinstance(record, RecordContent)
    assert (record.title, record.abstract) == ("Handledning", "Vi frågade.")
    assert [author.name for author in record.authors] == ["Lind, A"]
    assert record.other_ids == (("mine", "7"),)
    assert record.extra == (("Title", "x"), ("Ablage", "Skåp 3"))


def test_a_map_makes_a_table_without_title_column_readable(tmp_path: Path) -> None:
    path = map_file(tmp_path, '[columns]\nName = "title"\n')
    for name in ("csv", "excel", "excel_old"):
        suffix = {"csv": "csv", "excel": "xlsx", "excel_old": "xls"}[name]
        found = read_with(FOLDER / f"{name}_no_title_column.{suffix}", path)
        assert found
        assert all(isinstance(entry, RecordContent) and entry.title for entry in found)


def test_each_column_is_told(table: Path, tmp_path: Path) -> None:
    told = columns_told(open_source(table), "", read_column_map(map_file(tmp_path, MAP)))
    assert told == [
        "'Nr' -> id:mine (by the map)",
        "'Titel der Arbeit' -> title (by the map)",
        "'Title' -> extra (by the map)",
        "'Kurz' -> abstract (by the map)",
        "'Wer' -> authors (by the map)",
        "'Ablage' -> extra (kept as it stands)",
    ]


def test_the_map_is_told_in_a_line(tmp_path: Path) -> None:
    found = read_column_map(map_file(tmp_path, '[columns]\nA = "title"\nB = "doi"\n'))
    assert found.note == "columns: 'A' = title; 'B' = doi"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[columns", "cannot be read"),
        ("", "no table"),
        ("columns = 3", "no table"),
        ('title = "A"\n[columns]\nA = "title"', "'title'"),
        ('[columns]\nA = "titel"', "'titel'"),
        ("[columns]\nA = 3", "no field"),
        ('[columns]\nA = "id:"', "no field"),
        ('[columns]\n"My title" = "title"\nmy_title = "abstract"', "twice"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, word: str) -> None:
    path = map_file(tmp_path, text)
    with pytest.raises(BadInput, match=word) as caught:
        read_column_map(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_a_missing_map_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_column_map(tmp_path / "map.toml")


def test_a_column_that_the_file_has_not_is_told_with_its_header(
    table: Path, tmp_path: Path
) -> None:
    columns = read_column_map(map_file(tmp_path, MAP + 'Datum = "year"\n'))
    with pytest.raises(BadInput, match="no column 'Datum'") as caught:
        table_reader(open_source(table), "", columns)
    assert "'Kurz'" in caught.value.hint


def test_a_map_is_for_tables(table: Path, tmp_path: Path) -> None:
    columns = read_column_map(map_file(tmp_path, MAP))
    with pytest.raises(UsageError, match="no table"):
        table_reader(open_source(table), "ris", columns)
