"""Methods that propose findings from a record's texts; a file in ``methods/`` is a method.

Imports the pipeline, the findings, the documents, the spans and screening's registry.
"""

from extraction.extractors.contract import Candidate, Extractor
from extraction.extractors.notices import is_notice
from extraction.extractors.registry import extractor_named, extractors

__all__ = ["Candidate", "Extractor", "extractor_named", "extractors", "is_notice"]
