"""The encoder that runs a sentence-transformers folder on the CPU, loaded at the first text."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from screening.embedding.encoder import ModelIdentity, Progress
from screening.errors import BadInput

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from screening.embedding.encoder import Vectors

BACKEND = "sentence-transformers torch float32 cpu"
BATCH = 8  # small batches stay in the processor's cache: 8 is faster than the library's 32
MOST_THREADS = 4
_REPORT_EVERY = 64

_SURROUNDINGS = {
    # With these a wrong path fails at once instead of asking a hub on the network.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}


class SentenceEncoder:
    """A checked model folder. ``identity`` is known at once, torch is imported by ``encode``."""

    def __init__(self, folder: Path, identity: ModelIdentity) -> None:
        self._folder = folder
        self._identity = identity
        self._model: SentenceTransformer | None = None

    @property
    def identity(self) -> ModelIdentity:
        """Who encodes."""
        return self._identity

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, float32, shape (texts, dimension).

        Raises:
            BadInput: the model cannot be loaded.
        """
        import numpy as np

        result = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        if not texts:
            return result
        model = self._loaded()
        for start in range(0, len(texts), _REPORT_EVERY):
            part = list(texts[start : start + _REPORT_EVERY])
            result[start : start + len(part)] = _run(model, part)
            if progress is not None:
                progress(start + len(part), len(texts))
        return result

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            self._model = _load(self._folder, self._identity)
        return self._model


def _run(model: SentenceTransformer, texts: list[str]) -> Vectors:
    with _quiet():
        vectors: Vectors = model.encode(
            texts,
            batch_size=BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
    return vectors


def _load(folder: Path, identity: ModelIdentity) -> SentenceTransformer:
    os.environ.update(_SURROUNDINGS)
    with _quiet():
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(min(os.cpu_count() or 1, MOST_THREADS))
        try:
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, TypeError) as error:
            raise BadInput(
                f"The model in {folder} cannot be loaded: {error}.",
                "Give the folder of a complete sentence-transformers model.",
            ) from error
    model.max_seq_length = identity.max_tokens
    if model.get_embedding_dimension() != identity.dimension:
        raise BadInput(
            f"The model in {folder} makes vectors of {model.get_embedding_dimension()} numbers, "
            f"but its configuration names {identity.dimension}.",
            "Give the folder of a complete sentence-transformers model.",
        )
    return model


@contextmanager
def _quiet() -> Iterator[None]:
    """The libraries' own warnings tell the user nothing they could act on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
