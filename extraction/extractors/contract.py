"""What a method of extraction promises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extraction.documents import SourceText
from screening.events import Maker, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stretch of a text that may state a finding; nothing is a finding until a person says so.

    ``score`` lies between 0 and 1 and orders candidates of one method; whether it is a probability
    says the method. ``why`` names what went into it.
    """

    text: SourceText
    place: Place
    quote: str
    score: float
    why: str


class Extractor(Protocol):
    """A method that ranks the sentences of a text; it leaves none out."""

    @property
    def name(self) -> str:
        """The name users choose it by."""

    @property
    def label(self) -> str:
        """One line that says what it does."""

    def prepared(self, vectors: Path, checked: Path) -> Extractor:
        """The method with folders for sentence vectors and for hashes of the models' files."""

    def maker(self) -> Maker:
        """Name, version and model, for the log."""

    def candidates(self, text: SourceText) -> tuple[Candidate, ...]:
        """Every sentence of the text, best first.

        Raises:
            ReviewError: what the method needs is not installed.
        """
