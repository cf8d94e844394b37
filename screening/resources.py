"""Finds the data that ships with the tool: model cards and labelled reviews.

Standard library only; may import the errors.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from screening.errors import ReviewError

SHIPPED_KINDS = ("corpora", "models")


def shipped(*parts: str) -> Path:
    """The path of shipped data, e.g. ``shipped("models", "all-minilm-l6-v2", "model.toml")``.

    In an installed wheel the data lies inside the package, in a checkout (also one that is
    installed editable) beside it.

    Raises:
        ReviewError: the installation holds no such data.
    """
    if not parts or parts[0] not in SHIPPED_KINDS:
        raise ValueError(f"shipped data is one of {SHIPPED_KINDS}, not {parts[:1]}")
    return find_shipped(_package_folder(), parts)


def find_shipped(package: Path, parts: tuple[str, ...]) -> Path:
    """Look inside the package folder first, then beside it.

    Raises:
        ReviewError: neither place holds the data.
    """
    for root in (package / "_shipped", package.parent):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise ReviewError(
        f"The shipped data {'/'.join(parts)} is missing from this installation "
        f"(looked in and beside {package}).",
        "Install Tamis again.",
    )


def _package_folder() -> Path:
    with as_file(files("screening")) as folder:
        return Path(folder)
