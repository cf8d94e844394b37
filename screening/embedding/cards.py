"""Model cards: where a model comes from, its licence, the SHA-256 of every file that matters."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from screening.errors import ReviewError
from screening.resources import shipped

DEFAULT_ENCODER_CARD = "all-minilm-l6-v2-int8"
REFERENCE_ENCODER_CARD = "all-minilm-l6-v2"
SENTENCE_SPLITTER_CARD = "en-core-web-sm"
SENTENCE_ENCODER = "sentence-encoder"
_AGAIN = "Install Tamis again."


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """One file of a model: path inside its folder, size in bytes, SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPackage:
    """The distribution that carries a model: files in ``folder`` of the package ``module``."""

    distribution: str
    version: str
    module: str
    folder: str
    package_licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What is known of a model, and where its files are: in a package, else beside the card.

    ``runtime`` names the library that runs it; ``home`` is the folder of the card; ``trained_with``
    are the rules of the code that made the training data, as they were then.
    """

    name: str
    task: str
    upstream: str
    revision: str
    licence: str
    dimension: int
    max_tokens: int
    measured: str
    files: tuple[ModelFile, ...]
    home: Path
    runtime: str = ""
    trained_with: tuple[str, ...] = ()
    package: ModelPackage | None = None

    @property
    def remedy(self) -> str:
        """What to do when a file is missing or altered."""
        found = self.package
        return f"Install {found.distribution}=={found.version} again." if found else _AGAIN


def card_of(folder: str) -> ModelCard:
    """The shipped card in ``models/<folder>/model.toml``.

    Raises:
        ReviewError: the card is missing or damaged.
    """
    return read_card(shipped("models", folder, "model.toml"))


def card_names() -> tuple[str, ...]:
    """The names under which models ship: those of their folders."""
    return tuple(sorted(path.parent.name for path in shipped("models").glob("*/model.toml")))


def read_card(path: Path) -> ModelCard:
    """Read one card.

    Raises:
        ReviewError: the file is no valid card.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        package = values.pop("package", None)
        rules = tuple(values.pop("trained_with", ()))
        files = tuple(ModelFile(**entry) for entry in values.pop("files"))
        return ModelCard(
            **values,
            files=files,
            trained_with=rules,
            home=path.parent,
            package=ModelPackage(**package) if package else None,
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ReviewError(f"The model card {path} cannot be read: {error}.", _AGAIN) from error


def package_folder(card: ModelCard) -> Path | None:
    """The folder with the model's files, None if its package is not installed. Imports nothing."""
    if card.package is None:
        return card.home
    spec = find_spec(card.package.module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / card.package.folder
