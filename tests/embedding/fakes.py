"""A sentence encoder without a model: words hashed into a small space."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from screening.embedding import ModelIdentity, Progress, VectorKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class HashingEncoder:
    """Deterministic; counts the texts it was given and can be interrupted after some."""

    def __init__(self, name: str = "hashing", dimension: int = 16, stop_after: int = 10**9) -> None:
        self.identity = ModelIdentity(
            name=name,
            version="1",
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            backend="hashing",
            dimension=dimension,
            max_tokens=256,
        )
        self.seen: list[str] = []
        self.stop_after = stop_after

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if len(self.seen) + len(texts) > self.stop_after:
            raise KeyboardInterrupt
        self.seen += texts
        if progress is not None:
            progress(len(texts), len(texts))
        return np.asarray([self._vector(text) for text in texts], dtype=np.float32)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.identity.dimension, dtype=np.float32)
        for word in f"{self.identity.name} {text.lower()}".split():
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            vector += np.random.default_rng(seed).normal(size=vector.size).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class BrokenEncoder(HashingEncoder):
    """Returns vectors that are not of unit length."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return 3.0 * super().encode(texts, progress)


class MemoryCache:
    """The simplest cache that keeps the contract."""

    def __init__(self) -> None:
        self.vectors: dict[VectorKey, Vectors] = {}

    def get_many(self, keys: Iterable[VectorKey]) -> Mapping[VectorKey, Vectors]:
        return {key: self.vectors[key] for key in keys if key in self.vectors}

    def put_many(self, vectors: Mapping[VectorKey, Vectors]) -> None:
        self.vectors |= vectors
