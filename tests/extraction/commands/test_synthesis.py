"""``tamis synthesis pool`` from a table to numbers, files and errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.extraction.logs import coding_review

TABLE = "study,events,total\nAda 2010,16,17\nBo 2011,10,12\nCho 2012,4,8\nDee 2013,10,10\n"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "studies.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_from_a_table_to_numbers_and_files(table: Path) -> None:
    done = tamis(
        "synthesis", "pool", table, "--out", "pooled.csv", "--plot", "forest.svg",
        "--title", "Trust in mentors",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "4 studies, 40 events in 47 people; scale: logit; tau2 by restricted" in done.out
    assert "random effects         Hartung-Knapp" in done.out
    assert "Corrected here: Dee 2013." in done.out
    assert "from 0.7759 (without Ada 2010) to 0.8990 (without Cho 2012)" in done.out
    assert "Note: With 4 studies" in done.err
    assert "Trust in mentors" in Path("forest.svg").read_text(encoding="utf-8")
    assert Path("pooled.csv").read_text(encoding="utf-8-sig").startswith("row,name,events")


def test_json_says_all_that_was_chosen(table: Path) -> None:
    done = tamis(
        "synthesis", "pool", table, "--transform", "raw", "--tau2", "DL", "--interval", "wald",
        "--level", "90", "--json",
    )  # fmt: skip
    found = json.loads(done.out)
    assert (found["transform"], found["tau2_method"], found["interval"]) == ("raw", "dl", "wald")
    assert found["level"] == 0.9
    assert found["random"] == found["random_wald"]
    assert len(found["without_one"]) == 4
    assert found["back"].startswith("None")


def test_the_double_arcsine_warns(table: Path) -> None:
    done = tamis("synthesis", "pool", table, "--transform", "double-arcsine")
    assert "advised against" in done.err
    assert "Back-transformation: Miller's inverse (1978)" in done.out


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--transform", "probit"), 2, "--transform cannot be 'probit'."),
        (("--tau2", "ml"), 2, "--tau2 cannot be 'ml'."),
        (("--interval", "t"), 2, "--interval cannot be 't'."),
        (("--plot", "forest.pdf"), 2, "cannot be drawn into 'forest.pdf'"),
        (("--out", "nowhere/pooled.csv"), 6, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    table: Path, options: tuple[str, str], code: int, sentence: str
) -> None:
    done = tamis("synthesis", "pool", table, *options)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err


def test_a_bad_table_pools_nothing(table: Path) -> None:
    table.write_text("study,events,total\nA,5,4\nB,1,2\n", encoding="utf-8")
    done = tamis("synthesis", "pool", table, "--out", "pooled.csv")
    assert (done.code, done.out) == (4, "")
    assert "line 2: events is 5, more than the total of 4." in done.err
    assert not Path("pooled.csv").exists()
    table.write_text("study,events,total\nA,1,4\na,1,2\n", encoding="utf-8")
    assert "line 3 (a): the same study as line 2" in tamis("synthesis", "pool", table).err


@pytest.fixture
def coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coding_review(tmp_path / "review").review.close()
    monkeypatch.chdir(tmp_path / "review")
    rows = "reference,statement\n1,trust\n2,trust\n1,rooms and time\n"
    (tmp_path / "findings.csv").write_text(rows)
    assert tamis("findings", "import", tmp_path / "findings.csv").code == 0
    assert tamis("themes", "add", "Relations", "--level", "theme").code == 0
    assert tamis("themes", "add", "People", "--level", "subtheme", "--under", "T1").code == 0
    trust = ("themes", "add", "trust", "--under", "S1", "--finding", "F1", "--finding", "F2")
    assert tamis(*trust).code == 0
    assert tamis("themes", "add", "rooms", "--under", "S1", "--finding", "F3").code == 0


@pytest.mark.usefixtures("coded")
def test_effect_sizes_state_n_and_who_supports_what() -> None:
    rows = [json.loads(line) for line in tamis("synthesis", "effects", "--json").out.splitlines()]
    reports = rows[0]["of"]
    assert [(row["label"], row["studies"], row["supported_by"]) for row in rows] == [
        ("trust", 2, "1, 2"),
        ("rooms", 1, "1"),
    ]
    done = tamis("synthesis", "effects", "--level", "theme", "--csv")
    assert f',Relations,2,{reports},{2 / reports:.4f},"1, 2"' in done.out
    assert f"N = {reports} included studies, {reports} reports." in done.err
    assert tamis("synthesis", "effects", "--level", "branch").code == 2


@pytest.mark.usefixtures("coded")
def test_reports_of_one_study_count_once_everywhere() -> None:
    before = json.loads(tamis("synthesis", "effects", "--level", "theme", "--json").out)
    assert tamis("studies", "group", "R1", "R2").code == 0
    done = tamis("synthesis", "effects", "--level", "theme", "--json")
    after = json.loads(done.out)
    assert (before["studies"], after["studies"]) == (2, 1)
    assert after["of"] == before["of"] - 1
    assert f"N = {counted_studies(after['of'])}, {before['of']} reports." in done.err
    by_study = tamis("synthesis", "effects", "--by-study", "--json").out.splitlines()
    assert len(by_study) == after["of"]
    first = json.loads(by_study[0])
    assert (first["reference"], first["codes"], first["of"]) == ("1", 2, 2)


def counted_studies(number: int) -> str:
    return "1 included study" if number == 1 else f"{number} included studies"


@pytest.mark.usefixtures("coded")
def test_shares_name_their_unit() -> None:
    done = tamis("synthesis", "shares", "--unit", "codes")
    assert "Relations" in done.out
    assert "Unit: codes; of all codes under the themes compared." in done.err
    assert tamis("synthesis", "shares", "--unit", "pages").code == 2
    assert tamis("synthesis", "shares", "--among", "T9").code == 2


def test_a_file_or_a_field_is_named_and_not_both(table: Path) -> None:
    for arguments in ((), (table, "--field", "left")):
        done = tamis("synthesis", "pool", *arguments)
        assert done.code == 2
        assert "Name a file or --field, one of both." in done.err
