"""Ranks sentences by the probability that they state a result: a small trained model.

The model card ``sentence-roles`` says what it was trained on and how well it does; docs/findings.md
has the tables. A printed section label goes into the probability; no sentence is left out.
"""

from __future__ import annotations

from pathlib import Path

from extraction.documents import SourceText
from extraction.extractors.contract import Candidate
from extraction.extractors.roles import RoledSentence, RoleReader
from extraction.spans import place_at
from screening.events import Maker

NAME = "finding_sentences"
_ROLE = "result"
_HEADING = 4


class FindingSentences:
    """The method; ``reader`` stands in for the shipped model with its encoder."""

    name = NAME
    label = "sentences by the probability that they state a result (trained model)"

    def __init__(self, reader: RoleReader | None = None) -> None:
        self._reader = reader or RoleReader()

    def prepared(self, vectors: Path, checked: Path) -> FindingSentences:
        """The same method that keeps sentence vectors and hashes of models in these folders."""
        return FindingSentences(RoleReader(vectors=vectors, checked=checked))

    def maker(self) -> Maker:
        """The weights' version, with the encoder and the model that found the sentences."""
        return Maker(name=NAME, version=self._reader.model.version, model=self._reader.parts)

    def candidates(self, text: SourceText) -> tuple[Candidate, ...]:
        """Every sentence, best first, but not of titles; lines of a few words are headings."""
        if text.source == "title":
            return ()
        found = self._reader.read(text.text)
        ranked = [self._candidate(text, at, len(found)) for at in found if not _is_heading(at)]
        return tuple(sorted(ranked, key=lambda at: (-at.score, at.place.start)))

    def _candidate(self, text: SourceText, at: RoledSentence, of: int) -> Candidate:
        told = self._reader.model.telling(at.text, _ROLE)
        where = f" in section {at.section}" if at.section else ""
        by = f"; words that speak for it: {', '.join(map(repr, told))}" if told else ""
        return Candidate(
            text=text,
            place=place_at(text.source, text.text, at.start, at.end),
            quote=at.text,
            score=round(at.roles[_ROLE], 4),
            why=f"sentence {at.number} of {of}{where}: a result with probability"
            f" {at.roles[_ROLE]:.2f}{by}",
        )


def _is_heading(at: RoledSentence) -> bool:
    return len(at.text.split()) < _HEADING and not at.text.endswith((".", "!", "?", "%", ")"))


EXTRACTOR = FindingSentences()
