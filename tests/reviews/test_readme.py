"""The README's review runs as it is written, in a folder where the demo ran before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening.sessions.log import verify
from screening.sessions.proof import open_for_proof
from tests.house.tree import ROOT

pytestmark = pytest.mark.model


def readme_block(name: str) -> str:
    """The code block of the README that follows a marker."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, after = text.partition(f"<!-- command: {name} -->")
    return after.split("```bash\n", 1)[1].split("```", 1)[0]


def _bash(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    bin_folder = folder / "bin"
    bin_folder.mkdir(exist_ok=True)
    tamis = bin_folder / "tamis"
    tamis.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c 'from screening.app import main; main()' \"$@\"\n"
    )
    tamis.chmod(0o755)
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace("yes i |", "(yes i || true) |")],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "TAMIS_REVIEWER": "reader",
        },
    )


def test_the_review_of_the_readme_runs(tmp_path: Path, demo_folder: Path) -> None:
    (tmp_path / "mentoring-demo").symlink_to(demo_folder)
    done = _bash(readme_block("review"), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    review = tmp_path / "review"
    assert (review / "flow.svg").stat().st_size > 1000
    assert (review / "themes" / "themes.xlsx").is_file()
    with open_for_proof(review) as proof:
        assert list(verify(proof)) == []


def test_the_review_has_twenty_lines() -> None:
    assert len(readme_block("review").splitlines()) == 20
