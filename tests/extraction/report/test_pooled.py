"""Pooled proportions in the page are those of 'tamis synthesis pool' on the same counts."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extraction.report.write import looked_at, report_page
from screening.protocol import Stage
from tests.commands.running import tamis
from tests.extraction.report.specimens import vote
from tests.extraction.report.test_page import tree_of
from tests.reviews_builder import make_review, protocol_text

LEFT = ("3/40", "10/52", "0/31", "7/1,040")
HELPED = ("12/12", "9/30")
FORM = """
[[extraction]]
name = "left"
label = "Left the <programme>"
type = "events_total"

[[extraction]]
name = "helped"
type = "events_total"

[[extraction]]
name = "alone"
label = "In one study only"
type = "events_total"

[[extraction]]
name = "size"
type = "integer"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five included studies; four, two and one of them say something to count."""
    folder = tmp_path_factory.mktemp("pooled") / "review"
    text = protocol_text(stages=("title",)) + FORM
    with make_review(folder, 5, text=text) as review:
        for number in range(1, 6):
            vote(review, Stage.TITLE, number)
    said = [("left", LEFT), ("helped", HELPED), ("alone", ("1/9",))]
    for field, values in said:
        for number, value in enumerate(values, start=1):
            done = tamis("extract", "fill", f"R{number}", field, value, "-C", folder)
            assert done.code == 0, done.err
    with looked_at(folder) as at:
        report_page(at, folder / "report.html")
    return folder


def page(folder: Path) -> Any:
    return tree_of((folder / "report.html").read_text("utf-8"))


def pooled(*arguments: str | Path) -> Mapping[str, Any]:
    done = tamis("synthesis", "pool", *arguments, "--json")
    assert done.code == 0, done.err
    return dict(json.loads(done.out))


def as_file(path: Path, values: tuple[str, ...]) -> Path:
    rows = [
        f"Study {n},{value.replace(',', '').replace('/', ',')}" for n, value in enumerate(values)
    ]
    path.write_text("\n".join(["study,events,total", *rows]) + "\n")
    return path


def row_of(found: Mapping[str, Any]) -> list[str]:
    """What the page must say of a pooled field."""
    value, between = found["random"], found["heterogeneity"]
    return [
        str(len(found["studies"])),
        f"{found['events']:,}",
        f"{found['total']:,}",
        f"{value['value']:.3f}",
        f"{value['low']:.3f} to {value['high']:.3f} (95 %, {found['interval'].title()})",
        f"{100 * between['i2_q']:.0f} %",
        f"{between['tau2']:.3g}",
    ]


@pytest.mark.parametrize(
    ("field", "label", "values"),
    [("left", "Left the <programme>", LEFT), ("helped", "helped", HELPED)],
)
def test_the_page_says_what_the_command_says(
    folder: Path, tmp_path: Path, field: str, label: str, values: tuple[str, ...]
) -> None:
    of_table = pooled("--field", field, "-C", folder)
    of_file = pooled(as_file(tmp_path / "counts.csv", values))
    assert row_of(of_table) == row_of(of_file)
    rows = page(folder).xpath("//caption[@id='pooled']/ancestor::table//tbody/tr")
    told = {row.xpath("./th")[0].text_content(): row for row in rows}
    cells = [" ".join(at.text_content().split()) for at in told[label].xpath("./td")]
    assert cells == row_of(of_file)


def test_one_study_is_not_pooled(folder: Path) -> None:
    heads = page(folder).xpath("//caption[@id='pooled']/ancestor::table//tbody/tr/th")
    assert [at.text_content() for at in heads] == ["Left the <programme>", "helped"]


def test_notes_methods_and_plots_stand_beside_the_numbers(folder: Path) -> None:
    tree = page(folder)
    found = pooled("--field", "left", "-C", folder)
    section = tree.xpath("//*[@id='synthesis']/ancestor-or-self::section")[0]
    text = " ".join(section.text_content().split())
    assert "random effects, logit scale, tau² by restricted maximum likelihood" in text
    assert found["notes"]
    assert all(note in text for note in found["notes"])
    methods = " ".join(
        tree.xpath("//*[@id='methods']/ancestor-or-self::section")[0].text_content().split()
    )
    assert f"pooled proportion {found['random']['value']:.3f}" in methods
    plots = section.xpath(".//img/@src")
    assert len(plots) == 2
    drawn = [base64.b64decode(plot.partition(",")[2]).decode() for plot in plots]
    assert "Left the &lt;programme&gt;" in drawn[0]


def test_what_cannot_be_pooled_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from extraction.report import themes_part
    from screening.errors import UsageError

    def refuse(_studies: object) -> None:
        raise UsageError("These cannot be pooled.", "Look at them.")

    monkeypatch.setattr(themes_part, "pool_proportions", refuse)
    with looked_at(folder) as at:
        report_page(at, folder / "other.html")
    tree = tree_of((folder / "other.html").read_text("utf-8"))
    rows = tree.xpath("//caption[@id='pooled']/ancestor::table//tbody/tr")
    assert [" ".join(row.text_content().split()) for row in rows] == [
        "Left the <programme>4201,163Not pooled: These cannot be pooled.",
        "helped22142Not pooled: These cannot be pooled.",
    ]
    assert not tree.xpath("//*[@id='synthesis']/ancestor-or-self::section//img")
