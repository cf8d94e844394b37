"""Text into sentences and phrases with exact offsets: the one address of spaCy.

Imports the kernel's errors. Of the English model ``en_core_web_sm`` the sentence recogniser is
used, with rules around it, and for the noun phrases of long statements tagger and parser; the model
is named and versioned in ``MODEL``.
"""

from extraction.pipeline.loading import MODEL, model_version, spacy_splitter
from extraction.pipeline.noun_phrases import NounPhrases, noun_phrases
from extraction.pipeline.phrases import Phrase, PhraseFinder, Rule
from extraction.pipeline.sentences import Sentence, Splitter, label_rules, sentences

__all__ = [
    "MODEL",
    "NounPhrases",
    "Phrase",
    "PhraseFinder",
    "Rule",
    "Sentence",
    "Splitter",
    "label_rules",
    "model_version",
    "noun_phrases",
    "sentences",
    "spacy_splitter",
]
