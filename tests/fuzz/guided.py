"""Inputs guided by coverage: atheris (libFuzzer). Its only address; it never comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from screening.errors import UsageError

_WATCHED = (
    "screening.readers",
    "screening.records",
    "bibtexparser",
    "pylatexenc",
)


def watch() -> None:
    """Have what is imported from now on report its branches.

    Raises:
        UsageError: atheris is not installed.
    """
    try:
        import atheris
    except ImportError as error:
        raise UsageError(
            "Fuzzing guided by coverage needs atheris, which is not installed.",
            "Install the extra with pip install 'tamis[fuzz]', or add --plain.",
        ) from error
    hook = atheris.instrument_imports(include=list(_WATCHED))
    hook.__enter__()


def fuzz(
    take: Callable[[bytes], None],
    corpus: Path,
    words: tuple[bytes, ...],
    *,
    longest: int,
    seed: int,
    folder: Path,
) -> None:
    """Give inputs without end; ``take`` ends the process when it has enough."""
    import atheris

    dictionary = folder / "words.dict"
    dictionary.write_text("".join(f"{_quoted(word)}\n" for word in words), encoding="ascii")
    options = [f"-max_len={longest}", f"-seed={seed}", f"-dict={dictionary}", "-timeout=300"]
    options += ["-rss_limit_mb=2048", f"-artifact_prefix={folder}/", "-print_final_stats=0"]
    sys.stdout.flush()
    atheris.Setup([sys.argv[0], *options, "-verbosity=0", str(corpus)], take)
    atheris.Fuzz()


def leave(code: int) -> None:
    """End the process: libFuzzer gives no way back."""
    sys.stdout.flush()
    os._exit(code)


def _quoted(word: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'
