"""The documents say what the program does: generated pages are fresh, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house import keys_table
from tests.house.cli_reference import PAGE, reference
from tests.house.tree import ROOT

_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def test_the_command_reference_is_fresh() -> None:
    fresh = reference()
    assert PAGE.read_text("utf-8") == fresh, "run: python -m tests.house.cli_reference"


def test_the_table_of_keys_is_fresh() -> None:
    text = keys_table.PAGE.read_text("utf-8")
    assert keys_table.keys_table() in text, "run: python -m tests.house.keys_table"
    assert keys_table.fresh(text) == text


def test_a_stale_table_of_keys_is_seen() -> None:
    text = keys_table.PAGE.read_text("utf-8")
    stale = text.replace("Include this record", "Drop this record")
    assert stale != text == keys_table.fresh(stale)


def _pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpora").rglob("*.md")]


def test_links_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in _pages()
        for target in _LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
