"""The checkout's own front door leads to the same program, and finds the data beside it."""

from __future__ import annotations

import subprocess
import sys

from screening import __version__
from screening.resources import shipped
from tests.house.tree import ROOT


def test_the_checkout_runs_without_an_installation() -> None:
    done = subprocess.run(
        [sys.executable, "cli.py", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"tamis {__version__}\n"


def test_the_checkout_finds_its_data() -> None:
    assert shipped("corpora", "mentoring", "corpus.toml").is_file()
    assert shipped("models", "en-core-web-sm", "model.toml").is_file()
