"""Numbers as abstracts write them: 1,234 or one hundred and thirty-four."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_GREAT = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
NUMBER_WORDS = frozenset(_SMALL) | frozenset(_GREAT)
_BETWEEN = frozenset({"-", "and", "\N{NON-BREAKING HYPHEN}"})
_DIGITS = re.compile(r"\d{1,9}|\d{1,3}(?:[,\u00a0\u202f]\d{3})+")


def number_of(tokens: Sequence[str]) -> int | None:
    """The whole number that tokens write, None if they write none."""
    if len(tokens) == 1 and _DIGITS.fullmatch(tokens[0]):
        return int(re.sub(r"\D", "", tokens[0]))
    words = [token.casefold() for token in tokens]
    if words and words[0] in ("a", "one") and len(words) > 1 and words[1] in _GREAT:
        words[0] = "one"
    return _in_words(words)


def _in_words(words: Sequence[str]) -> int | None:
    whole, part, seen = 0, 0, False
    for word in words:
        if word in _SMALL:
            part, seen = part + _SMALL[word], True
        elif word == "hundred":
            part *= 100
        elif word in _GREAT:
            whole, part = whole + part * _GREAT[word], 0
        elif word not in _BETWEEN:
            return None
    return whole + part if seen else None
