"""``tamis simulate``: replay a labelled review, or measure an order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import Ran, tamis
from tests.reviews_builder import protocol_text
from tests.simulation.files import write_csv


def test_figures_with_intervals_and_known_records(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "set.csv")
    ran = tamis("simulate", path, "--ranker", "u4", "--seeds", "2", "--jobs", "1")
    assert ran.code == 0
    assert "set.csv: 32 records, 8 included (labels from 'label_included')" in ran.out
    assert "Seed 1: known before the start: R00" in ran.out
    for words in ("loss (0 best)", "WSS@95 (strict)", "0.000 to 0.000", "95 % interval"):
        assert words in ran.out
    assert sorted(at.name for at in tmp_path.iterdir()) == ["set.csv"]


def test_a_folder_keeps_orders_figures_and_curve(tmp_path: Path) -> None:
    path, out = write_csv(tmp_path / "set.csv"), tmp_path / "kept"
    ran = tamis("simulate", path, "--ranker", "u4", "--seeds", "1", "--json", "--out", out)
    told = json.loads(ran.out)
    assert told["runs"][0]["ranks"] == [1, 2, 3, 4, 5, 6, 7]
    assert json.loads((out / "figures.json").read_text(encoding="utf-8")) == told
    kept = {at.name for at in out.iterdir()}
    assert kept == {"figures.json", "recall.png", "recall.svg", "seed-0.csv", "simulation.json"}
    assert "The recall curve is in" in ran.err


def test_an_order_we_kept_is_scored_alike(tmp_path: Path) -> None:
    path, out = write_csv(tmp_path / "set.csv"), tmp_path / "kept"
    made = json.loads(
        tamis("simulate", path, "--ranker", "u4", "--seeds", "1", "--json", "--out", out).out
    )
    ran = tamis("simulate", out / "seed-0.csv", "--score", "--records", "30", "--json")
    assert json.loads(ran.out)["figures"]["loss"] == made["runs"][0]["figures"]["loss"]


def test_an_order_is_scored(tmp_path: Path) -> None:
    path = tmp_path / "order.csv"
    path.write_text("label\n1\n0\n1\n", encoding="utf-8")
    ran = tamis("simulate", path, "--score", "--records", "10", "--out", tmp_path / "kept")
    assert ran.code == 0
    assert "order.csv: 10 records to rank, 2 relevant, 3 shown" in ran.out
    assert "0.062" in ran.out
    assert "does not say" in ran.err
    assert (tmp_path / "kept" / "recall.svg").exists()


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "set.csv", label="colour")
    ran = tamis("simulate", path)
    assert (ran.code, ran.out) == (4, "")
    assert "Name the column or tag with --label. Fields there are: colour." in ran.err


def test_numbers_of_an_order_need_an_order(tmp_path: Path) -> None:
    ran = tamis("simulate", write_csv(tmp_path / "set.csv"), "--records", "9")
    assert ran.code == 2
    assert "Add --score." in ran.err


def stated(folder: Path, *options: str | Path) -> Ran:
    """A simulation that starts from nothing but a protocol's words."""
    cold = ("--ranker", "tfidf", "--seeds", "1", "--known-included", "0", "--known-excluded", "0")
    path = write_csv(folder / "set.csv")
    return tamis("simulate", path, *cold, "--protocol", folder / "mine.toml", *options)


def test_a_protocol_states_what_is_ranked_by(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(protocol_text(), encoding="utf-8")
    ran = stated(tmp_path)
    assert ran.code == 0
    told = "Title: Mentoring of students\nQuestion: What helps mentors?\n"
    assert f"{told}Include: Mentoring at a university\nSeed 0" in ran.out
    assert "Not about people" not in ran.out
    assert "the start is random" not in ran.err
    plan = json.loads(stated(tmp_path, "--json", "--out", tmp_path / "kept").out)["plan"]
    assert plan["title"] == "Mentoring of students"
    assert plan["questions"] == ["What helps mentors?"]
    assert plan["include"] == ["Mentoring at a university"]
    assert json.loads((tmp_path / "kept" / "simulation.json").read_text(encoding="utf-8")) == plan


def test_a_protocol_edited_meanwhile_is_another_simulation(tmp_path: Path) -> None:
    text = protocol_text()
    for at, code in ((text, 0), (text, 0), (text.replace("helps", "hinders"), 2)):
        (tmp_path / "mine.toml").write_text(at, encoding="utf-8")
        ran = stated(tmp_path, "--out", tmp_path / "kept")
        assert ran.code == code
    assert "What differs: the review's questions.\n" in ran.err


@pytest.mark.parametrize(
    ("options", "text", "words"),
    [
        (("--title", "Mentoring"), protocol_text(), "--protocol states a title already."),
        ((), None, "--protocol takes a review.toml."),
        ((), 'title = "Mentoring', "mine.toml"),
    ],
)
def test_a_protocol_that_cannot_be_taken_is_refused(
    tmp_path: Path, options: tuple[str, ...], text: str | None, words: str
) -> None:
    if text is not None:
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    ran = stated(tmp_path, *options)
    assert (ran.code != 0, ran.out) == (True, "")
    assert words in ran.err
