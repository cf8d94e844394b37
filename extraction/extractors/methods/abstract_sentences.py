"""Ranks an abstract's sentences by section, position and wording: rules that can be read.

The section label printed in a structured abstract is the best single sign of a finding; position
and cue phrases serve where there is none. Sentences are ranked, never cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extraction.documents import SourceText
from extraction.extractors.contract import Candidate
from extraction.pipeline import MODEL, Sentence, Splitter, model_version, sentences, spacy_splitter
from extraction.spans import place_at
from screening.events import Maker

NAME = "abstract_sentences"
VERSION = "1"

_BASE = 0.30
_SECTIONS = (
    (re.compile(r"RESULT|FINDING|OUTCOMES?$"), 0.45),
    (re.compile(r"CONCLUSION|INTERPRETATION|DISCUSSION|IMPLICATION"), 0.35),
    (re.compile(r"."), -0.20),
)
_CUES = (
    (
        "a verb of finding",
        0.25,
        re.compile(
            r"\b(?:we|results?|findings?|analys[ie]s|data|study|studies|themes?|interviews?|review)"
            r"(?: \w+){0,3}? (?:found|show(?:s|ed|n)?|reveal(?:s|ed)?|indicat(?:e|es|ed)"
            r"|suggest(?:s|ed)?|demonstrat(?:e|es|ed)|identif(?:y|ied)|emerged)\b"
            r"|\b(?:emerged|were identified|was identified|reported that|perceived|described)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a comparison or an effect",
        0.15,
        re.compile(
            r"\b(?:significant(?:ly)?|increas\w+|decreas\w+|improv\w+|reduc\w+|higher|lower|better"
            r"|worse|more likely|less likely|associated with|led to|effective|benefit\w*"
            r"|barriers?|facilitat\w+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a measured value",
        0.10,
        re.compile(r"\d\s?%|\bper ?cent\b|\bp\s?[<=>]|\b(?:CI|OR|RR|SD|mean)\b|\bn\s?=", re.I),
    ),
    (
        "words of a conclusion",
        0.15,
        re.compile(
            r"\b(?:conclu\w+|in summary|overall|(?:these|our) (?:results|findings))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "words of an aim or a method",
        -0.25,
        re.compile(
            r"\b(?:aims?|aimed|objectives?|purpose|was to|were to|sought to|we searched|databases"
            r"|were recruited|questionnaires?|semi-structured|will be|is needed|are needed"
            r"|protocol|this (?:paper|study|review|article) (?:aims|examines|explores|describes"
            r"|presents))\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Sign:
    what: str
    weight: float


class AbstractSentences:
    """The method; ``split`` stands in for spaCy's sentence recogniser."""

    name = NAME
    label = "sentences of the abstract, ranked by section, position and wording"

    def __init__(self, split: Splitter | None = None) -> None:
        self._split = split

    def prepared(self, vectors: Path, checked: Path) -> AbstractSentences:  # noqa: ARG002
        """Rules need no folder."""
        return self

    def maker(self) -> Maker:
        """The rules' version, with the model that found the sentences."""
        model = "" if self._split else f"{MODEL} {model_version()}"
        return Maker(name=NAME, version=VERSION, model=model)

    def candidates(self, text: SourceText) -> tuple[Candidate, ...]:
        """Every sentence of an abstract, best first; titles are not read."""
        if text.source != "abstract":
            return ()
        found = sentences(text.text, self._split or spacy_splitter())
        ranked = [
            _candidate(text, sentence, number, len(found))
            for number, sentence in enumerate(found, start=1)
        ]
        return tuple(sorted(ranked, key=lambda at: (-at.score, at.place.start)))


def _candidate(text: SourceText, sentence: Sentence, number: int, of: int) -> Candidate:
    quote = text.text[sentence.start : sentence.end]
    signs = [*_section_or_position(sentence, number, of), *_wording(quote)]
    score = min(1.0, max(0.0, _BASE + sum(sign.weight for sign in signs)))
    told = "; ".join(f"{sign.what} ({sign.weight:+.2f})" for sign in signs)
    return Candidate(
        text=text,
        place=place_at(text.source, text.text, sentence.start, sentence.end),
        quote=quote,
        score=round(score, 4),
        why=f"sentence {number} of {of}: start {_BASE:.2f}; {told}",
    )


def _section_or_position(sentence: Sentence, number: int, of: int) -> list[_Sign]:
    if sentence.section:
        weight = next(weight for sign, weight in _SECTIONS if sign.search(sentence.section))
        return [_Sign(f"section {sentence.section}", weight)]
    return [_Sign("no section label; position", round(0.30 * (number / of) - 0.10, 2))]


def _wording(quote: str) -> list[_Sign]:
    found = ((what, weight, sign.search(quote)) for what, weight, sign in _CUES)
    return [_Sign(f"{what}: '{hit.group()}'", weight) for what, weight, hit in found if hit]


EXTRACTOR = AbstractSentences()
