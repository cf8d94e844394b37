"""What Ovid packs into one line: a source with volume and pages, a name with its footnote marks."""

from __future__ import annotations

import re

# As PsycINFO, Journals@Ovid, MEDLINE with Embase, BIOSIS and the others write it, in this order;
# tests/readers has one line of each.
_SOURCES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<venue>.+?)\. Vol\. ?(?P<volume>\w+)\((?P<issue>[^,]*)\),.*?pp\. (?P<pages>[\w-]+)",
        r"(?P<venue>.+?)[. ]+(?:[A-Z][a-z/A-Z]+ )?(?:\d{1,2}, )?\d{4};(?P<volume>\w+)"
        r"(?:\((?P<issue>[^)]+)\))?:(?P<pages>[\w-]+)",
        r"(?P<venue>.+?)\. (?P<volume>\w+) ?(?:\((?P<issue>[^)p]+)\))?(?::| ?\(pp )"
        r"(?P<pages>[\w-]+)",
        r"(?P<venue>.+?)\. (?P<volume>\w+)(?:\((?P<issue>[^)]+)\)),",
        r"(?P<venue>[^\[\]()\d]+?)[ ,.]+\d",
    )
)
_NOTE_MARKS = re.compile(r"(?:\s*\[[^\]]*\])+\s*$|(?<=[^\W\d_.])[\s,]+[\d+*,\s()]+$")
_NAME_LIMIT = 300
_SOURCE_LIMIT = 600
_LAST_STOP = re.compile(r"(?<=[a-z]{3})\.$")
_TITLE_NOTE = re.compile(
    r"\s*\[(?:References|Article|Miscellaneous|Review|Reviews|Letter|Editorial|Erratum|Report)\]"
    r"\.?\s*$"
)


def source_parts(text: str) -> dict[str, str]:
    """Venue, volume, issue and pages out of Ovid's ``SO``; what it does not state is left out.

    >>> source_parts("Nursing Today. Vol.43(5), Sep 2015, pp. 623-634.")["pages"]
    '623-634'
    """
    for pattern in _SOURCES:
        if found := pattern.match(text[:_SOURCE_LIMIT]):
            return {name: value.strip() for name, value in found.groupdict().items() if value}
    return {}


def plain_name(text: str) -> str:
    """A name without role in brackets, footnote marks and closing stop.

    >>> plain_name("Lind, Ada 1,2,+"), plain_name("Berg, Bo B. [Inventor]"), plain_name("Ek, Eva.")
    ('Lind, Ada', 'Berg, Bo B.', 'Ek, Eva')
    """
    text = " ".join(text.split())
    if len(text) > _NAME_LIMIT:  # a paragraph, not a name
        return text
    return _LAST_STOP.sub("", _NOTE_MARKS.sub("", text).strip())


def plain_title(text: str) -> str:
    """A title without Ovid's closing note such as ``[References].``."""
    return _TITLE_NOTE.sub("", " ".join(text.split()))
