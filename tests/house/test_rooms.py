"""The import contracts hold, and each of them is seen to break when a forbidden import is added."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT

BREAKS = {
    "screening-rooms": ("screening/store/store.py", "import screening.readers"),
    "extraction-rooms": ("extraction/synthesis/__init__.py", "import extraction.sessions"),
    "screening-stands-alone": ("screening/sessions/screen.py", "import extraction.spans"),
    "extraction-uses-words-and-sessions": (
        "extraction/themes/__init__.py",
        "import screening.ranking",
    ),
}


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def _copy(folder: Path) -> None:
    for package in PACKAGES:
        ignore = shutil.ignore_patterns("__pycache__", "_shipped")
        shutil.copytree(ROOT / package, folder / package, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_the_contracts_hold() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", BREAKS)
def test_a_forbidden_import_breaks_the_contract(contract: str, tmp_path: Path) -> None:
    _copy(tmp_path)
    name, line = BREAKS[contract]
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = _lint(tmp_path, "--contract", contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_a_room_without_a_place_breaks_the_plan(tmp_path: Path) -> None:
    _copy(tmp_path)
    (tmp_path / "screening/utils.py").write_text('"""A room nobody planned."""\n')
    done = _lint(tmp_path, "--contract", "screening-rooms")
    assert done.returncode == 1, done.stdout + done.stderr


def test_every_contract_is_broken_on_purpose() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert text.count("[[tool.importlinter.contracts]]") == len(BREAKS)
