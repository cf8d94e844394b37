"""CERQual and ENTREQ: what the log knows is filled in, judgements are left to people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from extraction.exporters.blocks import Grid
from extraction.exporters.entreq import ITEMS, TO_WRITE
from extraction.sessions import Coding
from extraction.sessions.reporting import cerqual_page, entreq_page, write_page
from extraction.themes import Level
from screening.errors import UsageError
from tests.extraction.exporters.specimens import hard_review, mentoring_review
from tests.extraction.logs import coding_review


@pytest.fixture
def coding(tmp_path: Path) -> Iterator[Coding]:
    made = hard_review(tmp_path / "review")
    with made.review:
        yield made


def grids(blocks: object) -> list[Grid]:
    assert isinstance(blocks, list)
    return [block for block in blocks if isinstance(block, Grid)]


def test_cerqual_names_studies_and_leaves_the_judgement(coding: Coding) -> None:
    summary, profile = grids(cerqual_page(coding, Level.SUBTHEME))
    assert [row[:3] for row in summary.rows] == [
        ("1", "People", "2: 1, 2"),
        ("2", "Places", "2: 1, 2"),
    ]
    assert {row[3] for row in summary.rows} == {"To be judged (high, moderate, low, very low)"}
    assert profile.rows[0][4] == "To be judged\nKnown: 2 of 3 studies, 4 findings, 3 with a quote"
    assert profile.rows[0][5] == "To be judged\nKnown: published 2001 to 2002"
    assert "Who & whom" in grids(cerqual_page(coding, Level.THEME))[0].rows[0][1]


def test_every_item_of_entreq_is_there_once(coding: Coding) -> None:
    (items,) = grids(entreq_page(coding))
    assert (
        [row[0] for row in items.rows] == [str(n) for n in range(1, 22)] == [a for a, *_ in ITEMS]
    )
    known = {row[0]: row[3] for row in items.rows}
    assert known["1"] == "What helps mentors?"
    assert "Included: Mentoring at a university" in known["4"]
    assert "PubMed, date of the search not told: 4 records" in known["5"]
    assert "3 studies included" in known["9"]
    assert "4 quoted from the abstract; 3 stated without a quote" in known["14"]
    assert known["16"] == "Ann: 8 codings"
    assert "5 codes: 0 proposed by a method and approved by a person, 5 by a person." in known["19"]
    assert known["20"].startswith("5 of 8 codings rest on a quote")
    assert known["21"] == "Relations: 2 of 3 studies"
    left = {row[0]: row[4] for row in items.rows}
    assert {left[number] for number in ("2", "3", "10", "11", "12", "13")} == {TO_WRITE}


def test_an_empty_review_leaves_everything_to_write(tmp_path: Path) -> None:
    empty = coding_review(tmp_path / "empty", included=())
    with empty.review:
        (items,) = grids(entreq_page(empty))
        assert {row[4] for row in items.rows if row[0] in {"14", "17", "20", "21"}} == {TO_WRITE}
        assert grids(cerqual_page(empty, Level.SUBTHEME))[0].rows == ()


def test_the_published_review_has_a_row_a_subtheme(tmp_path: Path) -> None:
    made = mentoring_review(tmp_path / "seed")
    with made.review:
        summary, _profile = grids(cerqual_page(made, Level.SUBTHEME))
    assert len(summary.rows) == 20
    assert next(row for row in summary.rows if row[1] == "Moral norms")[2].startswith("6: ")


@pytest.mark.parametrize("ending", ["docx", "md", "csv"])
def test_pages_are_written_by_the_files_ending(ending: str, coding: Coding, tmp_path: Path) -> None:
    path = tmp_path / f"page.{ending}"
    blocks = cerqual_page(coding, Level.SUBTHEME)
    write_page(coding, blocks, path, "CERQual")
    first = path.read_bytes()
    write_page(coding, blocks, path, "CERQual")
    assert path.read_bytes() == first
    if ending == "docx":
        assert Document(str(path)).tables[0].rows[1].cells[1].text == "People"
    elif ending == "csv":
        rows = list(csv.reader(io.StringIO(first.decode("utf-8-sig"))))
        assert rows[1][:3] == ["1", "People", "2: 1, 2"]
    else:
        assert "| 1 | People | 2: 1, 2 |" in first.decode()


def test_another_ending_is_told(coding: Coding, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written as '\.pdf'"):
        write_page(coding, entreq_page(coding), tmp_path / "page.pdf", "ENTREQ")
    assert not list(tmp_path.glob("page*"))
