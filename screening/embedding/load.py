"""Which encoder there is: the one the user named, else the shipped model, else none."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from screening.codec import from_json
from screening.embedding.cards import (
    DEFAULT_ENCODER_CARD,
    SENTENCE_ENCODER,
    ModelCard,
    card_names,
    card_of,
    package_folder,
)
from screening.embedding.checks import check_files, fingerprint, hashes
from screening.embedding.encoder import Encoder, ModelIdentity, NoEncoder
from screening.embedding.onnx_encoder import ONNX_BACKEND, OnnxEncoder
from screening.embedding.sentence_encoder import BACKEND, SentenceEncoder
from screening.errors import BadInput, BadReview

T = TypeVar("T")

MAX_TOKENS = 256
"""Tokens read of each text: at 128 rankings get worse, 512 costs twice and gains nothing."""

_MODULES_FILE = "modules.json"
_MODEL_SUFFIXES = {".json", ".model", ".safetensors", ".txt"}
_OTHER_BACKENDS = {"onnx", "openvino"}
_NEEDS = {
    BACKEND: ("torch", "sentence_transformers"),
    ONNX_BACKEND: ("onnxruntime", "tokenizers"),
}


def load_encoder(model: Path | None = None, cache: Path | None = None) -> Encoder | NoEncoder:
    """The sentence encoder to use. Reads and checks files; the model itself is loaded later.

    Args:
        model: a sentence-transformers folder (its files are hashed, not judged), or the name of
            a model that ships with the program.
        cache: a folder in which hashes are remembered, so that 90 MB are read once only.

    Returns:
        The encoder, or NoEncoder with the reason if no model was named and none is installed.

    Raises:
        BadInput: the named folder is no model, or the installed one differs from its card.
        ReviewError: the shipped model card is missing.
    """
    if model is None:
        return encoder_of_card(card_of(DEFAULT_ENCODER_CARD), cache)
    card = _shipped_card(model)
    found = encoder_of_card(card, cache) if card else _encoder_of_named_folder(model, cache)
    if isinstance(found, NoEncoder):
        raise BadInput(found.reason, "Install what is missing, or rank without a model.")
    return found


def encoder_of_card(card: ModelCard, cache: Path | None) -> Encoder | NoEncoder:
    """The encoder of a model that ships with the program, its files checked against the card.

    Raises:
        BadInput: a file is missing or differs from the card.
    """
    if absent := _absent(card.runtime):
        return NoEncoder(reason=f"No sentence-embedding model can run: {absent} is missing.")
    folder = package_folder(card)
    if folder is None:
        return NoEncoder(reason=f"The model {card.name} is not installed. {card.remedy}")
    check_files(folder, card, cache)
    identity = ModelIdentity(
        name=card.name,
        version=card.revision,
        sha256=fingerprint(card.files),
        backend=card.runtime,
        dimension=card.dimension,
        max_tokens=card.max_tokens,
    )
    return (OnnxEncoder if card.runtime == ONNX_BACKEND else SentenceEncoder)(folder, identity)


def _shipped_card(model: Path) -> ModelCard | None:
    """The card of that name; a folder of the user's goes first."""
    if model.exists() or len(model.parts) != 1:
        return None
    name = model.name.casefold()
    card = card_of(name) if name in card_names() else None
    return card if card and card.task == SENTENCE_ENCODER else None


def _encoder_of_named_folder(folder: Path, cache: Path | None) -> Encoder | NoEncoder:
    if absent := _absent(BACKEND):
        return NoEncoder(reason=f"The model {folder} needs {absent}, not installed here.")
    return encoder_of_folder(folder, cache)


def _absent(runtime: str) -> str:
    return next((name for name in _NEEDS[runtime] if find_spec(name) is None), "")


def encoder_of_folder(folder: Path, cache: Path | None) -> Encoder:
    """The encoder of a folder the user brought; its version is the fingerprint of its files.

    Raises:
        BadInput: the folder is no sentence-transformers model, or holds code or pickled weights.
    """
    _check_modules(folder)
    files = hashes(folder, _model_files(folder), cache)
    sha256 = fingerprint(files)
    identity = ModelIdentity(
        name=folder.resolve().name,
        version=sha256[:12],
        sha256=sha256,
        backend=BACKEND,
        dimension=_dimension(folder),
        max_tokens=MAX_TOKENS,
    )
    return SentenceEncoder(folder, identity)


def _check_modules(folder: Path) -> None:
    modules = _modules(folder)
    foreign = [m.type for m in modules if not m.type.startswith("sentence_transformers.")]
    if foreign:
        raise BadInput(
            f"The model in {folder} brings code of its own ({', '.join(foreign)}), "
            "which is not run.",
            "Give the folder of a plain sentence-transformers model.",
        )


def _model_files(folder: Path) -> list[str]:
    paths = [
        path.relative_to(folder)
        for path in sorted(folder.rglob("*"))
        if path.suffix in _MODEL_SUFFIXES and path.is_file()
    ]
    kept = [path.as_posix() for path in paths if path.parts[0] not in _OTHER_BACKENDS]
    if not any(path.endswith(".safetensors") for path in kept):
        raise BadInput(
            f"The model in {folder} has no weights in the safetensors format "
            "(pickled weights can run code and are not read).",
            "Save the model again with a current sentence-transformers, or give another folder.",
        )
    return kept


def _dimension(folder: Path) -> int:
    """The length of a vector, as said by the last module that says it."""
    for module in reversed(_modules(folder)):
        path = folder / module.path / "config.json"
        if path.is_file():
            config = _read(path, _Config)
            found = (
                config.out_features
                or config.word_embedding_dimension
                or config.embedding_dimension
                or config.hidden_size
            )
            if found:
                return found
    raise BadInput(
        f"The configuration in {folder} does not say how long its vectors are.",
        "Give the folder of a complete sentence-transformers model.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Module:
    type: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Config:
    """The names under which a module says how long its vectors are."""

    out_features: int = 0
    word_embedding_dimension: int = 0
    embedding_dimension: int = 0
    hidden_size: int = 0


def _modules(folder: Path) -> tuple[_Module, ...]:
    return _read(folder / _MODULES_FILE, tuple[_Module, ...])


def _read(path: Path, kind: type[T]) -> T:
    try:
        return from_json(path.read_text(encoding="utf-8"), kind, str(path))
    except (OSError, UnicodeDecodeError, BadReview) as error:
        reason = error.strerror if isinstance(error, OSError) else "not the JSON it should be"
        raise BadInput(
            f"{path.parent} is no sentence-transformers model: {path.name} cannot be read "
            f"({reason}).",
            f"Give the folder that holds {_MODULES_FILE}, config.json and model.safetensors.",
        ) from error
