"""Phrases quoted from the evidence: what two texts share, and the words that name a group best.

Nothing is generated: every phrase stands in a text as it is returned. A group's phrase is the one
whose words occur in most of its texts and in few others, as in class-based TF-IDF (Grootendorst
2022), longer ones first among equals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Protocol, TypeAlias

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BREAK = re.compile(r"[.;:,!?()\[\]\"]")
_SHORT_ENOUGH, _LONGEST = 8, 6
_FEWEST, _WHOLE = 3, 15
_SHOWN = 3
# Words that say nothing by themselves; too few to need a library.
_EMPTY = frozenset(
    """
    a an and are as at be been being but by can could did do does for from had has have he her
    his how i if in into is it its me more most my no not of on or our she so some such than
    that the their them then there these they this those to too up us was we were what when
    where which while who will with would you your
    """.split()  # noqa: SIM905 - a list of words reads better as text
)


class Parsed(Protocol):
    """Whether a statement is a clause, and its noun phrases: statement[start:end]."""

    @property
    def is_clause(self) -> bool:
        """Whether it has a finite verb."""

    @property
    def stretches(self) -> Sequence[tuple[int, int]]:
        """The noun phrases, longer ones and the shorter ones in them."""


Parsing: TypeAlias = Callable[[str], Parsed]


def shared_phrases(text: str, others: Iterable[str]) -> tuple[str, ...]:
    """The longest runs of words that a text shares with others, as they stand in it; at most 3."""
    words = _words(text)
    folded = [word.casefold() for word, _ in words]
    found: list[tuple[int, int]] = []
    for other in others:
        theirs = {" ".join(run) for run in _runs(_folded(other))}
        found += [
            (start, end)
            for start in range(len(words))
            for end in range(len(words), start, -1)
            if " ".join(folded[start:end]) in theirs and _says_something(folded[start:end])
        ]
    longest: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda at: (at[0] - at[1], at[0])):
        if all(end <= left or right <= start for left, right in longest):
            longest.append((start, end))
    return tuple(_between(text, words, start, end) for start, end in longest[:_SHOWN])


def phrase_finder(phrases: Sequence[str]) -> Callable[[str], int | None]:
    """What finds the first of some phrases that stands in a text.

    A phrase stands in a text if its words do, in its order, nothing but marks between. Runs of the
    text's words are looked up, so that many phrases take no longer than few.

    Returns:
        Text -> the number of the phrase; None if none stands in it.
    """
    known = [_folded(phrase) for phrase in phrases]
    first = {words: number for number, words in reversed(list(enumerate(known)))}
    longest = max(map(len, known), default=0)

    def find(text: str) -> int | None:
        words = _folded(text)
        runs = [
            words[start:end]
            for start in range(len(words))
            for end in range(start + 1, min(len(words), start + longest) + 1)
        ]
        return min((first[run] for run in (runs if words else [()]) if run in first), default=None)

    return find


def _runs(words: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + 12) + 1):
            yield words[start:end]


def _says_something(words: Sequence[str]) -> bool:
    """Neither first nor last word is empty, so "of mutual" is no phrase."""
    return words[0] not in _EMPTY and words[-1] not in _EMPTY


@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word, _ in _words(text))


def _words(text: str) -> list[tuple[str, int]]:
    return [(found[0], found.start()) for found in _WORD.finditer(text)]


def _between(text: str, words: Sequence[tuple[str, int]], start: int, end: int) -> str:
    last, at = words[end - 1]
    return text[words[start][1] : at + len(last)]


def key_phrase(
    central: str,
    statements: Sequence[str],
    background: Counter[str],
    named: Parsing | None = None,
) -> str:
    """A label for statements: the central one whole if it is short, else its best phrase.

    A sentence of more than 8 words is no name: its best noun phrase is, where it has one. Of a
    single wording without a verb there is nothing to tell which of its words matter, so more of it
    is kept: all of it up to 15 words, else its first clause of 3 to 15. Full stops at the end are
    left off.

    Args:
        central: the statement that the phrase is quoted from.
        statements: the group's, the central one among them.
        background: in how many statements of the review each folded word occurs.
        named: what tells the noun phrases of a statement; None: there is nothing that does.
    """
    words = _words(central)
    if len(words) <= _SHORT_ENOUGH:
        return _bare(central)
    weight = _weights(statements, background)
    parsed = named(central) if named else None
    if parsed and parsed.is_clause and (phrase := _best_named(central, parsed, weight)):
        return phrase
    alone = len({_folded(text) for text in statements}) < 2
    if alone and len(words) <= _WHOLE:
        return _bare(central)
    if alone and (clause := _first_clause(central)):
        return clause
    return _best_run(central, words, weight)


def _best_named(central: str, parsed: Parsed, weight: Mapping[str, float]) -> str:
    """The noun phrase whose words weigh most, of equal ones the first; empty if none weighs."""
    found = [(central[start:end], -start) for start, end in parsed.stretches]
    short = [at for at in found if len(_folded(at[0])) <= _SHORT_ENOUGH]
    ranked = [
        (_worth([word for word in _folded(text) if word not in _EMPTY], weight), first, text)
        for text, first in short
    ]
    best = max(ranked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else ""


def _worth(run: Sequence[str], weight: Mapping[str, float]) -> float:
    return sum(weight.get(word, 0.0) for word in set(run)) / (len(run) + 1)


def _best_run(central: str, words: Sequence[tuple[str, int]], weight: Mapping[str, float]) -> str:
    best: tuple[float, int, int] | None = None
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            run = [word.casefold() for word, _ in words[start:end]]
            phrase = _between(central, words, start, end)
            if _says_something(run) and not _BREAK.search(phrase):
                best = max(best or (0.0, 0, 0), (_worth(run, weight), start - end, -start))
    if best is None or best[1] == 0:
        return central
    start = -best[2]
    return _between(central, words, start, start - best[1])


def _bare(text: str) -> str:
    """A text without the full stop at its end; what the stop belongs to keeps it ("et al.")."""
    bare = text.removesuffix(".")
    last = bare.rpartition(" ")[2]
    return bare if last and "." not in last and last != "al" else text


def _first_clause(text: str) -> str:
    """The first part between marks that is long enough for a label; empty if there is none."""
    parts = (part.strip() for part in _BREAK.split(text))
    return next((part for part in parts if _FEWEST <= len(_words(part)) <= _WHOLE), "")


def _weights(statements: Sequence[str], background: Counter[str]) -> dict[str, float]:
    inside = Counter(word for text in statements for word in set(_folded(text)))
    total = max(1, sum(background.values()))
    return {
        word: count / len(statements) * log(1 + total / max(background[word], count))
        for word, count in inside.items()
        if word not in _EMPTY
    }


def word_counts(statements: Iterable[str]) -> Counter[str]:
    """In how many of the statements each folded word occurs."""
    return Counter(word for text in statements for word in set(_folded(text)))
