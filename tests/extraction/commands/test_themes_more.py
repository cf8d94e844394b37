"""The commands that shape a codebook and compare coders, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.extraction.logs import coding_review


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    coding_review(tmp_path / "review").review.close()
    monkeypatch.chdir(tmp_path / "review")
    return tmp_path


def test_a_codebook_is_started_shaped_and_told(folder: Path) -> None:
    (folder / "frame.csv").write_text("theme,subtheme,code\nRelations,People,trust\n")
    assert tamis("themes", "start", folder / "frame.csv").out == (
        "Added 1 theme, 1 subtheme, 1 code.\n"
    )
    for statement in ("trust", "faith"):
        assert tamis("findings", "add", "R1", statement).code == 0
    assert tamis("themes", "code", "C1", "F1", "F2").code == 0
    assert "Split off C0002" in tamis("themes", "split", "C1", "faith", "--part", "F2").out
    assert tamis("themes", "memo", "C2", "is this trust?").code == 0
    assert "is this trust?" in tamis("themes", "memos").out
    assert json.loads(tamis("themes", "memos", "--json").out)["on"] == "C0002"
    assert "C0001 split" in tamis("themes", "history").out
    assert tamis("themes", "retire", "C2").out == "Retired 'faith'.\n"
    saturated = tamis("themes", "saturation").out
    assert "codes: 1; base 4, run 3" in saturated
    assert len(tamis("themes", "saturation", "--json").out.splitlines()) == 3


def test_levels_are_called_as_the_protocol_says(folder: Path) -> None:
    protocol = Path("review.toml")
    named = '[codebook]\nlevels = ["component", "sub-component", "label"]\n'
    protocol.write_text(protocol.read_text().replace("[stages", f"{named}[stages", 1))
    (folder / "frame.csv").write_text("theme,subtheme,code\nRelations,People,trust\n")
    assert tamis("themes", "start", folder / "frame.csv").out == (
        "Added 1 component, 1 sub-component, 1 label.\n"
    )
    saturated = tamis("themes", "saturation").out
    assert "sub-components new" in saturated
    assert "labels: 0; base 4, run 3" in saturated
    assert "theme" not in saturated
    assert tamis("themes", "saturation", "--csv").out.startswith("study,themes new,themes so far")
    for level in ("Sub-Component", "subtheme"):
        done = tamis("synthesis", "effects", "--level", level)
        assert done.code == 0, done.err
        assert "S0001  sub-component  People" in done.out
    as_csv = tamis("synthesis", "effects", "--level", "subtheme", "--csv").out
    assert "S0001,subtheme,People" in as_csv
    refused = tamis("themes", "add", "x", "--level", "chapter").err
    assert "It is one of: component, sub-component, label." in refused
    assert tamis("themes", "add", "Money", "--level", "component").code == 0
    refused = tamis("themes", "merge", "T2", "S1").err
    assert "T0002 is a component, S0001 a sub-component." in refused


def test_a_bad_framework_exits_with_its_line(folder: Path) -> None:
    (folder / "frame.csv").write_text("name,parent\nA,B\nB,A\n")
    done = tamis("themes", "start", folder / "frame.csv")
    assert done.code != 0
    assert "is a circle" in done.err


def test_coders_choose_apart_and_are_compared() -> None:
    assert tamis("findings", "add", "R1", "trust").code == 0
    assert tamis("themes", "add", "trust").code == 0
    assert "F0001" in tamis("themes", "choices").out
    assert "No finding was coded by two" in tamis("themes", "agreement").err
    assert tamis("themes", "choose", "F1", "--as", "Ann").code == 2
    assert tamis("themes", "choose", "F1", "C1", "--as", "Ann").code == 0
    assert tamis("themes", "choose", "F1", "--none", "--as", "Ben").code == 0
    listed = tamis("themes", "adjudicate")
    assert "Ann: C0001; Ben: none" in listed.out
    assert "Ann and Ben: 1 finding coded by both" in tamis("themes", "agreement").out
    done = tamis("themes", "adjudicate", "F1", "C1", "--why", "talked")
    assert done.out == "Settled F0001.\n"


def test_what_has_no_place_stands_under_a_heading_of_its_own(tmp_path: Path) -> None:
    with coding_review(tmp_path / "r").review as review:
        folder = review.folder
    for label, *how in (
        ("Relations", "--level", "theme"),
        ("People", "--level", "subtheme", "--under", "Relations"),
        ("trust", "--under", "People"),
        ("loose",),
    ):
        assert tamis("themes", "add", label, *how, "-C", folder).code == 0
    shown = tamis("themes", "show", "-C", folder).out.splitlines()
    heading = shown.index("(under no theme yet)")
    assert [line.split()[0] for line in shown[:heading] if line] == [
        "id",
        "T0001",
        "S0001",
        "C0001",
    ]
    assert shown[heading + 2].split()[:2] == ["C0002", "loose"]
    assert "(under no" not in tamis("themes", "show", "C2", "-C", folder).out
    assert "(under no" not in tamis("themes", "show", "--csv", "-C", folder).out
