"""A seat served to a browser: the command in a process of its own, and Chromium unseen."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium is installed (Debian and Ubuntu: apt install chromium)"
)
_TAMIS = (sys.executable, "-c", "from screening.app import main; main()")


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """The address of ``tamis screen --web``, ended by Ctrl-C afterwards."""
    command = [*_TAMIS, "screen", "--web", "-C", str(folder), "--as", "Ann", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
