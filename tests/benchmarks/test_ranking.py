"""The ranking benchmark: sets shuffled once, runs resumed, lines turned into tables."""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
from pathlib import Path

import pytest

from benchmarks.ranking import ARMS, Run, done_already, ranks_of
from benchmarks.ranking_sets import (
    PROTOCOLS,
    query_file,
    read_set,
    review_texts,
    set_names,
    text_of,
    unit_of,
    write_shuffled,
)
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


def test_every_review_has_a_title_and_words_of_known_origin() -> None:
    told = tomllib.loads(PROTOCOLS.read_text(encoding="utf-8"))
    for name, text in told.items():
        asked = text["questions"] + text["inclusion"]
        assert text["title"], name
        assert text["source"], name
        assert text["wording"] in {"published", "restated", "title"}, name
        assert bool(asked) == (text["wording"] != "title"), name
        assert all(asked), name
    assert review_texts().keys() == told.keys()


def test_a_translated_set_has_the_text_of_its_review() -> None:
    assert text_of("Kwok_2020_DE") == text_of("Kwok_2020")
    assert text_of("Hall_2012") == review_texts()["Hall_2012"]


def test_arms_are_told_nothing_the_title_or_the_protocol() -> None:
    text = text_of(NAME)
    assert ARMS["ensemble"].queries(NAME) == ()
    assert ARMS["zero"].queries(NAME) == ARMS["ensemble-title"].queries(NAME) == (text.title,)
    assert ARMS["zero-protocol"].queries(NAME) == text.protocol
    assert text.protocol == (text.title, *text.questions, *text.inclusion)


def test_reviews_that_ask_the_same_share_a_vector(tmp_path: Path) -> None:
    same = [query_file(tmp_path, text_of(name).protocol) for name in ("Kwok_2020", "Kwok_2020_ES")]
    assert same[0] == same[1]
    assert query_file(tmp_path, (text_of("Kwok_2020").title,)) != same[0]


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


def test_arms_without_labels_stand_beside_all_runs_of_the_peer(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text(
        line(NAME, 0, "asreview", [1, 5]) + line(NAME, 1, "asreview", [1, 3])
        + line(NAME, 0, "ensemble", [1, 3]) + line(NAME, 1, "zero", [1, 2])
        + line("Kwok_2020", 0, "asreview", [1, 7]) + line("Kwok_2020", 0, "ensemble", [1, 7])
        + line("Kwok_2020", 1, "zero", [1, 6]) + line("Kwok_2020_ES", 0, "asreview", [1, 7])
        + line("Kwok_2020_ES", 0, "ensemble", [1, 7]) + line("Kwok_2020_ES", 1, "zero", [1, 6]),
        encoding="utf-8",
    )  # fmt: skip
    made = list(tables([path]))
    start = next(at for at, text in enumerate(made) if text.startswith("Loss without any label"))
    # (3 - 1.5) / 98 and (2 - 1.5) / 98; (4 - 1.5) / 98 in both of Kwok; one unit of the two
    assert made[start + 2 : start + 9] == [
        "| set | asreview | zero |",
        "| --- | --- | --- |",
        "| Hall_2012 | 0.0102 | 0.0000 |",
        "| Kwok_2020 | 0.0255 | 0.0204 |",
        "| Kwok_2020_ES | 0.0255 | 0.0204 |",
        "| mean of 3 sets | 0.0204 | 0.0136 |",
        "| mean of 2 units | 0.0179 | 0.0102 |",
    ]


def test_restated_protocols_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text(
        line(NAME, 0, "asreview", [1, 5]) + line("Kwok_2020", 0, "asreview", [1, 7])
        + line(NAME, 0, "ensemble-title", [1, 4]) + line("Kwok_2020", 0, "ensemble-title", [1, 6])
        + line(NAME, 0, "ensemble-protocol", [1, 2])
        + line("Kwok_2020", 0, "ensemble-protocol", [1, 2])
        + line(NAME, 1, "zero", [1, 4]) + line(NAME, 1, "zero-protocol", [1, 2])
        + line("Kwok_2020", 1, "zero", [1, 6]) + line("Kwok_2020", 1, "zero-protocol", [1, 2])
        + line("Febra_RV2", 0, "asreview", [1, 7]) + line("Febra_RV2", 1, "zero", [1, 6]),
        encoding="utf-8",
    )  # fmt: skip
    assert text_of(NAME).published
    assert not text_of("Kwok_2020").published
    made = list(tables([path]))
    assert "| set | asreview | zero | zero-published | zero-protocol |" in made
    assert "| Hall_2012 | 0.0153 | 0.0102 | 0.0000 | 0.0000 |" in made
    assert "| Kwok_2020 | 0.0255 | 0.0204 | 0.0204 | 0.0000 |" in made
    assert "| mean of 2 units | 0.0204 | 0.0153 | 0.0102 | 0.0000 |" in made
    changes = {text.split(" | ")[0]: text.split(" | ")[3] for text in made if "| unit |" in text}
    # of means (0.0153 + 0.0255) / 2: 0.0153, 0.0102 and 0
    assert changes == {
        "| ensemble-title": "-25.0%",
        "| ensemble-published": "-50.0%",
        "| ensemble-protocol": "-100.0%",
    }


def test_no_common_set_makes_no_table(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    path.write_text(line(NAME, 0, "asreview", [1]) + line("Oud", 0, "u4", [1]), encoding="utf-8")
    assert list(tables([path])) == ["No set has a run of every arm yet."]
