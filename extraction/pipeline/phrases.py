"""Phrases by rule: spaCy's matchers over the tokens of a text, with places in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from extraction.pipeline.loading import loaded

if TYPE_CHECKING:
    from spacy.matcher import Matcher, PhraseMatcher

TokenPattern: TypeAlias = Mapping[str, object]
"""One token of a rule in spaCy's notation, such as ``{"LOWER": "sample"}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule's name and its patterns: sequences of tokens."""

    name: str
    patterns: tuple[tuple[TokenPattern, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a rule matched: text[start:end], and its tokens."""

    rule: str
    start: int
    end: int
    tokens: tuple[str, ...]


class PhraseFinder:
    """Finds the longest matches of token rules, and of phrases letter for letter.

    Args:
        rules: token rules.
        phrases: rule name -> phrases to be found in the case in which they are written.
    """

    def __init__(
        self, rules: Sequence[Rule] = (), phrases: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._rules = rules
        self._phrases = phrases or {}

    def find(self, text: str) -> Iterator[Phrase]:
        """The matches in the order of the text; of overlapping ones the longest.

        Raises:
            ReviewError: spaCy or its model does not load.
        """
        from spacy.util import filter_spans

        document = loaded().make_doc(text)
        found = list(self._matcher(document, as_spans=True)) if self._rules else []
        if self._phrases:
            found += self._phrase_matcher(document, as_spans=True)
        for span in filter_spans(found):
            yield Phrase(
                rule=span.label_,
                start=span.start_char,
                end=span.end_char,
                tokens=tuple(token.text for token in span),
            )

    @cached_property
    def _matcher(self) -> Matcher:
        from spacy.matcher import Matcher

        matcher = Matcher(loaded().vocab)
        for rule in self._rules:
            patterns = [[dict(token) for token in pattern] for pattern in rule.patterns]
            matcher.add(rule.name, patterns, greedy="LONGEST")
        return matcher

    @cached_property
    def _phrase_matcher(self) -> PhraseMatcher:
        from spacy.matcher import PhraseMatcher

        matcher = PhraseMatcher(loaded().vocab)
        for name, phrases in self._phrases.items():
            matcher.add(name, [loaded().make_doc(phrase) for phrase in phrases])
        return matcher
