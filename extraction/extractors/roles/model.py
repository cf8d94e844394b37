"""The trained weights: plain arrays that ship with the tool, checked against their card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.extractors.roles.features import bucket, dense, hashed, terms, words
from extraction.extractors.roles.smoothing import smoothed
from screening.embedding import ModelCard, card_of, check_files
from screening.errors import ReviewError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

CARD = "sentence-roles"
ROLES = ("background", "method", "objective", "other", "result")
"""What a sentence does, in the order of the weights; a finding is a ``result``."""

_FILE = "weights.npz"
_ARRAYS = ("hashed", "dense", "bias", "start", "step", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleModel:
    """A linear model of single sentences and the weights of one role following another.

    ``hashed`` has shape (buckets, roles), ``dense`` (features, roles), ``bias``, ``start`` and
    ``end`` (roles,), ``step`` (roles, roles).
    """

    name: str
    version: str
    hashed: Floats
    dense: Floats
    bias: Floats
    start: Floats
    step: Floats
    end: Floats

    def scores(self, sentences: Sequence[str], vectors: Vectors) -> Floats:
        """Log-probabilities of each sentence alone, shape (sentences, roles)."""
        import numpy as np

        logits = dense(sentences, vectors).astype(np.float64) @ self.dense + self.bias
        for number, found in enumerate(hashed(sentences)):
            places, values = list(found), np.array(list(found.values()))
            logits[number] += values @ self.hashed[places]
        normed: Floats = logits - np.logaddexp.reduce(logits, axis=1)[:, None]
        return normed

    def probabilities(
        self, sentences: Sequence[str], vectors: Vectors, hints: Floats | None = None
    ) -> Floats:
        """Probabilities of the roles given the whole text, shape (sentences, roles).

        Args:
            sentences: of one text, in order; at least one.
            vectors: one unit vector a sentence.
            hints: log-weights from elsewhere, such as a printed section; shape as the result.
        """
        import numpy as np

        scores = self.scores(sentences, vectors)
        if hints is not None:
            scores = scores + hints
        found: Floats = np.exp(smoothed(scores, self.start, self.step, self.end))
        return found

    def telling(self, sentence: str, role: str, count: int = 3) -> tuple[str, ...]:
        """The words of a sentence that speak most for a role, best first."""
        at = ROLES.index(role)
        weights: dict[str, float] = {}
        for term, shown in terms(words(sentence)):
            row = self.hashed[bucket(term)]
            weights[shown] = max(weights.get(shown, 0.0), float(row[at] - row.mean()))
        best = sorted(weights, key=lambda word: (-weights[word], word))
        return tuple(word for word in best if weights[word] > 0 and any(map(str.isalpha, word)))[
            :count
        ]


@cache
def load_roles(checked: Path | None = None) -> RoleModel:
    """The shipped model.

    Args:
        checked: a folder in which the hashes of its files are remembered.

    Raises:
        BadInput: a file differs from the card.
        ReviewError: the model is missing from this installation.
    """
    card = card_of(CARD)
    check_files(card.home, card, checked)
    return read_roles(card.home / _FILE, card)


def read_roles(path: Path, card: ModelCard) -> RoleModel:
    """Read weights; no array may be an object, so nothing in the file is ever run.

    Raises:
        ReviewError: the file does not hold what the model needs.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float64) for name in _ARRAYS}
    except (OSError, ValueError, KeyError) as error:
        raise ReviewError(
            f"The weights {path} of {card.name} cannot be read: {error}.", card.remedy
        ) from error
    return RoleModel(name=card.name, version=card.revision, **arrays)
