"""How alike texts are to the learner: half by meaning, half by words; grows text by text.

The likeness of two texts is ``MEANING`` times the cosine of their sentence vectors (nothing below
0) plus the rest times the cosine of their TF-IDF vectors, by words and by parts of words. Without a
model words alone count. The weight was chosen on other data than the mentoring corpus: see
docs/themes.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from extraction.themes.similarity import Similarity, word_weights

if TYPE_CHECKING:
    from extraction.themes.similarity import Matrix

MEANING = 0.5
_BLOCK = 1_024
"""How many texts are compared at a time: all at once would take several times the memory."""


class Kernel:
    """The likeness of all texts seen so far, one row each; word weights are those of the first."""

    def __init__(self, texts: Iterable[str], similarity: Similarity) -> None:
        import numpy as np

        self._similarity = similarity
        self._row: dict[str, int] = {}
        first = tuple(dict.fromkeys(texts))
        self._weigh = word_weights(first) if first else (lambda _texts: [])
        self._words: list[Any] = []
        self._vectors = np.zeros((0, 0), dtype=np.float32)
        self._likeness = np.zeros((0, 0), dtype=np.float32)
        self.add(first)

    @property
    def likeness(self) -> Matrix:
        """Rows and columns in the order of ``row``, float32, ones or nearly so on the diagonal."""
        return self._likeness[: len(self._row), : len(self._row)]

    def row(self, text: str) -> int:
        """The number of a text that was added."""
        return self._row[text]

    def rows(self, texts: Iterable[str]) -> list[int]:
        """The numbers of texts; unknown ones are added first."""
        wanted = list(texts)
        self.add(wanted)
        return [self._row[text] for text in wanted]

    def between(self, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
        """Part of the likeness, (rows, columns)."""
        import numpy as np

        return self._likeness[np.ix_(rows, columns)]

    def add(self, texts: Iterable[str]) -> None:
        """Take further texts in; known ones cost nothing."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._row]
        if not fresh:
            return
        start = len(self._row)
        self._row.update({text: start + number for number, text in enumerate(fresh)})
        self._take(fresh)
        self._grow(len(self._row))
        for first in range(start, len(self._row), _BLOCK):
            self._compare(first, min(first + _BLOCK, len(self._row)))

    def _compare(self, first: int, last: int) -> None:
        """Rows ``first`` to ``last``, exclusive, with all up to these; the rest mirrors them."""
        block = self._meaning(first, last) + self._wording(first, last)
        self._likeness[first:last, :last] = block
        self._likeness[:last, first:last] = block.T

    def _grow(self, wanted: int) -> None:
        """Room in steps, so that one text more does not copy everything."""
        import numpy as np

        if wanted > len(self._likeness):
            room = wanted + max(64, wanted // 8)
            grown = np.zeros((room, room), dtype=np.float32)
            known = len(self._likeness)
            grown[:known, :known] = self._likeness
            self._likeness = grown

    def _take(self, fresh: list[str]) -> None:
        """Vectors and word weights of further texts, below those of the others."""
        import numpy as np
        from scipy.sparse import vstack

        if self._similarity.vectors is not None:
            vectors = self._similarity.vectors(fresh)
            known = self._vectors if len(self._vectors) else vectors[:0]
            self._vectors = np.vstack([known, vectors])
        made = self._weigh(fresh)
        self._words = (
            [vstack([old, new]).tocsr() for old, new in zip(self._words, made, strict=True)]
            if self._words
            else made
        )

    def _meaning(self, first: int, last: int) -> Matrix:
        """(first to last, up to last) by sentence vectors; zeros without a model."""
        import numpy as np

        if self._similarity.vectors is None:
            return np.zeros((last - first, last), dtype=np.float32)
        cosines: Matrix = self._vectors[first:last] @ self._vectors[:last].T
        return np.float32(MEANING) * np.clip(cosines, 0, None)

    def _wording(self, first: int, last: int) -> Matrix:
        """(first to last, up to last) by words and parts of words."""
        import numpy as np

        share = 1.0 if self._similarity.vectors is None else 1.0 - MEANING
        total = np.zeros((last - first, last), dtype=np.float32)
        for words in self._words:
            total += np.float32(share / 2) * (words[first:last] @ words[:last].T).toarray()
        return total
