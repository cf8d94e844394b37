"""``tamis --help`` loads words only; ``tamis status`` loads no more than the store needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from screening.sessions.start import start_review

HEAVY = {
    "pandas", "numpy", "sklearn", "scipy", "spacy", "torch", "transformers", "lxml",
    "sentence_transformers", "sqlalchemy", "textual", "openpyxl", "matplotlib", "bibtexparser",
    "rapidfuzz", "xlrd", "pypdfium2", "jinja2",
}  # fmt: skip
SCRIPT = """
import sys
sys.argv = ["tamis", *{arguments!r}]
from screening.app import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


def _loaded(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.rsplit("LOADED", 1)[1].split())


def test_help_is_cold() -> None:
    assert _loaded("--help") & HEAVY == set()


def test_version_is_cold() -> None:
    assert _loaded("--version") & HEAVY == set()


def test_status_loads_only_the_store(tmp_path: Path) -> None:
    start_review(tmp_path / "review", title="A review").close()
    assert _loaded("status", "--review", str(tmp_path / "review")) & HEAVY == {"sqlalchemy"}


def test_a_warm_start_would_be_seen() -> None:
    script = "import sqlite3, json\n" + SCRIPT.format(arguments=["--version"])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "sqlite3" in done.stderr.rsplit("LOADED", 1)[1].split()
