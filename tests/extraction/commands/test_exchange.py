"""The commands that exchange with other programs and draw, as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.extraction.exporters.specimens import hard_review


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = hard_review(tmp_path / "review")
    made.review.close()
    monkeypatch.chdir(tmp_path / "review")
    return tmp_path / "review"


def test_a_project_goes_out_and_comes_back(folder: Path) -> None:
    out = tamis("export", "themes", "--format", "qdpx", "--out", "out")
    assert out.code == 0, out.err
    back = tamis("themes", "import", "out/project.qdpx", "--outside")
    assert back.code == 0, back.err
    assert "codes and groups      8      0      8         0" in back.out
    assert "codings               8      0      8         0" in back.out
    found = json.loads(tamis("themes", "import", "out/project.qdpx", "--outside", "--json").out)
    assert found["codings"] == {"added": 0, "known": 8, "left": 0, "total": 8}


def test_a_codebook_starts_a_review(folder: Path) -> None:
    tamis("export", "themes", "--format", "qdc", "--out", "out")
    book = folder / "out" / "codebook.qdc"
    text = book.read_text(encoding="utf-8").replace('name="People"', 'name="Persons"')
    book.write_text(text, encoding="utf-8")
    told = tamis("themes", "start", book)
    assert told.code == 0, told.err
    assert "'People' here, 'Persons' in the file" in told.err
    taken = tamis("themes", "import", book, "--update")
    assert "places taken over from the file: 1." in taken.err
    assert "Persons" in tamis("themes", "show").out
    assert "imported codebook.qdc" in tamis("themes", "undo").out + tamis("log").out


def test_a_bad_file_is_told_with_exit_code_4(folder: Path) -> None:
    (folder / "x.qdpx").write_bytes(b"PK\x03\x04broken")
    done = tamis("themes", "import", "x.qdpx")
    assert done.code == 4
    assert "Error: x.qdpx is a damaged archive" in done.err


def test_pictures_and_tables_are_written(folder: Path) -> None:
    drawn = tamis("synthesis", "figures", "shares", "tree", "--format", "svg")
    assert drawn.code == 0, drawn.err
    assert sorted(path.name for path in (folder / "figures").iterdir()) == [
        "shares.svg",
        "tree.svg",
    ]
    for name in ("cerqual", "entreq"):
        done = tamis("synthesis", name, "--out", f"{name}.md")
        assert done.code == 0, done.err
        assert (folder / f"{name}.md").read_text(encoding="utf-8").startswith("# ")
    assert tamis("synthesis", "figures", "pie").code == 2
    assert tamis("synthesis", "cerqual", "--out", "x.pdf").code == 2
