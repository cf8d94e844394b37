"""The commands of coding, from the first finding to the export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.extraction.logs import coding_review


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    coding_review(tmp_path / "review").review.close()
    monkeypatch.chdir(tmp_path / "review")
    (tmp_path / "findings.csv").write_text(
        "reference,statement\n1,trust\n2,trust\n3,funding of rooms\n1,rooms and time\n"
    )
    return tmp_path


def test_what_was_put_off_is_not_counted_as_decided(folder: Path) -> None:
    tamis("findings", "import", folder / "findings.csv")
    tamis("themes", "propose", "--no-model", "--themes", "1", "--subthemes", "2")
    walked = tamis("themes", "review", keys="a\na\nd\nq\n")
    assert "2 decided, 1 put off, 4 waiting." in walked.out, walked
    assert "0 decided, 4 waiting." in tamis("themes", "review", keys="d\nu\nq\n").out


def test_from_findings_to_files(folder: Path) -> None:
    done = tamis("findings", "import", folder / "findings.csv")
    assert (done.code, done.out) == (
        0, "4 rows: 4 findings added, 0 known already (0 rows flagged).\n",
    )  # fmt: skip
    assert "0 findings added, 4 known" in tamis("findings", "import", folder / "findings.csv").out
    proposed = tamis("themes", "propose", "--no-model", "--themes", "1", "--subthemes", "2")
    assert proposed.out.startswith("6 proposals made")
    assert "TF-IDF, as asked" in proposed.err
    walked = tamis("themes", "review", keys="n Relations\na\na\na\nr vague\nu\nm none\na\n")
    assert walked.code == 0, walked.err
    assert "6 decided, 0 waiting." in walked.out
    rows = list(csv.DictReader(io.StringIO(tamis("themes", "show", "--csv").out)))
    assert [row["level"] for row in rows].count("code") == 3
    out = tamis("export", "themes", "--format", "json", "--out", folder / "out")
    found = json.loads(Path(out.out.splitlines()[0]).read_text(encoding="utf-8"))
    assert found["themes"][0]["label"] == "Relations"
    assert len(found["codings"]) == 4


def test_a_piped_key_that_fails_stops_the_walk(folder: Path) -> None:
    tamis("findings", "import", folder / "findings.csv")
    tamis("themes", "propose", "--no-model")
    walked = tamis("themes", "review", keys="s\nz\na\n")
    assert walked.code == 4
    assert "Line 2 of the keys: The key 'z' means nothing here." in walked.err
    shown = tamis("themes", "show", "--pending", "--json").out.splitlines()
    assert json.loads(shown[0])["proposal"]["status"] == "pending"


def test_acts_one_by_one(folder: Path) -> None:
    assert tamis("findings", "add", "R1", "trust").out == "F0001\n"
    assert tamis("themes", "add", "Relations", "--level", "theme").code == 0
    assert tamis("themes", "add", "People", "--level", "subtheme", "--under", "T1").code == 0
    assert tamis("themes", "add", "trust", "--under", "S1", "--finding", "F1").code == 0
    assert tamis("themes", "add", "faith").code == 0
    for arguments in (
        ("rename", "C2", "confidence"),
        ("define", "C2", "in each other"),
        ("move", "C2", "--under", "S1"),
        ("code", "C2", "F1"),
        ("uncode", "C2", "F1"),
        ("merge", "C2", "C1"),
        ("undo",),
        ("reject", "C2"),
    ):
        done = tamis("themes", *arguments)
        assert done.code == 0, (arguments, done.err)
    shown = tamis("themes", "show", "C1").out
    assert "trust" in shown
    assert "Frequency effect size: 33.3 % of the studies" in shown
    listed = tamis("findings", "list").out
    assert "C0001" in listed
    assert json.loads(tamis("findings", "list", "--json").out)["statement"] == "trust"
    assert tamis("findings", "list", "--csv").out.startswith("finding,record,status")
    assert tamis("findings", "reject", "F1", "--why", "twice").code == 0
    assert tamis("findings", "confirm", "F1").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("themes", "show", "C9"), "no theme, subtheme or code 'C9'"),
        (("themes", "approve", "C1", "C2", "--label", "x"), "one proposal only"),
        (("findings", "confirm", "F1"), "no finding 'F1'"),
        (("findings", "add", "R4", "x"), "not included"),
        (("export", "themes", "--format", "pdf"), "no export format called 'pdf'"),
        (("findings", "extract", "--method", "magic"), "no extraction method"),
    ],
)
def test_failures_are_sentences(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    done = tamis(*arguments)
    assert done.code == 2
    assert words in done.err
    assert done.out == ""


def test_nothing_to_review_says_what_comes_next(folder: Path) -> None:
    assert "tamis themes propose" in tamis("themes", "review").err
