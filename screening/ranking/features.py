"""Words as numbers: counts and TF-IDF of 1- and 2-grams, of whole records and of titles alone.

The TF-IDF is that of ASReview's ELAS u4 (sublinear tf, min_df 1, max_df 0.95, no stop words,
rows of unit length), fitted on all records, labels unseen. Imported lazily: needs scikit-learn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfTransformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = Any  # a sparse matrix in rows; scipy ships no types

# Scripts written without blanks between words: overlapping pairs of characters stand for words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
# Words of any review question that tell no record from another.
_BOILERPLATE = re.compile(
    r"analysis|effect(s|iveness)?|evidence|impact|literature|meta|outcomes?|question|research"
    r"|reviews?|role|study|studies|synthesis|systematic|using"
)
_BM25_K1 = 1.2
_BM25_B = 0.75


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextFeatures:
    """Features of the records of one review, in their order.

    Attributes:
        vectorizer: turns further texts into counts.
        weighting: turns counts into TF-IDF.
        counts: n-gram counts, shape (records, terms).
        tfidf: TF-IDF of title and abstract, unit rows, shape (records, terms).
        title_counts: as ``counts``, of titles alone.
        titles: as ``tfidf``, of titles alone.
        terms: the term of each column.
    """

    vectorizer: CountVectorizer
    weighting: TfidfTransformer
    counts: Matrix
    tfidf: Matrix
    title_counts: Matrix
    titles: Matrix
    terms: NDArray[np.object_]

    @property
    def count(self) -> int:
        """How many records there are."""
        return int(self.tfidf.shape[0])

    def query_row(self, query: str) -> Matrix:
        """TF-IDF of a query, shape (1, terms); empty if it shares no word with the records."""
        return self.weighting.transform(self.vectorizer.transform([spaced(query)]))


def text_features(titles: Sequence[str], abstracts: Sequence[str]) -> TextFeatures | None:
    """Features of title and abstract together; None if the records hold no word at all."""
    title_texts = [spaced(title) for title in titles]
    texts = [
        f"{title} {spaced(abstract)}".strip()
        for title, abstract in zip(title_texts, abstracts, strict=True)
    ]
    fitted = _fit(texts, 0.95) or _fit(texts, 1.0)
    if fitted is None:
        return None
    vectorizer, counts = fitted
    weighting = TfidfTransformer(sublinear_tf=True).fit(counts)
    title_counts = vectorizer.transform(title_texts)
    return TextFeatures(
        vectorizer=vectorizer,
        weighting=weighting,
        counts=counts,
        tfidf=weighting.transform(counts),
        title_counts=title_counts,
        titles=weighting.transform(title_counts),
        terms=vectorizer.get_feature_names_out(),
    )


def _fit(texts: list[str], max_df: float) -> tuple[CountVectorizer, Matrix] | None:
    """None if no term is left: no words, or all in too many records (few or equal texts)."""
    vectorizer = CountVectorizer(ngram_range=(1, 2), min_df=1, max_df=max_df, dtype=np.float64)
    try:
        return vectorizer, vectorizer.fit_transform(texts)
    except ValueError:  # what scikit-learn raises for an empty vocabulary
        return None


def spaced(text: str) -> str:
    """The text with Chinese and Japanese runs as overlapping pairs of characters."""
    return _UNSPACED.sub(_pairs, text)


def _pairs(run: re.Match[str]) -> str:
    characters = run.group()
    pairs = (characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
    return f" {' '.join(pairs)} "


def bm25_weights(features: TextFeatures, query: str) -> NDArray[np.float64]:
    """Weight of each column for a query: idf of its telling words, 0 elsewhere.

    Okapi BM25 (Robertson and Zaragoza 2009) with the idf that is never negative. English stop
    words and the boilerplate of review questions are left out.
    """
    columns = np.unique(_query_columns(features, query))
    weights = np.zeros(features.tfidf.shape[1])
    if columns.size:
        found = np.asarray((features.counts[:, columns] > 0).sum(axis=0)).ravel()
        weights[columns] = np.log1p((features.count - found + 0.5) / (found + 0.5))
    return weights


def bm25(counts: Matrix, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """BM25 score of each row of counts (k1 1.2, b 0.75)."""
    columns = np.flatnonzero(weights)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    mean = lengths.mean() if lengths.any() else 1.0
    length_part = _BM25_K1 * (1 - _BM25_B + _BM25_B * lengths / mean)
    tf = counts[:, columns].toarray()
    scores: NDArray[np.float64] = (
        weights[columns] * tf * (_BM25_K1 + 1) / (tf + length_part[:, None])
    ).sum(axis=1)
    return scores


def _query_columns(features: TextFeatures, query: str) -> NDArray[np.intp]:
    tokens = CountVectorizer().build_analyzer()(spaced(query))
    vocabulary = features.vectorizer.vocabulary_
    telling = [t for t in tokens if t not in ENGLISH_STOP_WORDS and not _BOILERPLATE.fullmatch(t)]
    kept = [vocabulary[token] for token in telling if token in vocabulary]
    return np.asarray(kept, dtype=np.intp)


def fed_back(
    features: TextFeatures, query: str, barred: Sequence[int], *, top: int = 10, share: float = 0.5
) -> NDArray[np.float64] | None:
    """Query direction after pseudo-relevance feedback, dense, shape (terms,); None without match.

    The mean of the ``top`` records nearest to the query is added with weight ``share`` (Rocchio
    1971 without a negative part). Records at the positions ``barred`` never feed back.
    """
    row = features.query_row(query)
    similar = np.asarray((features.tfidf @ row.T).todense()).ravel()
    if not similar.any():
        return None
    usable = similar.copy()
    usable[list(barred)] = 0.0
    best = np.argsort(-usable, kind="stable")[:top]
    best = best[usable[best] > 0]
    direction: NDArray[np.float64] = np.asarray(row.todense()).ravel()
    if best.size:
        direction = direction + share * mean_row(features.tfidf, best)
    return unit(direction)


def mean_row(matrix: Matrix, rows: Sequence[int] | NDArray[np.intp]) -> NDArray[np.float64]:
    """The mean of some rows, dense, shape (terms,)."""
    mean: NDArray[np.float64] = np.asarray(matrix[list(rows)].mean(axis=0)).ravel()
    return mean


def unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """The vector at length one; a zero vector stays."""
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else vector
