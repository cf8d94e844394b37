"""How many took part: a number beside the people it counts, by token rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extraction.extractors.cells.contract import Reading, ValueFound
from extraction.extractors.cells.numbers import NUMBER_WORDS, number_of
from extraction.extractors.roles import RoledSentence
from extraction.pipeline import Phrase, PhraseFinder, Rule
from screening.protocol import FormField

_PEOPLE = [
    "participants",
    "patients",
    "students",
    "nurses",
    "physicians",
    "doctors",
    "residents",
    "interns",
    "trainees",
    "mentors",
    "mentees",
    "protégés",
    "subjects",
    "individuals",
    "respondents",
    "adolescents",
    "veterans",
    "survivors",
    "volunteers",
    "teachers",
    "educators",
    "employees",
    "workers",
    "households",
    "families",
    "infants",
    "mothers",
    "fathers",
    "parents",
    "users",
    "members",
    "informants",
    "interviewees",
    "caregivers",
    "carers",
    "cases",
    "dyads",
    "pairs",
    "pupils",
    "undergraduates",
    "graduates",
    "clinicians",
    "practitioners",
    "professionals",
    "girls",
    "boys",
    "males",
    "females",
    "surgeons",
    "midwives",
    "pharmacists",
    "dentists",
    "managers",
    "academics",
    "scientists",
    "researchers",
    "athletes",
    "customers",
    "citizens",
    "inpatients",
    "outpatients",
    "newborns",
    "neonates",
    "fellows",
    "scholars",
    "learners",
    "preceptors",
    "coaches",
    "coachees",
    "supervisors",
    "children",
    "adults",
    "women",
    "men",
    "people",
    "persons",
    "faculty",
    "staff",
    "leaders",
    "freshmen",
]
_DIGITS = {"TEXT": {"REGEX": r"^\d{1,3}(?:,\d{3})+$|^\d{1,7}$"}}
_WORD = {"LOWER": {"IN": sorted(NUMBER_WORDS)}}
_JOINT = {"LOWER": {"IN": ["-", "and"]}, "OP": "?"}
_MORE = {**_WORD, "OP": "?"}
_SPELT = (_WORD, _JOINT, _MORE, _JOINT, _MORE, _JOINT, _MORE)
_NO_ADJECTIVE = [
    "of",
    "to",
    "and",
    "years",
    "year",
    "months",
    "weeks",
    "days",
    "hours",
    "or",
    "minutes",
    "points",
    "items",
    "times",
    "percent",
    "per",
    "than",
    "the",
    "had",
    "were",
    "was",
    "with",
    "in",
    "on",
    "at",
    "for",
    "by",
    "as",
    "studies",
    "trials",
    "articles",
    "centers",
    "centres",
    "hospitals",
    "schools",
    "countries",
]
_BETWEEN = {
    "TEXT": {"REGEX": r"^[A-Za-zÀ-ÿ'’-]+$"},
    "LOWER": {"NOT_IN": _NO_ADJECTIVE},
    "OP": "{0,4}",
}
_NOUN = {"LOWER": {"IN": _PEOPLE}}
_RULES = (
    Rule(name="people", patterns=((_DIGITS, _BETWEEN, _NOUN), (*_SPELT, _BETWEEN, _NOUN))),
    Rule(
        name="sample",
        patterns=(
            ({"LOWER": {"IN": ["sample", "cohort", "total"]}}, {"LOWER": "size", "OP": "?"},
             {"LOWER": {"IN": ["of", "was", "comprised", "included"]}}, _DIGITS),
        ),
    ),
)  # fmt: skip
_EQUALS = re.compile(r"\b[nN]\s?=\s?(?P<number>\d{1,3}(?:[,\u00a0]\d{3})+|\d{1,7})\b(?![.,]\d)")
_TOOK_PART = re.compile(
    r"\b(?:enrol\w+|recruit\w+|randomi[sz]ed|interview\w+|survey\w+|participated|sampled?|included"
    r"|assigned|respond\w*|complet\w+|took part|a total of|consist\w+ of|comprised|analy[sz]ed)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\b(?:of (?:the|these|whom|them)|only|each|per|every|another)\s*$", re.I)
_AGE = re.compile(
    r"^(?:\s*[-–]\s*|\s+)?(?:years?|yrs?|months?|%|per ?cent|[mb]illion)", re.IGNORECASE
)
_STUDIES = re.compile(
    r"\b(?:studies|trials|articles|papers|reports|reviews)\s*\(?\s*$", re.IGNORECASE
)
_FEWEST, _YEARS = 2, range(1900, 2100)
_TIMES = frozenset({"grade", "phase", "level", "type", "stage", "group", "table", "figure"})


class SampleSize:
    """The method."""

    name = "sample_size"
    version = "1"
    label = "numbers of people, n = 120 and the like, in figures and in words"

    def values(self, reading: Reading, field: FormField) -> Iterator[ValueFound]:  # noqa: ARG002
        """Numbers in sentences that speak of who took part score highest."""
        for sentence in reading.sentences:
            yield from _in_sentence(sentence)


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder(_RULES)


def _in_sentence(sentence: RoledSentence) -> Iterator[ValueFound]:
    for phrase in _finder().find(sentence.text):
        number = _number(phrase)
        if number is not None and not _is_other(sentence.text, phrase, number):
            yield _found(sentence, number, phrase.start, phrase.end, 0.45)
    groups = list(_EQUALS.finditer(sentence.text))
    for match in groups:
        number = int(re.sub(r"\D", "", match["number"]))
        if number >= _FEWEST and not _STUDIES.search(sentence.text[: match.start()]):
            # Several in one sentence are arms or groups, not the whole.
            yield _found(sentence, number, *match.span(), 0.40 if len(groups) == 1 else 0.15)


def _number(phrase: Phrase) -> int | None:
    """The number of the longest run of tokens that writes one, from either end."""
    tokens = phrase.tokens
    if phrase.rule == "sample":
        return number_of(tokens[-1:])
    runs = (number_of(tokens[:size]) for size in range(len(tokens) - 1, 0, -1))
    return next((number for number in runs if number is not None), None)


def _is_other(text: str, phrase: Phrase, number: int) -> bool:
    """Years, ages, grades and shares of a group are no sample sizes."""
    before, quote = text[: phrase.start], text[phrase.start : phrase.end]
    return (
        number < _FEWEST
        or (number in _YEARS and "," not in quote)
        or before.endswith((".", "/", "-", "–", "±", "<", ">", "=", "$"))
        or before.rstrip()[-14:].casefold().rstrip().endswith(tuple(_TIMES))
        or bool(_OF_THEM.search(before))
        or bool(_AGE.match(quote.lstrip("0123456789,")))
    )


def _found(sentence: RoledSentence, number: int, start: int, end: int, base: float) -> ValueFound:
    roles = sentence.roles
    took_part = 0.25 if _TOOK_PART.search(sentence.text) else 0.0
    about = 0.2 * (roles.get("method", 0.0) + 0.6 * roles.get("result", 0.0))
    early = 0.05 if took_part and number >= 10 else 0.0
    told = "; the sentence says who took part" if took_part else ""
    return ValueFound(
        value=str(number),
        start=sentence.start + start,
        end=sentence.start + end,
        score=round(min(1.0, base + took_part + about + early), 4),
        why=f"{sentence.text[start:end]!r}{told}",
    )


PROPOSER = SampleSize()
