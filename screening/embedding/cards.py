"""Model cards: where a model comes from, its licence, the SHA-256 of every file that matters."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from screening.errors import ReviewError
from screening.resources import shipped

DEFAULT_ENCODER_CARD = "all-minilm-l6-v2"
SENTENCE_SPLITTER_CARD = "en-core-web-sm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file of a model: path inside its folder, size in bytes, SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What is known of a model. ``module`` and ``folder`` say where its package keeps the files."""

    name: str
    task: str
    upstream: str
    revision: str
    licence: str
    dimension: int
    max_tokens: int
    measured: str
    distribution: str
    version: str
    module: str
    folder: str
    package_licence: str
    files: tuple[ModelFile, ...]


def card_of(folder: str) -> ModelCard:
    """The shipped card in ``models/<folder>/model.toml``.

    Raises:
        ReviewError: the card is missing or damaged.
    """
    return read_card(shipped("models", folder, "model.toml"))


def read_card(path: Path) -> ModelCard:
    """Read one card.

    Raises:
        ReviewError: the file is no valid card.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        package = values.pop("package")
        files = tuple(ModelFile(**entry) for entry in values.pop("files"))
        return ModelCard(**values, **package, files=files)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ReviewError(
            f"The model card {path} cannot be read: {error}.", "Install Tamis again."
        ) from error


def package_folder(card: ModelCard) -> Path | None:
    """The folder with the model's files if its package is installed. Imports nothing."""
    spec = find_spec(card.module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / card.folder
