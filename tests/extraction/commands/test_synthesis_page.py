"""The worked example of docs/synthesis.md is run; its table and its numbers are as printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.commands.running import tamis
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "synthesis.md").read_text(encoding="utf-8")


TABLE, PRINTED = re.findall(r"^```text\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def test_the_worked_example_gives_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("studies.csv").write_text(TABLE, encoding="utf-8")
    command, _, printed = PRINTED.partition("\n")
    done = tamis(*shlex.split(command.removeprefix("$ tamis ")))
    assert done.out == printed
    assert "Note: With 3 studies, tau2, I2 and the prediction interval" in done.err


def test_the_example_by_hand_is_the_example() -> None:
    for number in ("0.3117", "90.93 %", "0.0204", "0.3314", "0.1618", "0.5009"):
        assert number in PRINTED
        assert number in PAGE.partition("By hand:")[2].partition("```")[0]
