"""The encoder that runs the shipped int8 model with onnxruntime: starts in a second, no torch."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screening.codec import from_json
from screening.embedding.encoder import ModelIdentity, Progress
from screening.errors import BadInput

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from screening.embedding.encoder import Vectors

ONNX_BACKEND = "onnxruntime int8 cpu"
MOST_THREADS = 4
CLOSE_ENOUGH = 0.97
"""Cosine to the float32 model that the reference sentences must reach on this processor."""

_REPORT_EVERY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A sentence and what the float32 model made of it."""

    text: str
    vector: tuple[float, ...]


class OnnxEncoder:
    """A checked folder with ``model.onnx``, ``tokenizer.json`` and ``reference.json``.

    Each text runs alone, several at a time in threads: activations are quantised over all that
    runs together, so in a batch the vector of a text would depend on its neighbours.
    """

    def __init__(self, folder: Path, identity: ModelIdentity) -> None:
        self._folder = folder
        self._identity = identity
        self._model: _Model | None = None

    @property
    def identity(self) -> ModelIdentity:
        """Who encodes."""
        return self._identity

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, float32, shape (texts, dimension).

        Raises:
            BadInput: the model computes something else on this processor.
        """
        import numpy as np

        result = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        if not texts:
            return result
        self._model = self._model or _checked(self._folder, self._identity)
        with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS)) as pool:
            for row, vector in enumerate(pool.map(self._model.vector, texts), start=1):
                result[row - 1] = vector
                if progress is not None and (row % _REPORT_EVERY == 0 or row == len(texts)):
                    progress(row, len(texts))
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """A loaded model; ``vector`` may be called from several threads."""

    tokenizer: Tokenizer
    session: InferenceSession

    def vector(self, text: str) -> Vectors:
        import numpy as np

        tokens = np.asarray([self.tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        found: Vectors = self.session.run(["vector"], inputs)[0][0]
        return found


def _checked(folder: Path, identity: ModelIdentity) -> _Model:
    """Load, and compare with the float32 model: integer arithmetic differs by processor."""
    model = _Model(
        tokenizer=_tokenizer(folder / "tokenizer.json", identity.max_tokens),
        session=_session(folder / "model.onnx"),
    )
    path = folder / "reference.json"
    for known in from_json(path.read_text(encoding="utf-8"), tuple[Reference, ...], str(path)):
        cosine = float(model.vector(known.text) @ known.vector)
        if not cosine >= CLOSE_ENOUGH:
            raise BadInput(
                f"On this processor the model {identity.name} does not compute what it should "
                f"(cosine {cosine:.3f} to the reference, at least {CLOSE_ENOUGH} expected).",
                "Use '--model all-minilm-l6-v2', the same model in full precision.",
            )
    return model


def _tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    # The file asks for 128 tokens, padded: the mean would be taken over the padding.
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _session(path: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the texts run in parallel, not the parts of one
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
