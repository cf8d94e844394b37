"""Publishers' notices in texts: no statements of a study, so nothing to find or to code.

Databases and publishers put them at an abstract's end: who holds the rights, who published it,
which database the record is of, and what readers may do with it. The text keeps them.
"""

from __future__ import annotations

import re

_SIGN = r"(?:©|ⓒ|\(c\)|&copy;)"
_YEAR = r"(?:1[89]|20)\d\d"
_NAME = r"(?-i:[A-ZÀ-Þ])"
# How such a sentence begins, whatever follows. An item of a list may be called (c).
_BEGINS = re.compile(
    rf"\W*{_SIGN}\s*(?:copyright\W+)?{_YEAR}\b|\W*(?:©|ⓒ|&copy;)\s*(?:the\s+)?(?:{_NAME}|authors?\b)"
    rf"|\W*copyright\W+(?:{_SIGN}\s*)?(?:{_YEAR}\b|by\s+(?:the\s+)?{_NAME})|\W*copyright\W*{_SIGN}"
    r"|\W*copyright\s+of\b.{1,300}\b(?:is|are|remains?)\s+the\s+property\s+of\b"
    rf"|\W*{_NAME}\w+\s+(?-i:Database\s+Record)\b"
    r"|\W*this\s+(?:article|work|abstract)\s+(?:is|may\s+be)\s+"
    r"(?:an\s+open[ -]access\s+article|licen[cs]ed\s+under|abridged|protected\s+by\s+copyright)\b"
    r"|\W*this\s+is\s+an\s+open[ -]access\s+article\b"
    r"|\W*no\s+warranty\s+is\s+given\b|\W*no\s+claim\s+to\s+original\b"
    r"|\W*(?:however,\s+)?users\s+(?:may\s+print,\s+download|should\s+refer\s+to\s+the\s+original)\b",
    re.IGNORECASE | re.DOTALL,
)
# A publisher by its name and nothing more.
_PUBLISHED = re.compile(
    r"\W*(?i:published\s+(?:online\s+)?by|publi[ée]\s+par)"
    rf"(?:\W+(?:[A-ZÀ-Þ][\w.&'’-]*|on\s+behalf|of|the|and|for|in|de|et|{_YEAR}))+\W*"
)
_RESERVED = re.compile(
    r"(?:all|some|tous(?:\s+les)?)\s+(?:rights|droits)\s+(?:are\s+)?(?:reserved|réservés)\W*",
    re.IGNORECASE,
)
_MOST_WORDS = 15


def is_notice(sentence: str) -> bool:
    """Whether a sentence is a publisher's notice on rights, licence or database, and nothing more.

    Sentences about copyright, licences or publishers are none: it goes by how such notices are
    written, from their first word on, or to their last.
    """
    if _BEGINS.match(sentence) or _RESERVED.fullmatch(sentence.lstrip('(“" ')):
        return True
    is_short = len(sentence.split()) <= _MOST_WORDS
    if is_short and _PUBLISHED.fullmatch(sentence):
        return True
    held = re.search(rf"{_SIGN}|\b{_YEAR}\b", sentence)
    ends = list(_RESERVED.finditer(sentence))
    return bool(is_short and held and ends and ends[-1].end() == len(sentence))
