"""What the words of the records of a review say, as numbers.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from screening.ranking.stems import Learnable, with_stems
from screening.ranking.term_rows import Rows, Terms, rows_of, terms_of
from screening.ranking.tokens import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_WITH_STEMS = 60_000
"""Beyond so many records words alone are learned from, for the memory that stems take."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TextFeatures:
    """Features of the records of one review, in their order.

    Attributes:
        terms: the columns.
        full: title and abstract (and keywords, if ``with_keywords``).
        titles: titles alone; None where every record has an abstract.
        with_keywords: whether the keywords were read.
    """

    terms: Terms
    full: Rows
    titles: Rows | None
    with_keywords: bool = False

    @property
    def count(self) -> int:
        """How many records there are."""
        return int(self.full.matrix.shape[0])

    @cached_property
    def learnable(self) -> Learnable:
        """What is learned from: with stems up to ``MOST_WITH_STEMS`` records. Made when needed."""
        if self.count <= MOST_WITH_STEMS:
            return with_stems(self.terms, self.full, self.titles)
        titles = None if self.titles is None else self.titles.matrix
        return Learnable(matrix=self.full.matrix, alone=self.full.alone, titles=titles, stems=())

    def query_row(self, query: str) -> NDArray[np.float32]:
        """TF-IDF of a query, dense, shape (terms,); zeros if it shares no word with the records."""
        tokens = self.terms.vocabulary.known(query)
        _rows, pairs = tokens.pairs(len(self.terms.vocabulary))
        columns = self.terms.columns(tokens.words.astype(np.int64), pairs)
        counts = np.bincount(columns[columns >= 0], minlength=self.terms.idf.size)
        row = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0.0) * self.terms.idf
        length = float(np.linalg.norm(row))
        return np.asarray(row / length if length > 0 else row, np.float32)


def text_features(
    titles: Sequence[str], abstracts: Sequence[str], keywords: Sequence[str] = ()
) -> TextFeatures | None:
    """Features of title and abstract together; None if the records hold no word at all.

    Args:
        titles: one text per record.
        abstracts: one text per record, empty if unknown.
        keywords: one text per record, read after the abstract; or nothing.
    """
    vocabulary = Vocabulary()
    parts = (titles, abstracts, keywords) if keywords else (titles, abstracts)
    full = vocabulary.learn(" ".join(texts) for texts in zip(*parts, strict=True))
    if not full.words.size:
        return None
    terms = terms_of(vocabulary, full)
    lacking = any(not text.strip() for text in abstracts)
    return TextFeatures(
        terms=terms,
        full=rows_of(terms, full),
        titles=rows_of(terms, vocabulary.learn(titles)) if lacking else None,
        with_keywords=bool(keywords),
    )
