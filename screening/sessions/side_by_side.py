"""Two records side by side: their fields, the words that differ, and the evidence in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from screening.dedup import prepare
from screening.dedup.compare import compare
from screening.dedup.types import Features
from screening.records import Record, record_number
from screening.records.best import shown_value
from screening.sessions.shown import safe_text

_WORD = re.compile(r"\w+")
_COMPARED_WORDS = 1500
_SAME_TITLE = 97.0
_LIKE = 80.0
_UNLIKE = 60.0

Span = tuple[int, int]
FIELDS = (
    *("Title", "Authors", "Year", "Venue", "Volume", "Issue", "Pages", "DOI", "PMID", "Type"),
    *("Language", "Abstract"),
)
"""The fields compared, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One field of both records; ``differs`` is None where one of them lacks it.

    ``only_one`` and ``only_two`` are where the words stand that the other text lacks.
    """

    label: str
    one: str
    two: str
    differs: bool | None
    only_one: tuple[Span, ...] = ()
    only_two: tuple[Span, ...] = ()

    @property
    def mark(self) -> str:
        """``!`` where the field differs, ``=`` where it does not, else a blank."""
        return " " if self.differs is None else "!" if self.differs else "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for and against one report, and what cannot be told, each as sentences."""

    in_favour: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    unknown: str = ""


def sides_of(one: Record, two: Record) -> tuple[Side, ...]:
    """The fields of two records side by side, those empty in both left out."""
    return tuple(
        _side(label, safe_text(first), safe_text(second))
        for label, first, second in _fields(one, two)
        if first or second
    )


def _fields(one: Record, two: Record) -> Iterator[tuple[str, str, str]]:
    for label in FIELDS:
        field = label.lower()
        yield label, shown_value(one, field), shown_value(two, field)


def _side(label: str, one: str, two: str) -> Side:
    differs = None if not one or not two else _letters(one) != _letters(two)
    only_one, only_two = only_in_each(one, two) if differs else ((), ())
    return Side(
        label=label, one=one, two=two, differs=differs, only_one=only_one, only_two=only_two
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def only_in_each(one: str, two: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where the words of each text stand that the other lacks, by the longest common runs.

    Capitals and punctuation do not count; words after the first 1,500 are not compared.
    """
    first, second = (list(_WORD.finditer(text))[:_COMPARED_WORDS] for text in (one, two))
    words = [[at.group().casefold() for at in found] for found in (first, second)]
    only_one: list[Span] = []
    only_two: list[Span] = []
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            only_one += [first[at].span() for at in range(a, b)]
            only_two += [second[at].span() for at in range(c, d)]
    return tuple(only_one), tuple(only_two)


def evidence_of(one: Record, two: Record) -> Evidence:
    """What a comparison of two records says, in sentences a person would argue with."""
    found = compare(*(prepare(record_number(at.id), at) for at in (one, two)))
    if found is None:
        return Evidence(against=("Title, place and identifiers have nothing in common.",))
    told = [*_texts(found, one, two), *_places(found, one, two), *_kinds(found)]
    unknown = [label for label, first, second in _fields(one, two) if bool(first) != bool(second)]
    return Evidence(
        in_favour=tuple(sentence for speaks, sentence in told if speaks),
        against=tuple(sentence for speaks, sentence in told if not speaks),
        unknown=f"Given by one record only: {', '.join(unknown)}." if unknown else "",
    )


def _texts(found: Features, one: Record, two: Record) -> Iterator[tuple[bool, str]]:
    if found.title is not None and found.title >= _SAME_TITLE:
        same = _letters(safe_text(one.title)) == _letters(safe_text(two.title))
        yield True, f"The titles are {'' if same else 'all but '}the same."
    elif found.beginning:
        yield True, "One title is the other's beginning."
    elif found.title is not None:
        yield found.title >= _LIKE, f"The titles are {found.title:.0f} % alike."
    if found.abstract is not None and not _UNLIKE <= found.abstract < _LIKE:
        yield found.abstract >= _LIKE, f"The abstracts are {found.abstract:.0f} % alike."


def _places(found: Features, one: Record, two: Record) -> Iterator[tuple[bool, str]]:
    named = (
        ("DOI", found.doi, one.doi, two.doi),
        ("PubMed number", found.pmid, one.pmid, two.pmid),
        ("first author", found.author, _first(one), _first(two)),
        ("year", None if found.years is None else not found.years, one.year, two.year),
        ("venue", found.venue, one.venue, two.venue),
        ("volume", found.volume, one.volume, two.volume),
        ("issue", found.issue, one.issue, two.issue),
        ("first page", found.pages, one.pages, two.pages),
    )
    for name, same, first, second in named:
        if same:
            yield True, f"Both have the same {name}: {first}."
        elif same is False:
            yield False, f"The {name} differs: {first} and {second}."


def _first(record: Record) -> str:
    return record.authors[0].name.rstrip(".") if record.authors else ""


def _kinds(found: Features) -> Iterator[tuple[bool, str]]:
    signs = (
        (found.names is False, "The other authors differ."),
        (found.numerals is False, "The titles hold different numbers."),
        (found.parts is False, "The titles count different parts."),
        (found.notices is False, "One of them is an erratum, a comment or a reply."),
        (found.version is False, "The DOIs name two versions."),
        (found.one_preprint, "One of them is a preprint."),
        (found.conference, "One of them is a congress contribution."),
    )
    for holds, sentence in signs:
        if holds:
            yield False, sentence
