"""Files of full texts in, their text with its pages out, and which report a file is of.

May import ``screening.records``, ``screening.registry`` and ``screening.errors``; ``extraction``
may use it too. ``formats/`` is a registry: one module per format, found by itself. The text of a
file is in the normal form of ``screening.records.texts``; a form feed stands between two pages, so
that the text alone tells the page of each place in it.
"""

from screening.fulltext.contract import Document, TextReader
from screening.fulltext.pages import PAGE_MARK, page_at, page_count, pages_of
from screening.fulltext.reading import read_document

__all__ = [
    "PAGE_MARK",
    "Document",
    "TextReader",
    "page_at",
    "page_count",
    "pages_of",
    "read_document",
]
