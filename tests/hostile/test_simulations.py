"""Hostile texts, names of files and columns in what ``tamis simulate`` writes, draws and prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.hostile.places import terminal_faults
from tests.hostile.running import all_faults, made_by, shown
from tests.hostile.texts import FORMULAS, HOSTILE, MARKUP


def _labelled(folder: Path, name: str, texts: Sequence[str]) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("title", "abstract", "keywords", FORMULAS[0]))
        for number, text in enumerate(texts):
            plain = text.replace("\x00", "")
            table.writerow((f"{plain} mentor", plain, plain, int(number % 3 == 0)))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' <script>alert(1)<script>.csv",
        "$x^2$ \\input{a} \x1b[31m red \x07 \x85.csv",
        "\u202egpj \u2028 two\nlines.csv",
        "\ufffe ' onmouseover='alert(1) \" ]]>&amp;.csv",
    ],
)
def test_simulations(tmp_path: Path, name: str) -> None:
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    path = _labelled(given, name, HOSTILE)
    how = ("--format", "csv", "--ranker", "tfidf", "--seeds", "1", "--jobs", "1", "--n-query", "10")
    label = ("--label", FORMULAS[0], "--title", MARKUP[0])
    made_by("simulate", path, *how, *label, "--out", made)
    assert all_faults(made) == []
    again = ("simulate", str(path), *how, *label, "--out", str(made))
    for form in ((), ("--json",)):
        talk = io.StringIO()
        assert list(terminal_faults(shown((*again, *form), talk))) == []
        assert list(terminal_faults(talk.getvalue())) == []


@pytest.mark.parametrize("name", ["=1+1 <script>.csv", "\x1b[31m \ufffe\nlines.csv"])
def test_scores_of_orders(tmp_path: Path, name: str) -> None:
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    path = given / name
    path.write_text("title,label\n" + "".join(f"a,{n % 2}\n" for n in range(10)))
    made_by("simulate", path, "--score", "--out", made)
    assert all_faults(made) == []
    for form in ((), ("--json",)):
        assert list(terminal_faults(shown(("simulate", str(path), "--score", *form)))) == []
