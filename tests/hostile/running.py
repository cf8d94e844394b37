"""Run commands on hostile texts: what they write, and what a terminal is sent."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from screening.app import main
from tests.commands.running import Screen, tamis
from tests.hostile.places import faults_of, terminal_faults
from tests.hostile.texts import FORMULAS, HOSTILE

BY = FORMULAS[0]


def all_faults(folder: Path, records: int = len(HOSTILE)) -> list[str]:
    """The faults of every file below a folder, which must hold some."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        f"{path.relative_to(folder)}: {fault}"
        for path in sorted(files)
        for fault in faults_of(path.name, path.read_bytes(), records)
    ]


def made_by(*arguments: str | Path) -> None:
    """Run a command that writes files; it must succeed and say nothing a terminal obeys."""
    done = tamis(*arguments, by=BY)
    assert done.code == 0, done.err
    assert list(terminal_faults(done.err)) == []


def shown(arguments: tuple[str, ...], talk: io.StringIO | None = None) -> str:
    """What a terminal is sent; ``talk`` takes stderr instead, where a bar would move the cursor."""
    screen = Screen()
    with (
        patch.object(sys, "argv", ["tamis", *arguments]),
        patch.object(sys, "stdin", io.StringIO()),
        redirect_stdout(screen),
        redirect_stderr(talk or screen),
        pytest.raises(SystemExit) as end,
    ):
        main()
    assert end.value.code in (0, None, 1, 2, 3), screen.getvalue()[-500:]
    assert "failed where it should not" not in screen.getvalue(), screen.getvalue()[-500:]
    return screen.getvalue()
