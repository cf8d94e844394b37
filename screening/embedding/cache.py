"""Vectors are computed once: what a cache promises, and encoding only what it lacks."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from screening.embedding.encoder import Encoder, ModelIdentity, Progress
from screening.errors import BadInput

if TYPE_CHECKING:
    from screening.embedding.encoder import Vectors

CHUNK = 64
"""Texts encoded between two writes to the cache: what an interruption can cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorKey:
    """A text under one model: all that its vector depends on."""

    text_sha256: str
    model_sha256: str
    max_tokens: int
    backend: str


class VectorCache(Protocol):
    """Keeps vectors by key. It may forget, it must never return a wrong vector."""

    def get_many(self, keys: Iterable[VectorKey]) -> Mapping[VectorKey, Vectors]:
        """The known ones among ``keys``, each float32 of shape (dimension,)."""

    def put_many(self, vectors: Mapping[VectorKey, Vectors]) -> None:
        """Keep vectors; the same key twice is harmless."""


def key_of(text: str, identity: ModelIdentity) -> VectorKey:
    """The key of a text's vector under a model."""
    return VectorKey(
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        model_sha256=identity.sha256,
        max_tokens=identity.max_tokens,
        backend=identity.backend,
    )


def encode_cached(
    encoder: Encoder,
    cache: VectorCache,
    texts: Sequence[str],
    progress: Progress | None = None,
) -> Vectors:
    """Vectors of all texts, float32, shape (texts, dimension); only missing ones are encoded.

    Missing texts are encoded once each, in chunks of similar length (padding is what costs), and
    stored after each chunk, so that an interrupted run resumes where it stopped. A blank text
    gets a row of zeros: it is similar to nothing. Other rows have unit length.

    Args:
        encoder: who encodes what the cache lacks.
        cache: where vectors are kept.
        texts: the texts, in the order of the rows.
        progress: told (distinct texts done, distinct texts in all) after the look into the cache
            and after each chunk.

    Raises:
        BadInput: the model cannot be loaded or returns no unit vectors.
    """
    import numpy as np

    keyed = {key_of(text, encoder.identity): text for text in texts if text.strip()}
    vectors = dict(cache.get_many(keyed))
    _report(progress, len(vectors), len(keyed))
    for keys in _chunks(keyed, vectors):
        fresh = dict(zip(keys, _encode(encoder, [keyed[key] for key in keys]), strict=True))
        cache.put_many(fresh)
        vectors.update(fresh)
        _report(progress, len(vectors), len(keyed))
    result = np.zeros((len(texts), encoder.identity.dimension), dtype=np.float32)
    for row, text in enumerate(texts):
        if text.strip():
            result[row] = vectors[key_of(text, encoder.identity)]
    return result


def _chunks(
    keyed: Mapping[VectorKey, str], known: Container[VectorKey]
) -> Iterator[list[VectorKey]]:
    """The missing keys, texts of similar length together."""
    missing = sorted(
        (key for key in keyed if key not in known),
        key=lambda key: (len(keyed[key]), key.text_sha256),
    )
    for start in range(0, len(missing), CHUNK):
        yield missing[start : start + CHUNK]


def _encode(encoder: Encoder, texts: list[str]) -> Vectors:
    import numpy as np

    vectors = encoder.encode(texts)
    shape = (len(texts), encoder.identity.dimension)
    if vectors.shape != shape or not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        raise BadInput(
            f"The model {encoder.identity.name} returned vectors of shape {vectors.shape} that "
            f"are not unit vectors of shape {shape}.",
            "Use another model folder, or the model that ships with Tamis.",
        )
    return vectors


def _report(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
