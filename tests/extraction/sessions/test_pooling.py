"""Studies read from tables that people filled in, and the result written as files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from extraction.sessions.pooling import (
    Study,
    pool_proportions,
    read_studies,
    write_forest,
    write_pooled,
)
from screening.errors import BadInput, CannotWrite, UsageError


def _file(folder: Path, text: str) -> Path:
    path = folder / "studies.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _workbook(folder: Path, *rows: tuple[object, ...], before: bool = False) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    if before:
        sheet.append(["Notes on the extraction"])
        sheet = book.create_sheet("Numbers")
    for row in rows:
        sheet.append(row)
    path = folder / "studies.xlsx"
    book.save(path)
    return path


def test_columns_are_found_by_name_whatever_stands_beside_them(tmp_path: Path) -> None:
    path = _file(tmp_path, "Total;Country;Study;Events\n17;IR;Ada 2010;16\n\n;NG;;\n12;;Bo;10\n")
    assert read_studies(path) == [
        Study(name="Ada 2010", events=16, total=17, place="line 2"),
        Study(name="Bo", events=10, total=12, place="line 5"),
    ]


def test_a_workbook_is_read_from_the_sheet_that_has_the_columns(tmp_path: Path) -> None:
    rows = (("study", "events", "total"), ("Ada", 16.0, 17), (None, None, None), ("Bo", "10", 12))
    found = read_studies(_workbook(tmp_path, *rows, before=True))
    assert found == [
        Study(name="Ada", events=16, total=17, place="line 2"),
        Study(name="Bo", events=10, total=12, place="line 4"),
    ]


def test_every_bad_cell_is_named(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "study,events,total\nA,x,\n,3,4\nB,1.5,9\nC,5,4\nD,-1,0\nE,1,2\nF,1000000000000000,3\n",
    )
    with pytest.raises(BadInput) as found:
        read_studies(path)
    assert found.value.message.splitlines()[1:] == [
        "line 2, column events: 'x' is no whole number.",
        "line 2, column total: the cell is empty.",
        "line 3, column study: the cell is empty.",
        "line 4, column events: '1.5' is no whole number.",
        "line 5: events is 5, more than the total of 4.",
        "line 6: total is 0, but a study has at least one person.",
        "line 6: events is -1, but cannot be below 0.",
        "line 8, column events: '1000000000000000' is no whole number.",
    ]


def test_bad_cells_of_a_workbook_are_named_too(tmp_path: Path) -> None:
    path = _workbook(tmp_path, ("study", "events", "total"), ("A", 1.5, None))
    with pytest.raises(BadInput, match=r"line 2, column events: '1\.5' is no whole number"):
        read_studies(path)


def test_a_missing_column_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no column 'total'; its columns are study, events, n"):
        read_studies(_file(tmp_path, "study,events,n\nA,1,2\n"))
    with pytest.raises(BadInput, match="no sheet with the columns study, events, total: 'Sheet'"):
        read_studies(_workbook(tmp_path, ("study", "n")))
    with pytest.raises(BadInput, match="column 'events' twice"):
        read_studies(_workbook(tmp_path, ("study", "events", "Events", "total")))


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    fake = tmp_path / "old.xls"
    fake.write_bytes(b"\xd0\xcf\x11\xe0 an old workbook")
    with pytest.raises(BadInput, match="no Excel workbook that can be read"):
        read_studies(fake)
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read_studies(tmp_path / "missing.xlsx")
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read_studies(tmp_path / "missing.csv")


def test_the_table_holds_studies_estimates_and_each_left_out(tmp_path: Path) -> None:
    rows = [Study(name=f"=S{at}", events=at, total=9) for at in range(4)]
    write_pooled(pool_proportions(rows), tmp_path / "pooled.csv")
    with (tmp_path / "pooled.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["row"] for row in found] == ["study"] * 4 + ["estimate"] * 6 + ["left out"] * 4
    assert [row["half_added"] for row in found[:4]] == ["yes", "no", "no", "no"]
    assert found[0]["name"] == "'=S0"
    assert (found[4]["name"], found[4]["interval"]) == ("random effects", "Hartung-Knapp")
    assert float(found[4]["low"]) < float(found[4]["proportion"]) < float(found[4]["high"])


def test_a_plot_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    pooled = pool_proportions([Study(name=name, events=3, total=9) for name in "ab"])
    write_forest(pooled, tmp_path / "forest.svg", title="Trust")
    assert "Trust" in (tmp_path / "forest.svg").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be drawn into"):
        write_forest(pooled, tmp_path / "forest.pdf")
    with pytest.raises(CannotWrite, match="cannot be written"):
        write_forest(pooled, tmp_path / "nowhere" / "forest.svg")
