"""The ranking benchmark: sets shuffled once, runs resumed, lines turned into tables."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from benchmarks.ranking import Run, done_already, ranks_of
from benchmarks.ranking_sets import read_set, set_names, unit_of, write_shuffled
from benchmarks.ranking_table import tables

NAME = "Hall_2012"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / f"{NAME}.csv.gz", "wt", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("record_id", "title", "abstract", "label_included", "keywords"))
        for number in range(20):
            abstract = "" if number % 4 == 0 else "An abstract\nof two lines."
            sheet.writerow((f"w{number}", f"Title {number}", abstract, int(number < 6), "a; b"))
    index = f"name,n\n{NAME},20\nFlashFloods_2019_Covidence,894\nFebra_RV2,160\n"
    (tmp_path / "index.csv").write_text(index, encoding="utf-8")
    return tmp_path


def test_sets_come_small_first_without_those_left_out(folder: Path) -> None:
    assert set_names(folder) == [NAME, "Febra_RV2"]
    assert set_names(folder, ["Febra_RV2"]) == ["Febra_RV2"]


def test_a_set_is_shuffled_and_remembers_its_rows(folder: Path) -> None:
    data = read_set(folder, NAME)
    assert sorted(data.rows) == list(range(20))
    assert data.rows != tuple(range(20))
    assert [f"w{row}" for row in data.rows] == list(data.records)
    assert data.truth["w5"]
    assert not data.truth["w6"]


def test_the_peer_gets_the_same_order_and_no_ids(folder: Path) -> None:
    data = read_set(folder, NAME)
    write_shuffled(data, folder / "peer.csv")
    with (folder / "peer.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["title", "abstract", "label_included"]
    assert tuple(row["title"] for row in rows) == data.titles


def test_overlapping_sets_are_one_unit() -> None:
    assert unit_of("Cohen_2006_Estrogens") == unit_of("SYNERGY_Nelson_2002")
    assert unit_of("Kwok_2020_DE") == unit_of("Kwok_2020")
    assert unit_of(NAME) == NAME


def test_ranks_leave_known_records_out(folder: Path) -> None:
    run = Run(data=read_set(folder, NAME), seed=0, arm="u4")
    left = [row for row, record in enumerate(run.data.records) if record not in run.priors]
    found = sorted(left, key=lambda row: not run.data.labels[row])
    told = ranks_of(run, found)
    assert (told["records"], told["relevant"], told["ranks"]) == (18, 5, [1, 2, 3, 4, 5])
    with pytest.raises(ValueError, match="not every relevant record"):
        ranks_of(run, found[1:])


def test_a_run_without_labels_knows_none(folder: Path) -> None:
    assert Run(data=read_set(folder, NAME), seed=0, arm="zero").priors == ()


def line(name: str, seed: int, arm: str, ranks: list[int]) -> str:
    told = {
        "set": name, "seed": seed, "arm": arm, "records": 100, "relevant": len(ranks),
        "ranks": ranks, "ranks_without_abstract": ranks[:1], "order": list(range(ranks[-1])),
        "cpu_seconds": 2.0, "peak_mib": 100.0, "versions": {"tamis": "1"},
    }  # fmt: skip
    return json.dumps(told) + "\n"


def test_a_line_cut_off_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    whole = line(NAME, 0, "u4", [1, 2])
    path.write_text(whole + line(NAME, 1, "u4", [1, 2])[:50], encoding="utf-8")
    assert done_already(path) == {(NAME, 0, "u4")}
    assert path.read_text(encoding="utf-8") == whole
    assert done_already(tmp_path / "none.jsonl") == set()


def test_tables_pair_what_every_arm_has(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text(
        line(NAME, 0, "asreview", [1, 5]) + line(NAME, 0, "ensemble", [1, 3])
        + line("Febra_RV2", 0, "asreview", [2, 9]) + line("Febra_RV2", 0, "ensemble", [1, 2])
        + line("Oud", 0, "asreview", [2, 9]),
        encoding="utf-8",
    )  # fmt: skip
    made = list(tables([path]))
    assert made[0].startswith("2 labelled sets (2 after overlapping ones are counted once)")
    assert "Not measured by every arm yet: Oud." in made
    row = next(text for text in made if text.startswith("| ensemble | set |"))
    # loss (3 - 1.5) / 98 and (5.5 - 1.5) / 98 against (2 - 1.5) / 98 and (1.5 - 1.5) / 98
    assert "| 0.0026 | -90.9% |" in row
    assert "| 2/0/0 |" in row


def test_no_common_set_makes_no_table(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text(line(NAME, 0, "asreview", [1]) + line("Oud", 0, "u4", [1]), encoding="utf-8")
    assert list(tables([path])) == ["No set has a run of every arm yet."]
