"""What kind of document a record is, in the words of each format."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """The kinds every reference format tells apart."""

    JOURNAL = "journal article"
    CONFERENCE = "conference paper"
    CHAPTER = "book chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    PREPRINT = "preprint"
    OTHER = "other"


# The first that is found in the type's words; "Book chapter" is no book.
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.CONFERENCE, re.compile(r"conf|proceeding|cpaper|meeting")),
    (Kind.CHAPTER, re.compile(r"chap|incollection|inbook|section")),
    (Kind.THESIS, re.compile(r"thes[ie]s|dissertation")),
    (Kind.REPORT, re.compile(r"rprt|\breport\b|techreport|working paper")),
    (Kind.PREPRINT, re.compile(r"preprint|unpb|unpublished")),
    (Kind.JOURNAL, re.compile(r"jour|article|ejour|review|trial|letter|editorial|comment")),
    (Kind.BOOK, re.compile(r"book|monograph")),
)


def kind_of(type_name: str, venue: str) -> Kind:
    """The kind a type's name says; a record with a venue and no type is a journal article."""
    folded = type_name.casefold()
    for kind, words in _WORDS:
        if words.search(folded):
            return kind
    return Kind.JOURNAL if venue and not folded else Kind.OTHER
