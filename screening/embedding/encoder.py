"""What an encoder promises, who it is, and the plain statement that there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Progress = Callable[[int, int], None]
"""Called with (texts done, texts in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIdentity:
    """Everything a vector depends on besides its text.

    ``sha256`` is the fingerprint of all files of the model (weights, tokenizer, pooling), see
    :func:`screening.embedding.checks.fingerprint`. Vectors of different identities never mix.
    """

    name: str
    version: str
    sha256: str
    backend: str
    dimension: int
    max_tokens: int


def record_text(title: str, abstract: str) -> str:
    """The text of a record as it is encoded: title, full stop, abstract; empty if both are."""
    parts = (title.strip().removesuffix("."), abstract.strip())
    return ". ".join(part for part in parts if part)


class Encoder(Protocol):
    """Turns texts into vectors; the same text gives the same vector."""

    @property
    def identity(self) -> ModelIdentity:
        """Who encodes. Known without loading the model."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of unit length, float32, shape (texts, dimension), in the order given.

        Raises:
            BadInput: the model cannot be loaded or does not keep its promise.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEncoder:
    """There is no sentence encoder; ``reason`` is the sentence to show."""

    reason: str
