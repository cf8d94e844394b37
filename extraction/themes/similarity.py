"""How alike short texts are: cosines of TF-IDF vectors, or of any encoder's unit vectors.

A Similarity says what it compares by and gives one matrix for all texts of a run; nothing is
random and nothing is fetched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]

TFIDF = "TF-IDF (words 1-2, characters 3-5)"
TFIDF_SAME = 0.75
ENCODER_SAME = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """A way to compare texts.

    ``matrix`` maps n texts to their cosines, float32 of shape (n, n), ones on the diagonal;
    ``same`` is the cosine from which two statements are taken to say the same, conservative.
    ``vectors`` maps n texts to unit vectors, (n, dimension); None where words only are compared.
    """

    model: str
    model_sha256: str
    same: float
    matrix: Callable[[Sequence[str]], Matrix]
    vectors: Callable[[Sequence[str]], Matrix] | None = None


def tfidf_similarity() -> Similarity:
    """Without a model: shared words and word parts. Weights come from the texts compared."""
    return Similarity(model=TFIDF, model_sha256="", same=TFIDF_SAME, matrix=_tfidf_matrix)


def vector_similarity(
    encode: Callable[[Sequence[str]], Matrix], *, model: str, model_sha256: str
) -> Similarity:
    """By an encoder whose vectors have unit length, shape (n, dimension)."""

    def matrix(texts: Sequence[str]) -> Matrix:
        vectors = encode(texts)
        return _with_ones(vectors @ vectors.T)

    return Similarity(
        model=model,
        model_sha256=model_sha256,
        same=ENCODER_SAME,
        matrix=matrix,
        vectors=encode,
    )


def _tfidf_matrix(texts: Sequence[str]) -> Matrix:
    import numpy as np

    total = np.zeros((len(texts), len(texts)), dtype=np.float32)
    for weights in word_weights(texts)(texts):
        total += (weights @ weights.T).toarray() / 2
    return _with_ones(total)


def word_weights(known: Sequence[str]) -> Callable[[Sequence[str]], list[Any]]:
    """TF-IDF with the vocabulary and the weights of ``known`` texts, for any texts.

    Returns:
        Texts -> two sparse matrices of unit rows, by words and by parts of words; fewer where no
        known text has a word.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    fitted = []
    for analyser, sizes in (("word", (1, 2)), ("char_wb", (3, 5))):
        vectors = TfidfVectorizer(
            analyzer=analyser, ngram_range=sizes, sublinear_tf=True, dtype=np.float32
        )
        try:
            fitted.append(vectors.fit(known))
        except ValueError:  # no text has a word: nothing is alike in words
            continue
    return lambda texts: [one.transform(texts) for one in fitted]


def _with_ones(cosines: Matrix) -> Matrix:
    import numpy as np

    np.fill_diagonal(cosines, 1.0)
    return np.clip(cosines, -1.0, 1.0).astype(np.float32)


def same_words(text: str) -> str:
    """The form in which two statements count as identical: case, blanks and end marks aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).rstrip(" .;,:")


class Texts:
    """The distinct texts of a run with their similarities, looked up by text."""

    def __init__(self, texts: Iterable[str], similarity: Similarity) -> None:
        self._similarity = similarity
        self._know(texts)

    def _know(self, texts: Iterable[str]) -> None:
        self.distinct = tuple(dict.fromkeys(texts))
        self._row = {text: row for row, text in enumerate(self.distinct)}
        self._matrix = self._similarity.matrix(self.distinct) if self.distinct else None

    def between(self, rows: Sequence[str], columns: Sequence[str]) -> Matrix:
        """Cosines of each text of ``rows`` with each of ``columns``: (rows, columns).

        Texts that are new, such as a phrase quoted from one of those known, are taken in first.
        """
        import numpy as np

        if fresh := [text for text in (*rows, *columns) if text not in self._row]:
            self._know((*self.distinct, *fresh))
        if self._matrix is None or not rows or not columns:
            return np.zeros((len(rows), len(columns)), dtype=np.float32)
        left = [self._row[text] for text in rows]
        return self._matrix[np.ix_(left, [self._row[text] for text in columns])]
