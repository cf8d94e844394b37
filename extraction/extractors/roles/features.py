"""Sentences of a text -> features of a linear model: hashed words, vectors, place in the text.

Pure. The same code made the shipped weights; a change here needs them trained again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Hashed = tuple[dict[int, float], ...]

BUCKETS = 2**14
"""Hashed words share this many weights a role."""

_TOKEN = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*|[%<>=±:?;()]")
_OWN, _BESIDE = 2.0, 0.7
_VECTOR, _VECTOR_BESIDE = 4.0, 2.0
_BLOCK = 15


def words(sentence: str) -> tuple[str, ...]:
    """Small-letter words and signs; every number is a 0."""
    found = _TOKEN.findall(sentence.casefold())
    return tuple("0" if token[0].isdigit() else token for token in found)


def terms(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(term as hashed, term as people read it): words, pairs, and how the sentence starts."""
    yield from ((f"u {token}", token) for token in tokens)
    yield from ((f"b {one} {two}", f"{one} {two}") for one, two in pairwise(tokens))
    for size in (1, 2, 3):
        start = " ".join(tokens[:size])
        yield f"s {start}", f"{start} …"


def bucket(term: str) -> int:
    """The number of a term's weight: CRC-32 modulo the number of buckets."""
    return zlib.crc32(term.encode()) % BUCKETS


def hashed(sentences: Sequence[str]) -> Hashed:
    """Bucket -> value for each sentence: its own terms, and the words of those before and after."""
    tokens = [words(sentence) for sentence in sentences]
    return tuple(_hashed(tokens, number) for number in range(len(tokens)))


def _hashed(tokens: Sequence[tuple[str, ...]], number: int) -> dict[int, float]:
    own = {bucket(term) for term, _ in terms(tokens[number])}
    found = dict.fromkeys(own, _OWN * len(own) ** -0.5) if own else {}
    for step, mark in ((-1, "p"), (1, "n")):
        if 0 <= number + step < len(tokens):
            beside = _beside(tokens[number + step], mark)
            for place in beside:
                found[place] = found.get(place, 0.0) + _BESIDE * len(beside) ** -0.5
    return found


def _beside(tokens: tuple[str, ...], mark: str) -> set[int]:
    named = {f"{mark} {token}" for token in tokens}
    named |= {f"{mark} s {' '.join(tokens[:size])}" for size in (1, 2)}
    return {bucket(term) for term in named}


def dense(sentences: Sequence[str], vectors: Floats) -> Floats:
    """Place, form and sentence vectors, shape (sentences, 18 + 4 x dimension).

    Args:
        sentences: of one text, in order.
        vectors: one unit vector a sentence.
    """
    import numpy as np

    before, after = np.zeros_like(vectors), np.zeros_like(vectors)
    before[1:], after[:-1] = vectors[:-1], vectors[1:]
    parts = (
        _place(len(sentences)),
        _form(sentences),
        vectors * _VECTOR,
        before * _VECTOR_BESIDE,
        after * _VECTOR_BESIDE,
        _around(vectors) * _VECTOR_BESIDE,
    )
    return np.hstack(parts).astype(np.float32)


def _place(count: int) -> Floats:
    """Where each sentence stands, as a share of the text and in fifths of it."""
    import numpy as np

    rows = []
    for number in range(count):
        share = number / max(1, count - 1)
        ends = (number == 0, number == 1, number == count - 1, number == count - 2)
        fifths = (low <= share < low + 0.2 for low in (0.0, 0.2, 0.4, 0.6, 0.8))
        rows.append([share, share**2, *ends, count < 5, count > 10, *fifths])
    return np.array(rows, dtype=np.float32)


def _form(sentences: Sequence[str]) -> Floats:
    import numpy as np

    rows = []
    for sentence in sentences:
        tokens = words(sentence)
        size = len(tokens)
        rows.append(["0" in tokens, "%" in tokens, size < 10, size > 30, min(size, 90) / 30])
    return np.array(rows, dtype=np.float32)


def _around(vectors: Floats) -> Floats:
    """The mean vector of what stands around: the whole of an abstract, a block of a full text."""
    import numpy as np

    count = len(vectors)
    if count <= 2 * _BLOCK:
        return np.repeat(vectors.mean(axis=0, keepdims=True), count, axis=0)
    starts = (min(max(0, at - _BLOCK // 2), count - _BLOCK) for at in range(count))
    return np.stack([vectors[start : start + _BLOCK].mean(axis=0) for start in starts])
