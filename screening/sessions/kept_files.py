"""Files kept beside a review under the SHA-256 of their content: find them, sweep half copies."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

_HALF = re.compile(r"\.[0-9a-f]{64}(?:\.\w+)?\.([0-9]+)\.part")  # as ``write_chunks`` names it


def kept_files(folder: Path) -> dict[str, Path]:
    """SHA-256 -> the file named by it, with any ending; the folder is listed once for them all."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("[!.]*")):
        found.setdefault(path.name.partition(".")[0], path)
    return found


def sweep_half_copies(folder: Path) -> None:
    """Remove what killed processes left half copied; what a living process copies stays.

    Where it cannot be known whether a process lives, or a file cannot be removed, it stays, too.
    """
    for half in folder.glob(".*.part"):
        found = _HALF.fullmatch(half.name)
        if found and not _lives(int(found[1])):
            with suppress(OSError):
                half.unlink()


def _lives(process: int) -> bool:
    if sys.platform == "win32":  # there the question itself would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
