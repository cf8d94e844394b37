"""Text into sentences and phrases with exact offsets: the one address of spaCy.

Imports the kernel's errors. Of the English model ``en_core_web_sm`` only the sentence recogniser
is used, with rules around it; the model is named and versioned in ``MODEL``.
"""

from extraction.pipeline.loading import MODEL, model_version, spacy_splitter
from extraction.pipeline.phrases import Phrase, PhraseFinder, Rule
from extraction.pipeline.sentences import Sentence, Splitter, label_rules, sentences

__all__ = [
    "MODEL",
    "Phrase",
    "PhraseFinder",
    "Rule",
    "Sentence",
    "Splitter",
    "label_rules",
    "model_version",
    "sentences",
    "spacy_splitter",
]
