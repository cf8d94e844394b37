"""The forest plot: all words on it, long names within their column, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from extraction.synthesis.pooling.forest import draw_forest
from extraction.synthesis.pooling.forest_rows import axis_ends, footnotes, pooled_rows, study_rows
from extraction.synthesis.pooling.forest_text import printable, text_width, wrapped
from extraction.synthesis.pooling.proportions import pool_proportions
from extraction.synthesis.pooling.types import IntervalMethod, Pooled, Study
from screening.errors import UsageError
from tests.extraction.synthesis.pooling.published import PRITZ, studies

LONG = "Adeyemi, van der Westhuizen and the Collaborative Group for Mentoring in Anaesthesia 2019"
CHINESE = "\u5317\u4eac 2020 $x_1$ <b>"


def _pooled(k: int = 4) -> Pooled:
    rows = studies(PRITZ)
    named = [replace(rows[0], name=LONG), replace(rows[1], name=CHINESE), *rows[2:5]]
    return pool_proportions([*named, *rows[5:]][:k])


def _texts(svg: bytes) -> list[str]:
    root = etree.fromstring(svg)
    return [str(at.xpath("string()")) for at in root.iter("{*}text")]


def test_an_svg_holds_every_word_as_text() -> None:
    texts = _texts(draw_forest(_pooled(5), "svg", title="Trust"))
    assert {"Trust", CHINESE, "16 / 17", "Random effects (Hartung-Knapp)"} <= set(texts)
    assert {"Study 5 \N{DAGGER}", "95 % prediction interval", "Common effect"} <= set(texts)
    assert any("Clopper-Pearson" in text for text in texts)
    assert re.search(LONG.replace(" ", r"\s"), " ".join(texts))


def test_the_same_numbers_give_the_same_bytes() -> None:
    pooled = _pooled(2)
    assert draw_forest(pooled, "svg") == draw_forest(pooled, "svg")
    picture = draw_forest(pooled, "png", dpi=40)
    assert picture.startswith(b"\x89PNG")
    assert picture == draw_forest(pooled, "png", dpi=40)


def test_it_is_drawn_as_svg_or_png_only() -> None:
    with pytest.raises(UsageError, match="cannot be drawn as 'pdf'"):
        draw_forest(_pooled(2), "pdf")


def test_names_stay_within_their_column() -> None:
    lines = wrapped(LONG, 2.0, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("\N{HORIZONTAL ELLIPSIS}")
    assert all(text_width(line) <= 2.0 for line in (*lines, *wrapped("W" * 90, 2.0)))
    assert len(wrapped("x" * 10_000, 2.0, lines=2)[0]) < 60
    assert " ".join(wrapped(LONG, 2.0)) == LONG


def test_letters_without_a_picture_are_squares() -> None:
    assert printable("\u5317 A \u0645") == "\N{WHITE SQUARE} A \u0645"


def test_the_largest_square_is_of_the_heaviest_study() -> None:
    rows = study_rows(_pooled())
    assert max(row.size for row in rows) == 1.0
    assert rows[3].size == 1.0


def test_the_rows_say_what_the_numbers_are() -> None:
    pooled = pool_proportions(studies(PRITZ), interval=IntervalMethod.WALD)
    random, prediction, common = pooled_rows(pooled)
    assert (random.name, random.result) == ("Random effects (Wald)", "0.757 [0.661, 0.834]")
    assert (prediction.result, prediction.value) == ("[0.466, 0.918]", None)
    assert common.name == "Common effect"
    assert "Q = 29.79, df = 13, p = 0.005" in list(footnotes(pooled))[1]


def test_the_axis_ends_where_nothing_is_left_to_show() -> None:
    rare = [Study(name=name, events=4, total=900) for name in "abc"]
    assert axis_ends(pool_proportions(rare)) == (0.0, 0.02)
    common = [Study(name=name, events=896, total=900) for name in "abc"]
    assert axis_ends(pool_proportions(common)) == (0.98, 1.0)
    assert axis_ends(_pooled()) == (0.0, 1.0)


def test_controls_in_a_name_leave_the_svg_whole() -> None:
    rows = [Study(name=name, events=3, total=9) for name in ("a\x01 & b", "c")]
    texts = _texts(draw_forest(pool_proportions(rows), "svg", title="x\x02"))
    assert {"a\ufffd & b", "x\ufffd"} <= set(texts)
