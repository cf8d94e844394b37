"""Reads a text: its sentences, each with the probabilities of its roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.extractors.roles.model import ROLES, RoleModel, load_roles
from extraction.extractors.roles.sections import told_by
from extraction.pipeline import MODEL, Sentence, Splitter, model_version, sentences, spacy_splitter
from screening.embedding import Encoder, FileVectorCache, NoEncoder, encode_cached, load_encoder
from screening.errors import ReviewError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoledSentence:
    """text[start:end] with its section's label and the probability of each role."""

    number: int
    start: int
    end: int
    text: str
    section: str
    roles: Mapping[str, float]


class RoleReader:
    """The trained model with its sentence splitter and its encoder, loaded when first needed.

    Args:
        vectors: a folder in which sentence vectors are kept.
        checked: a folder in which the hashes of model files are remembered.
        split: stands in for spaCy's sentence recogniser.
        encoder: stands in for the shipped encoder.
        model: stands in for the shipped weights.
    """

    def __init__(
        self,
        *,
        vectors: Path | None = None,
        checked: Path | None = None,
        split: Splitter | None = None,
        encoder: Encoder | None = None,
        model: RoleModel | None = None,
    ) -> None:
        self._vectors = FileVectorCache(vectors) if vectors else None
        self._checked = checked
        self._split = split
        self._encoder = encoder
        self._model = model

    @property
    def model(self) -> RoleModel:
        """The weights."""
        if self._model is None:
            self._model = load_roles(self._checked)
        return self._model

    @property
    def encoder(self) -> Encoder:
        """The sentence encoder that the weights were trained with.

        Raises:
            ReviewError: it is not installed.
        """
        if self._encoder is None:
            found = load_encoder(cache=self._checked)
            if isinstance(found, NoEncoder):
                raise ReviewError(
                    found.reason,
                    "Without an encoder: tamis findings extract --method abstract_sentences",
                )
            self._encoder = found
        return self._encoder

    @property
    def parts(self) -> str:
        """Encoder and splitter with their versions, for the log."""
        identity = self.encoder.identity
        splitter = "" if self._split else f"; {MODEL} {model_version()}"
        return f"{identity.name} {identity.version} {identity.sha256[:12]}{splitter}"

    def read(self, text: str) -> tuple[RoledSentence, ...]:
        """The sentences of a text in normal form, in order."""
        found = sentences(text, self._split or spacy_splitter())
        if not found:
            return ()
        quotes = [text[at.start : at.end] for at in found]
        roles = self.model.probabilities(quotes, self._encoded(quotes), _hints(found))
        return tuple(
            RoledSentence(
                number=number,
                start=at.start,
                end=at.end,
                text=quote,
                section=at.section,
                roles={role: float(value) for role, value in zip(ROLES, row, strict=True)},
            )
            for number, (at, quote, row) in enumerate(
                zip(found, quotes, roles, strict=True), start=1
            )
        )

    def _encoded(self, quotes: Sequence[str]) -> NDArray[np.float32]:
        if self._vectors is None:
            return self.encoder.encode(quotes)
        return encode_cached(self.encoder, self._vectors, quotes)


def _hints(found: Sequence[Sentence]) -> Floats:
    """Log of what the printed sections say; what they leave open is shared among other roles."""
    import numpy as np

    hints = np.zeros((len(found), len(ROLES)))
    for number, at in enumerate(found):
        if told := told_by(at.section):
            rest = (1 - sum(told.values())) / (len(ROLES) - len(told))
            hints[number] = np.log([told.get(role, rest) for role in ROLES])
    return hints
