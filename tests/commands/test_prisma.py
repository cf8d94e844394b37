"""``tamis prisma`` and its group: table, drawings, template, address; explain, lint, totals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.screen import decide
from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = protocol_text(stages=("title", "fulltext"))
    with make_review(tmp_path / "r", 4, text=text) as made:
        decide(made, Stage.TITLE, to_record_id(1), Verdict.EXCLUDE, reason="Off topic")
        for n in (2, 3, 4):
            decide(made, Stage.TITLE, to_record_id(n), Verdict.INCLUDE)
        for n in (2, 3, 4):
            decide(made, Stage.FULLTEXT, to_record_id(n), Verdict.INCLUDE)
    return tmp_path / "r"


def test_alone_it_shows_the_three_stages(folder: Path) -> None:
    ran = tamis("prisma", "-C", folder)
    assert ran.code == 0
    assert "Records excluded by title" in ran.out
    assert "Records screened" not in tamis("prisma", "-C", folder, "--form", "x").out
    assert tamis("prisma", "-C", folder, "--form", "x").code == 2


def test_a_form_has_its_effect_on_table_csv_and_json(folder: Path) -> None:
    for form, label in (("prisma2020", "Records excluded**"), ("prisma2009", "Records excluded")):
        assert label.strip("*") in tamis("prisma", "--form", form, "-C", folder).out
        lines = tamis("prisma", "--form", form, "--csv", "-C", folder).out.splitlines()
        assert {line.split(",")[0] for line in lines[1:]} == {form}
        rows = json.loads(tamis("prisma", "--form", form, "--json", "-C", folder).out)["rows"]
        assert {row["form"] for row in rows} == {form}
    lines = tamis("prisma", "--csv", "-C", folder).out.splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {"three-stage", "prisma2020", "prisma2009"}


def test_it_draws_every_kind_of_file(folder: Path, tmp_path: Path) -> None:
    names = [tmp_path / f"flow.{ending}" for ending in ("svg", "png", "pdf", "pptx")]
    outs = [part for name in names for part in ("--out", name)]
    ran = tamis("prisma", "--form", "prisma2009", *outs, "-C", folder)
    assert ran.code == 0
    heads = [name.read_bytes()[:4] for name in names]
    assert heads == [b"<?xm", b"\x89PNG", b"%PDF", b"PK\x03\x04"]
    assert tamis("prisma", "--out", tmp_path / "flow.gif", "-C", folder).code == 2


def test_the_template_passes_lint_and_the_address_holds_the_numbers(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "template.csv"
    assert tamis("prisma", "--template", file, "-C", folder).code == 0
    ran = tamis("prisma", "lint", file)
    assert (ran.code, ran.out) == (0, "")
    assert "no error" in ran.err
    ran = tamis("prisma", "--link", "-C", folder)
    assert "database_results=4" in ran.out
    assert len(ran.out.splitlines()) == 1
    assert "Tamis opens nothing" in ran.err


def test_the_template_of_an_unfinished_review_says_so_and_passes_lint(tmp_path: Path) -> None:
    with make_review(tmp_path / "r", 3) as review:
        decide(review, Stage.TITLE, to_record_id(1), Verdict.INCLUDE)
    file = tmp_path / "flow.csv"
    assert tamis("prisma", "--template", file, "-C", tmp_path / "r").code == 0
    assert "Records screened (3 still to be decided)" in file.read_text(encoding="utf-8")
    ran = tamis("prisma", "lint", file)
    assert (ran.code, ran.err) == (0, "flow.csv: no error, 1 warning.\n")
    assert ran.out.startswith("warning: line 17, records_screened: ")
    drawn = tamis("prisma", "from-totals", "--from", file)
    assert drawn.code == 3
    assert "is of an unfinished review" in drawn.err


def test_lint_names_box_value_and_mend_and_fails(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "template.csv"
    tamis("prisma", "--template", file, "-C", folder)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("NA,3\n", "NA,9\n", 1), encoding="utf-8")
    ran = tamis("prisma", "lint", file)
    assert ran.code == 3
    assert "dbr_sought_reports is 9" in ran.out
    assert "Mend: Write 3 in dbr_sought_reports" in ran.out
    assert "error" in ran.err
    found = json.loads(tamis("prisma", "lint", "--json", file).out)
    assert {"box", "line", "mend", "rule", "sentence", "severity", "value"} == set(found[0])
    assert tamis("prisma", "lint", tmp_path / "none.csv").code == 4


def test_explain_lists_records_events_and_all_boxes(folder: Path) -> None:
    ran = tamis("prisma", "explain", "excluded_title", "-C", folder)
    assert ran.out.startswith("R0001  Mentoring of medical students, study 1")
    assert "Ann: " in ran.out
    assert "excluded_title = 1: Records excluded at the title stage." in ran.err
    found = json.loads(tamis("prisma", "explain", "excluded_title", "--json", "-C", folder).out)
    assert (found["n"], found["records"][0]["record"]) == (1, "R0001")
    ran = tamis("prisma", "explain", "-C", folder)
    assert ran.code == 0
    assert "studies_included" in ran.out
    assert isinstance(json.loads(tamis("prisma", "explain", "--json", "-C", folder).out), list)
    ran = tamis("prisma", "explain", "excluded_titel", "-C", folder)
    assert ran.code == 2
    assert ran.out == ""  # no table among the data of a command that failed
    assert "excluded_title" in ran.err
    assert "'tamis prisma explain' names all of them." in ran.err


def test_the_flow_at_an_earlier_moment(folder: Path) -> None:
    ran = tamis("prisma", "--at", "2021-06-30T08:00:05", "--json", "-C", folder)
    assert json.loads(ran.out)["counts"]["open_records"] > 0
    assert "As of 2021-06-30 08:00:05 UTC." in ran.err
    file = folder / "then.svg"
    tamis("prisma", "--at", "2021-06-30T08:00:05", "--out", file, "-C", folder)
    assert "As of 2021-06-30 08:00:05 UTC." in file.read_text(encoding="utf-8")
    later = tamis("prisma", "--at", "2021-06-30", "-C", folder)
    assert later.out == tamis("prisma", "-C", folder).out
    assert tamis("prisma", "--at", "2020-01-01", "-C", folder).code == 2
    ran = tamis("prisma", "explain", "identified", "--at", "2021-06-30", "-C", folder)
    assert ran.out.count("event") == 4


def test_from_totals_draws_the_known_and_refuses_the_impossible(tmp_path: Path) -> None:
    file = tmp_path / "flow.svg"
    ran = tamis("prisma", "from-totals", "identified=74", "studies=16", "--out", file)
    assert ran.code == 0
    assert "?" in ran.out
    assert "(n = 74)" in file.read_text(encoding="utf-8")
    assert "no log stands behind them" in file.read_text(encoding="utf-8")
    ran = tamis(
        "prisma", "from-totals", "identified=16", "studies=74", "--out", tmp_path / "no.svg"
    )
    assert ran.code == 2
    assert "identified = 16, studies_included = 74" in ran.err
    assert not (tmp_path / "no.svg").exists()
    found = json.loads(tamis("prisma", "from-totals", "identified=74", "--json").out)
    assert found["given"] == {"identified": 74}
    assert "studies_included" in found["unknown"]
    assert "identified" in tamis("prisma", "from-totals", "--list").out.splitlines()
    assert tamis("prisma", "from-totals").code == 2
    lines = tamis("prisma", "from-totals", "identified=74", "--csv").out.splitlines()
    assert lines[0] == "form,box,label,n"


def test_a_filled_template_can_be_drawn_again(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    tamis("prisma", "--template", one, "-C", folder)
    ran = tamis("prisma", "from-totals", "--from", one, "--template", two)
    assert ran.code == 0
    assert one.read_bytes() == two.read_bytes()
    assert tamis("prisma", "from-totals", "--from", one, "studies=9").code == 2
    one.write_text(one.read_text().replace("NA,4\n", "NA,40\n", 1))
    ran = tamis("prisma", "from-totals", "--from", one)
    assert ran.code == 3
    assert "records_screened" in ran.err


def test_the_options_that_came_before_still_work(folder: Path) -> None:
    ran = tamis("prisma", "--box", "excluded_title", "-C", folder)
    assert "R0001" in ran.out
    assert tamis("prisma", "--box", "nothing", "-C", folder).code == 2
