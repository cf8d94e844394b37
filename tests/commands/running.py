"""Run the command line inside this process, as its own main() does."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from screening.app import main


@dataclass(frozen=True, slots=True)
class Ran:
    """Exit code, data and talk."""

    code: int
    out: str
    err: str


class Screen(io.StringIO):
    """A terminal that keeps what it is sent."""

    def isatty(self) -> bool:
        return True


def tamis(*arguments: str | Path, keys: str = "", by: str = "Ann", terminal: bool = False) -> Ran:
    """Run ``tamis`` as a reviewer, with lines on standard input, data to a pipe or a terminal."""
    out, err = Screen() if terminal else io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["tamis", *map(str, arguments)]),
        patch.object(sys, "stdin", io.StringIO(keys)),
        patch.dict("os.environ", {"TAMIS_REVIEWER": by}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
