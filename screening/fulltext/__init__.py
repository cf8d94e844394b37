"""Files of full texts in, their text with its pages out, and which report a file is of.

May import ``screening.records``, the registry, the console and the errors; ``extraction`` may
use it too. ``formats/`` is a registry: one module per format, found by itself. The text of a
file is in the normal form of ``screening.records.texts``; a form feed stands between two pages, so
that the text alone tells the page of each place in it.
"""

from screening.fulltext.catalogue import Catalogue
from screening.fulltext.clues import clues_of
from screening.fulltext.contract import Document, TextReader
from screening.fulltext.match import Candidate, Match, matches
from screening.fulltext.pages import PAGE_MARK, Page, found_in, page_at, pages_of
from screening.fulltext.reading import read_document, reader_of

__all__ = [
    "PAGE_MARK",
    "Candidate",
    "Catalogue",
    "Document",
    "Match",
    "Page",
    "TextReader",
    "clues_of",
    "found_in",
    "matches",
    "page_at",
    "pages_of",
    "read_document",
    "reader_of",
]
