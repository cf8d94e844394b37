"""The noun phrases of a statement by spaCy's parser: what a code can be called.

A noun phrase names something, a clause says something of it. Three kinds of phrases name nothing by
themselves and are left out: pronouns; what points back by "this" or "our"; and what stands in front
of the subject, before a comma, as "As a result" does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.pipeline.loading import parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Penn Treebank: verbs in the past and present tense, and modal verbs.
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
# Of an English sentence's words, this many at least are the language's commonest.
_ENGLISH = 0.2
_JOINTS = 2
"""How many further phrases one may be lengthened by: "lack of time and money"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NounPhrases:
    """Whether a text is a clause, having a finite verb, and its noun phrases: text[start:end]."""

    is_clause: bool
    stretches: tuple[tuple[int, int], ...]


def noun_phrases(text: str) -> NounPhrases:
    """The noun phrases of an English statement, without their articles; longer ones too.

    A statement in another language is taken for no clause and has none.

    Raises:
        ReviewError: spaCy or its model does not load.
    """
    document = parser()(text)
    if not _is_english(document):
        return NounPhrases(is_clause=False, stretches=())
    chunks = list(document.noun_chunks)
    found = dict.fromkeys(
        (document[first].idx, document[last - 1].idx + len(document[last - 1]))
        for number, chunk in enumerate(chunks)
        if _names_something(chunk) and not _is_fronted(chunk, document)
        for first, last in _lengths(chunks, number, document)
    )
    is_clause = any(token.tag_ in _FINITE for token in document)
    return NounPhrases(is_clause=is_clause, stretches=tuple(found))


def _is_english(document: Doc) -> bool:
    words = [token for token in document if token.is_alpha]
    return sum(token.is_stop for token in words) >= _ENGLISH * len(words) > 0


def _names_something(chunk: Span) -> bool:
    """Not where a sign such as % is counted, nor where something said before is meant."""
    is_noun = chunk.root.tag_ in _NOUNS and any(sign.isalpha() for sign in chunk.root.text)
    return is_noun and not any(_points_back(token) for token in chunk)


def _points_back(token: Token) -> bool:
    return token.tag_ == "PRP$" or "Dem" in token.morph.get("PronType", [])


def _is_fronted(chunk: Span, document: Doc) -> bool:
    """Whether a comma parts the phrase from the subject of its sentence, which comes later."""
    subjects = (at for at in chunk.root.sent.root.children if at.dep_ in _SUBJECTS)
    subject = next((at.left_edge.i for at in subjects), 0)
    return any(token.text == "," for token in document[chunk.end : max(chunk.end, subject)])


def _lengths(chunks: Sequence[Span], number: int, document: Doc) -> Iterator[tuple[int, int]]:
    """A phrase without its articles, then together with those joined to it, by their tokens."""
    first, last = chunks[number].start, chunks[number].end
    while first < last - 1 and document[first].tag_ in ("DT", "PDT", "CD"):
        first += 1
    yield first, last
    for after in chunks[number + 1 : number + 1 + _JOINTS]:
        joint = document[last : after.start]
        inside = range(first, last)
        if len(joint) != 1 or joint[0].head.i not in inside or joint[0].dep_ not in ("prep", "cc"):
            return
        if not _names_something(after):
            return
        last = after.end
        yield first, last
