"""Writes the table of keys into docs/screening.md: python -m tests.house.keys_table"""

from __future__ import annotations

import re

from screening.protocol import Stage
from screening.sessions.actions import key_help
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "screening.md"
_TABLE = re.compile(r"(<!-- keys -->\n).*?(<!-- end of keys -->\n)", re.DOTALL)


def keys_table() -> str:
    """Every key of the action table in its order; those of the full-text stage say so."""
    everywhere = dict(key_help(Stage.ABSTRACT, 9))
    rows = ["| key | what it does |", "|---|---|"]
    for key, told in key_help(Stage.FULLTEXT, 9):
        only = "" if key in everywhere else " Only at the full-text stage."
        rows.append(f"| `{key}` | {told}{only} |")
    return "\n".join([*rows, ""])


def fresh(text: str) -> str:
    """The page with the table as it should be."""
    return _TABLE.sub(lambda found: f"{found[1]}{keys_table()}{found[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
