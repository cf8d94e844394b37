"""Texts as numbers of words, and pairs of neighbouring words as numbers of pairs.

Imported lazily: needs numpy.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_WORD = re.compile(r"\w\w+")
# Scripts written without blanks between words: overlapping pairs of characters stand for words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


def spaced(text: str) -> str:
    """The text with Chinese and Japanese runs as overlapping pairs of characters."""
    return text if text.isascii() else _UNSPACED.sub(_pairs, text)


def _pairs(run: re.Match[str]) -> str:
    characters = run.group()
    pairs = (characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
    return f" {' '.join(pairs)} "


def words_of(text: str) -> list[str]:
    """The words of a text: small letters, at least two characters, as scikit-learn cuts them."""
    return _WORD.findall(spaced(text).lower())


class _Numbers(dict[str, int]):
    """Numbers by word; a word asked for by index gets the next number if it has none."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Vocabulary:
    """Every word once, numbered in the order of its first sight."""

    def __init__(self) -> None:
        self.numbers = _Numbers()

    def __len__(self) -> int:
        return len(self.numbers)

    def learn(self, texts: Iterable[str]) -> Tokens:
        """The words of some texts; new ones are taken in."""
        number = self.numbers.__getitem__
        words, starts = array("i"), array("q", [0])
        for text in texts:
            words.extend(map(number, words_of(text)))
            starts.append(len(words))
        return _tokens(words, starts)

    def known(self, text: str) -> Tokens:
        """The words of one text, unknown ones as -1."""
        found = array("i", (self.numbers.get(word, -1) for word in words_of(text)))
        return _tokens(found, array("q", [0, len(found)]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tokens:
    """Texts as word numbers.

    Attributes:
        words: the number of each word of all texts, one text after another, int32.
        starts: where each text starts in ``words``, and the end; shape (texts + 1,).
    """

    words: NDArray[np.int32]
    starts: Numbers

    @property
    def rows(self) -> NDArray[np.int32]:
        """Which text each word stands in."""
        return np.repeat(np.arange(self.starts.size - 1, dtype=np.int32), np.diff(self.starts))

    def part(self, first: int, last: int) -> Tokens:
        """The texts from ``first`` up to, but without, ``last``."""
        starts = self.starts[first : last + 1]
        return Tokens(words=self.words[starts[0] : starts[-1]], starts=starts - starts[0])

    def pairs(self, base: int) -> tuple[NDArray[np.int32], Numbers]:
        """(text, pair) of all words that stand side by side; a pair is first * base + second."""
        rows = self.rows
        inside = rows[1:] == rows[:-1]
        first, second = self.words[:-1][inside].astype(np.int64), self.words[1:][inside]
        numbers = np.where((first < 0) | (second < 0), -1, first * base + second)
        return rows[1:][inside], numbers


def _tokens(words: array[int], starts: array[int]) -> Tokens:
    return Tokens(words=np.frombuffer(words, np.int32), starts=np.frombuffer(starts, np.int64))
