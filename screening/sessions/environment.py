"""What a review was computed with: Python, libraries by version, models by their files' hashes."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass

import screening
from screening.embedding import ModelFile, card_names, card_of, package_folder

_PROGRAM = "tamis"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLock:
    """A model that ships with Tamis, its revision and the SHA-256 of its files."""

    name: str
    task: str
    revision: str
    installed: bool
    files: tuple[ModelFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The machine as far as it can bear on a number.

    ``distributions`` maps every library that Tamis needs, directly or through another, and that is
    installed, to its version.
    """

    tamis: str
    python: str
    implementation: str
    system: str
    machine: str
    distributions: dict[str, str]
    models: tuple[ModelLock, ...]


def environment() -> Environment:
    """This machine, now."""
    return Environment(
        tamis=screening.__version__,
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        system=platform.system(),
        machine=platform.machine(),
        distributions=dict(sorted(_installed().items())),
        models=tuple(_models()),
    )


def _installed() -> dict[str, str]:
    """Name -> version of what the program needs, and of what that needs in turn; no extras."""
    found: dict[str, str] = {}
    waiting = list(_needed(_PROGRAM))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another platform, or of another Python
        waiting.extend(_needed(name))
    return found


def _needed(name: str) -> Iterator[str]:
    try:
        wanted = importlib.metadata.requires(name) or ()
    except importlib.metadata.PackageNotFoundError:
        return
    for line in wanted:
        named = _NAME.match(line)
        if named and not _EXTRA.search(line):
            yield re.sub(r"[-_.]+", "-", named.group()).lower()


def _models() -> Iterator[ModelLock]:
    for name in card_names():
        card = card_of(name)
        yield ModelLock(
            name=card.name,
            task=card.task,
            revision=card.revision,
            installed=card.package is None or package_folder(card) is not None,
            files=card.files,
        )
