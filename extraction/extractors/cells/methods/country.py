"""Where a study was done: countries named in title and texts, by a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extraction.extractors.cells.contract import Reading, ValueFound
from extraction.extractors.cells.countries import AMBIGUOUS, demonyms, names
from extraction.extractors.roles import RoledSentence
from extraction.pipeline import Phrase, PhraseFinder
from screening.protocol import FormField

_NAMED, _ADJECTIVE = "named", "adjective"
_PLACE = re.compile(
    r"\b(?:in|at|from|across|of|throughout|within|and|,|\()\s*(?:(?:the|rural|urban|northern"
    r"|southern|eastern|western|central|north|south|east|west|north-?east(?:ern)?|north-?west(?:ern)?"
    r"|south-?east(?:ern)?|south-?west(?:ern)?)\s+)*$",
    re.IGNORECASE,
)
# "Spanish-speaking", "the German version", "Chinese medicine" name no place of a study.
_NO_PLACE = re.compile(
    r"^\s*(?:-|version|language|speaking|translation|validation|edition|medicine|herb\w*|text\w*"
    r"|press|literature|databases?|word\w*|index|hamster|American|Americans|origin|ancestry|descent"
    r"|immigrants?|migrants?|Journal|guidelines?|method|consensus|criteria|Pharmacopoeia)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:New|Papua|Equatorial|non|American|Latin|African|Native|Anglo|Mexican|French|West|East"
    r"|South|North|versus|vs\.?|than|like|unlike|outside)[\s-]*$"
)
_AUTHOR = re.compile(r"^\s*(?:et al|\(?\d{4}\)|,\s+\d{4}|[A-Z]{1,2}\b)")
_STATE = re.compile(r"[A-Z][a-z]+,\s*$")


class Country:
    """The method."""

    name = "country"
    version = "1"
    label = "countries by name (ISO 3166) or adjective"

    def values(self, reading: Reading, field: FormField) -> Iterator[ValueFound]:  # noqa: ARG002
        """Countries named behind a preposition score above adjectives and bare names."""
        for sentence in reading.sentences:
            found = list(_in_sentence(sentence, in_title=reading.text.source == "title"))
            yield from found
            yield from _together(sentence, found)


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder(phrases={_NAMED: names(), _ADJECTIVE: demonyms()})


def _in_sentence(sentence: RoledSentence, *, in_title: bool) -> Iterator[ValueFound]:
    for phrase in _finder().find(sentence.text):
        before, after = sentence.text[: phrase.start], sentence.text[phrase.end :]
        if _is_country(phrase, before, after, sentence.text[phrase.start : phrase.end]):
            yield _found(sentence, phrase, in_title=in_title)


def _is_country(phrase: Phrase, before: str, after: str, quote: str) -> bool:
    if _AUTHOR.match(after) or _NO_PLACE.match(after):
        return False
    if phrase.rule == _ADJECTIVE:
        return not _BEFORE.search(before)
    if quote in AMBIGUOUS and (not _PLACE.search(before) or _STATE.search(before)):
        return False
    return not re.search(r"\b(?:New|Papua|Equatorial|Guinea|non)[\s-]*$", before)


def _found(sentence: RoledSentence, phrase: Phrase, *, in_title: bool) -> ValueFound:
    quote = sentence.text[phrase.start : phrase.end]
    named = phrase.rule == _NAMED
    placed = named and bool(_PLACE.search(sentence.text[: phrase.start]))
    method = sentence.roles.get("method", 0.0) + 0.5 * sentence.roles.get("objective", 0.0)
    score = 0.35 + (0.2 if named else 0.1) + (0.15 if placed else 0.0)
    score += 0.25 if in_title else 0.25 * method
    score -= 0.25 * sentence.roles.get("background", 0.0)
    return ValueFound(
        value=(names() if named else demonyms())[quote],
        start=sentence.start + phrase.start,
        end=sentence.start + phrase.end,
        score=round(min(1.0, max(0.05, score)), 4),
        why=f"{quote!r}" + (" in the title" if in_title else "" if named else ", an adjective"),
    )


def _together(sentence: RoledSentence, found: list[ValueFound]) -> Iterator[ValueFound]:
    """Several countries of one sentence as one value, a little above the best of them."""
    values = tuple(dict.fromkeys(at.value for at in found))
    if len(values) > 1:
        start, end = min(at.start for at in found), max(at.end for at in found)
        quote = sentence.text[start - sentence.start : end - sentence.start]
        yield ValueFound(
            value="; ".join(values),
            start=start,
            end=end,
            score=min(1.0, max(at.score for at in found) + 0.01),
            why=f"{len(values)} countries in one sentence: {quote!r}",
        )


PROPOSER = Country()
