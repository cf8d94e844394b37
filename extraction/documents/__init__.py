"""The texts of a record in which findings stand: immutable, in one normal form, with SHA-256.

Imports the spans and the kernel's words.
"""

from extraction.documents.source_text import SOURCES, SourceText, source_texts, text_from

__all__ = ["SOURCES", "SourceText", "source_texts", "text_from"]
