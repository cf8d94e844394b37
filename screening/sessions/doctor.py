"""What this machine lends a review: program, models, terminal, fonts, disk, and the review.

Each check says what it found in one sentence, and what to do if that is not good. Nothing is
changed, nothing is asked of the network.
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from screening import __version__
from screening.errors import ReviewError
from screening.sessions.doctor_finding import Finding, Health


def examine(folder: Path) -> tuple[Finding, ...]:
    """All checks, those of the review in ``folder`` only if there is one."""
    from screening.sessions.doctor_place import disk, fonts, review_in, terminal

    checks: dict[str, Callable[[], Iterator[Finding]]] = {
        "program": _program,
        "libraries": _libraries,
        "sentence model": _sentence_model,
        "other models": _other_models,
        "terminal": terminal,
        "fonts": fonts,
        "disk": lambda: disk(folder),
        "review": lambda: review_in(folder),
    }
    return tuple(finding for name, check in checks.items() for finding in _run(name, check))


def _run(name: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check that cannot go on says why, and the others still run."""
    try:
        yield from check()
    except ReviewError as error:
        yield Finding(check=name, health=Health.FAULT, text=error.message, remedy=error.hint)
    except (ImportError, OSError) as error:
        yield Finding(
            check=name, health=Health.FAULT, text=f"Failed: {error}.", remedy="Install Tamis again."
        )


def _program() -> Iterator[Finding]:
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    python = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding(
        check="program",
        health=Health.GOOD,
        text=f"Tamis {__version__} on Python {python}, {system}.",
    )


def _libraries() -> Iterator[Finding]:
    """Every library that the package asks for without an extra."""
    wanted = [
        re.split(r"[\s<>=!~\[;(]", line, maxsplit=1)[0]
        for line in importlib.metadata.requires("tamis") or ()
        if "extra ==" not in line
    ]
    absent = [name for name in wanted if not _is_installed(name)]
    for name in absent:
        yield Finding(
            check="libraries",
            health=Health.FAULT,
            text=f"The library {name} is not installed.",
            remedy="Install Tamis again.",
        )
    if not absent:
        yield Finding(
            check="libraries",
            health=Health.GOOD,
            text=f"All {len(wanted)} libraries are installed.",
        )


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _sentence_model() -> Iterator[Finding]:
    """Encode a text: the model compares its own files and first vectors with what was shipped."""
    from screening.embedding import NoEncoder, load_encoder

    encoder = load_encoder()
    if isinstance(encoder, NoEncoder):
        yield Finding(
            check="sentence model",
            health=Health.FAULT,
            text=encoder.reason,
            remedy="Install Tamis again; 'tamis rank --ranker tfidf' ranks without a model.",
        )
        return
    encoder.encode(["Which students gain most from mentors?"])
    name = f"{encoder.identity.name} ({encoder.identity.backend})"
    yield Finding(
        check="sentence model",
        health=Health.GOOD,
        text=f"{name} is whole and gives the vectors it was shipped with.",
    )


def _other_models() -> Iterator[Finding]:
    """Files of every other shipped model, compared with its card."""
    from screening.embedding import (
        DEFAULT_ENCODER_CARD,
        card_names,
        card_of,
        check_files,
        package_folder,
    )

    for name in card_names():
        if name == DEFAULT_ENCODER_CARD:
            continue
        card = card_of(name)
        folder = package_folder(card)
        if folder is None:
            yield Finding(
                check="other models",
                health=Health.NOTE,
                text=f"{card.name} is not installed.",
                remedy=card.remedy,
            )
            continue
        check_files(folder, card, None)
        yield Finding(
            check="other models",
            health=Health.GOOD,
            text=f"{card.name}, for the task {card.task}, is whole.",
        )
