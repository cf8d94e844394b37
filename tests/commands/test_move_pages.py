"""The pages on moving from other tools: their commands run as printed, and say what they print."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.reviews_builder import make_review, protocol_text

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
DATA = Path(__file__).parents[1] / "data"
REVIEWERS = {"move-from-rayyan": 2, "move-from-covidence": 1, "move-from-asreview": 1}
PAGES = sorted(HOWTO.glob("move-from-*.md"))


def blocks(text: str, kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_every_page_is_in_the_index() -> None:
    assert {page.stem for page in PAGES} == set(REVIEWERS)
    index = (HOWTO / "README.md").read_text(encoding="utf-8")
    assert all(f"({page.name})" in index for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_do_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page.read_text(encoding="utf-8")
    names = ("Ann", "Ben", "Ben Poe")
    protocol = protocol_text(
        stages=("abstract", "fulltext"), reviewers=REVIEWERS[page.stem], names=names
    )
    make_review(tmp_path / "r", text=protocol, found=[]).close()
    monkeypatch.chdir(tmp_path / "r")
    for specimen in (*(DATA / "votes").iterdir(), *(DATA / "readers").glob("*.asreview")):
        shutil.copy(specimen, tmp_path / "r")
    for number, toml in enumerate(blocks(text, "toml")):
        assert number == 0
        (tmp_path / "r" / "map.toml").write_text(toml, encoding="utf-8")
    shown = ""
    for line in "".join(blocks(text, "sh")).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "tamis"
        ran = tamis(*arguments)
        assert ran.code == 0, ran.err
        shown += ran.out
    (printed,) = blocks(text, "text")
    assert printed in shown
