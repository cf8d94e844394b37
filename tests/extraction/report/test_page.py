"""The page: escaped, self-contained, its parts as the document has them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from extraction.report.curve import curve_of, ticks
from extraction.report.page import inlined
from extraction.report.write import looked_at, report_page
from screening.errors import CannotWrite, UsageError
from screening.protocol import Verdict
from screening.sessions.start import start_review
from tests.extraction.exporters.specimens import hard_review
from tests.extraction.report.specimens import (
    coded_hostile_review,
    half_decided,
    made_of,
    stopped_review,
    whole_review,
)


def page_of(folder: Path, marks: dict[str, str] | None = None) -> str:
    with looked_at(folder) as at:
        report_page(at, folder / "report.html", marks=marks)
    return (folder / "report.html").read_text("utf-8")


def tree_of(text: str) -> Any:
    """The page as elements; lxml's own types leave open what a path finds."""
    return html.fromstring(text.encode())


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    text = page_of(coded_hostile_review(tmp_path))
    tree = tree_of(text)
    assert not tree.xpath("//script")
    assert not tree.xpath("//*[@*[starts-with(name(), 'on')]]")
    assert not tree.xpath("//img[not(starts-with(@src, 'data:image/svg+xml;base64,'))]")
    links = tree.xpath("//a/@href")
    assert all(link.startswith(("#", "https://doi.org/10.5555/")) for link in links)
    assert not any(set('<>"') & set(link) for link in links)
    assert "{{7*7}}" in text
    assert "<script>alert(0)</script> &" in tree.xpath("//h1")[0].text_content()


def test_every_marked_number_is_that_box(tmp_path: Path) -> None:
    folder = whole_review(tmp_path)
    tree = tree_of(page_of(folder))
    with made_of(folder) as made:
        boxes = made.report.flow.boxes
    marked = tree.xpath("//*[@data-box]")
    assert len(marked) > 30
    for at in marked:
        assert at.text_content().replace(",", "") == str(boxes[at.get("data-box")])


def test_the_page_stands_alone(tmp_path: Path) -> None:
    tree = tree_of(page_of(whole_review(tmp_path)))
    assert not tree.xpath("//script | //link | //iframe | //object | //embed | //form")
    style = tree.xpath("string(//style)")
    assert "url(" not in style
    assert "@import" not in style
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link[0] == "#"} <= set(ids)


def test_headings_go_down_step_by_step(tmp_path: Path) -> None:
    tree = tree_of(page_of(whole_review(tmp_path)))
    levels = [int(at.tag[1]) for at in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(table.xpath("caption") for table in tree.xpath("//table"))


def test_an_unfinished_review_says_so_first(tmp_path: Path) -> None:
    text = page_of(half_decided(tmp_path, Verdict.INCLUDE, "secret"))
    assert "In progress: 4 records still to be decided." in text
    assert "secret" not in text
    assert "would let a vote be guessed" in text


def test_an_empty_review_has_a_page(tmp_path: Path) -> None:
    start_review(tmp_path / "review", title="New").close()
    text = page_of(tmp_path / "review")
    assert "No search has been imported yet." in text
    assert "No study is included yet." in text


def test_themes_have_their_pictures(tmp_path: Path) -> None:
    hard_review(tmp_path).review.close()
    tree = tree_of(page_of(tmp_path))
    assert len(tree.xpath("//img[@alt]")) == 4
    assert "Who & whom <meets>" in tree.text_content()


def test_marks_and_a_note_reach_the_diagram(tmp_path: Path) -> None:
    folder = whole_review(tmp_path)
    assert "Made up." in page_of(folder, marks={"dbr_records_excluded": "Made up."})
    with pytest.raises(UsageError, match="no box 'nothing'"):
        page_of(folder, marks={"nothing": "x"})


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with looked_at(whole_review(tmp_path)) as at, pytest.raises(CannotWrite):
        report_page(at, tmp_path / "none" / "report.html")


def test_a_drawing_in_the_page_has_ids_of_its_own() -> None:
    svg = (
        '<?xml version="1.0"?>\n<svg aria-labelledby="title desc"><title id="title">'
        'id="desc"</title><desc id="desc">d</desc></svg>\n'
    )
    assert inlined(svg) == (
        '<svg aria-labelledby="flow-title flow-desc"><title id="flow-title">'
        'id="desc"</title><desc id="flow-desc">d</desc></svg>'
    )


def test_the_curve_tells_what_may_be_left(tmp_path: Path) -> None:
    with made_of(stopped_review(tmp_path)) as made:
        curve = curve_of(made.report.readings[0])
    assert curve is not None
    assert curve.left is not None
    assert "2 relevant records were found among 4 read of 10." in curve.told
    assert curve.told.endswith("more may be left (no guarantee).")
    assert re.fullmatch(r"(\d+\.\d,\d+\.\d ?)+", curve.line)


@pytest.mark.parametrize(
    ("most", "marks"),
    [(0, (0,)), (3, (0, 1, 2, 3)), (51, (0, 20, 40)), (1000, (0, 200, 400, 600, 800, 1000))],
)
def test_axes_have_round_numbers(most: int, marks: tuple[int, ...]) -> None:
    assert ticks(most) == marks
