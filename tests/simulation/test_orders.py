"""Orders of other programs, measured by the same functions."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from screening.errors import BadInput
from screening.simulation.orders import read_order
from tests.simulation.files import write_project

TRUTH = (1, 0, 1, 0, 0, 1, 0, 0)


def test_a_project_is_measured_without_its_known_records(tmp_path: Path) -> None:
    shown = [(0, 1, None), (1, 0, None), (5, 1, 2), (3, 0, 3), (2, 1, 4)]
    order = read_order(write_project(tmp_path / "run.asreview", shown, TRUTH))
    assert (order.labels, order.known, order.total, order.relevant) == (
        (True, False, True),
        2,
        6,
        2,
    )
    assert order.ranks == (1, 3)
    figures = order.figures()
    assert figures.no_abstract == 0.0  # record 5, first of six
    assert figures.with_abstract == pytest.approx(2 / 5)


def test_relevant_records_never_shown_count_as_last(tmp_path: Path) -> None:
    order = read_order(write_project(tmp_path / "run.asreview", [(0, 1, 0), (1, 0, 1)], TRUTH))
    assert order.ranks == (1, 7, 8)


def test_an_open_project_says_that_it_counts_what_was_found(tmp_path: Path) -> None:
    shown = [(0, 1, 0), (1, 0, 1), (2, None, 2)]
    order = read_order(write_project(tmp_path / "run.asreview", shown, [None] * 8))
    assert (order.total, order.relevant, order.ranks) == (8, 1, (1,))
    assert "does not say" in order.notes[0]


def test_an_older_project_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.asreview"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", "{}")
    with pytest.raises(BadInput, match="is no project of ASReview 3"):
        read_order(path)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_measured(tmp_path: Path) -> None:
    text = 'title;label;prior\n"two\nlines";1;1\nb;0;0\nc;1;0\nd;;0\n'
    order = read_order(write(tmp_path / "order.csv", text))
    assert (order.labels, order.known, order.total) == ((False, True), 1, 3)
    assert order.figures().with_abstract is None


def test_numbers_complete_a_table_that_stops_early(tmp_path: Path) -> None:
    path = write(tmp_path / "order.csv", "included\n1\n0\n1\n")
    assert read_order(path, records=10, relevant=3).ranks == (1, 3, 10)
    assert not read_order(path, records=10, relevant=3).notes
    assert read_order(path, records=10).notes


@pytest.mark.parametrize(("records", "relevant"), [(2, 0), (0, 1), (4, 4)])
def test_numbers_that_do_not_fit_are_refused(tmp_path: Path, records: int, relevant: int) -> None:
    path = write(tmp_path / "order.csv", "included\n1\n0\n1\n")
    with pytest.raises(BadInput, match="does not fit"):
        read_order(path, records=records, relevant=relevant)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("included\n0\n0\n", "no relevant record"),
        ("included\n", "no rows"),
        ("rank\n1\n", "No field says"),
        ("included\n7\n", "no label"),
    ],
)
def test_a_table_that_says_nothing_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_order(write(tmp_path / "order.csv", text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "order.csv"
    path.write_bytes(b"\xff\xfe\x00\xff")
    with pytest.raises(BadInput, match="cannot be read as an order"):
        read_order(path)
    with pytest.raises(BadInput, match="No such file"):
        read_order(tmp_path / "absent.csv")
