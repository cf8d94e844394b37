"""The how-to pages: their commands run on the specimens as printed, and say what the pages say."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.commands.running import tamis

HOWTO = Path(__file__).parents[2] / "docs" / "howto"
SPECIMENS = Path(__file__).parents[1] / "data" / "howto"
PAGES = sorted(HOWTO.glob("import-from-*.md"))
DATABASES = {
    "sciencedirect", "springer", "wiley", "eric", "sage", "emerald", "pubmed", "google-scholar",
    "clinicaltrials-gov", "ictrp",
}  # fmt: skip
SECTIONS = [
    "What to choose", "Where it is", "What the export lacks", "Import it", "What Tamis keeps",
    "Known traps", "Sources",
]  # fmt: skip
each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def block(text: str, kind: str) -> list[str]:
    """The lines of the first fenced block of a kind."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found, kind
    return found[1].splitlines()


def test_each_database_has_a_page_and_a_specimen_and_the_index_names_it() -> None:
    assert {page.stem.removeprefix("import-from-") for page in PAGES} == DATABASES
    assert {path.stem for path in SPECIMENS.iterdir()} == DATABASES
    index = (HOWTO / "README.md").read_text(encoding="utf-8")
    assert all(f"({page.name})" in index for page in PAGES)


@each
def test_a_page_answers_the_same_questions_as_every_other(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert "As of " in text


@each
def test_the_commands_do_what_the_page_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert tamis("init", ".", "--title", "A review").code == 0
    for specimen in SPECIMENS.iterdir():
        shutil.copy(specimen, tmp_path)
    shown: list[str] = []
    for line in block(text, "sh"):
        program, *arguments = shlex.split(line)
        assert program == "tamis"
        ran = tamis(*arguments)
        assert ran.code == 0, ran.err
        shown += ran.out.splitlines()
    counts, *record = block(text, "text")
    assert any(line.startswith(counts) for line in shown)
    at = shown.index("Record: R0001") + 1
    assert shown[at : at + len(record)] == record
