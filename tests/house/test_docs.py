"""The documents say what the program does: generated pages are fresh, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screening import errors
from screening.readers import readers
from tests.house import formats_table, keys_table
from tests.house.reference_pages import PAGES, without_hint
from tests.house.tree import ROOT, modules

# Bases and codes, not raised by name.
SAY_ALL = ("ReviewError", "ExitCode", "IntEnum", "annotations")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_made_from_the_code_is_fresh(page: Path) -> None:
    made = PAGES[page]()
    assert page.read_text("utf-8") == made, "run: python -m tests.house.reference_pages"


def test_the_tables_stand_in_their_pages() -> None:
    assert keys_table.keys_table() in keys_table.PAGE.read_text("utf-8")
    assert formats_table.tables() in formats_table.PAGE.read_text("utf-8")


def test_every_format_of_search_exports_is_described() -> None:
    described, _, _ = formats_table.PAGE.read_text("utf-8").partition("\n## ")
    for reader in readers():
        assert f"\n| `{reader.name}` |" in described, reader.name


def test_every_refusal_says_what_to_do_next() -> None:
    kinds = [name for name in vars(errors) if name not in SAY_ALL]
    silent = [
        f"{path.relative_to(ROOT)}:{line} {message}"
        for _, path in modules()
        for line, message in without_hint(path.read_text(encoding="utf-8"), kinds)
    ]
    assert silent == []


def test_a_refusal_without_advice_is_seen() -> None:
    code = """
raise BadInput("The file is empty.")
raise UsageError(f"There is no {name}.", "")
raise BadReview("It is broken.", "Restore it.")
raise CannotWrite("It is full.", hint=hint)
raise UsageError(*both)
"""
    kinds = ("BadInput", "UsageError", "BadReview", "CannotWrite")
    assert without_hint(code, kinds) == [(2, "The file is empty."), (3, "There is no ….")]


def test_a_stale_table_of_keys_is_seen() -> None:
    text = keys_table.PAGE.read_text("utf-8")
    stale = text.replace("Include this record", "Drop this record")
    assert stale != text == keys_table.fresh(stale)


def _pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corpora").rglob("*.md")]


def test_links_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in _pages()
        for target in _LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
