"""Folded titles: the words without case, accents, brackets, notices and notes on language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from screening.dedup.types import Notice

_LONGEST = 1000
_NOT_WORD = re.compile(r"[^\w]+|_+")
_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon"),
    *("phi", "chi", "psi", "omega"),
)
# Letters that Unicode does not take apart: Greek by name, micro, eszett, stroke and ligature ones.
_LETTERS = {0x3B1 + at: name for at, name in enumerate(_GREEK)} | {
    0xB5: "mu", 0xDF: "ss", 0xF8: "o", 0x111: "d", 0x142: "l", 0xE6: "ae", 0x153: "oe", 0x131: "i",
}  # fmt: skip
_APOSTROPHE = re.compile(r"(?<=\w)['’`\u00b4](?=s\b)")
_GROUPED = re.compile(r"(?<=\d)[,\s](?=\d{3}\b)")
_NO_TITLE = re.compile(
    r"#name\W*|\W*(?:no|untitled|not) ?title ?(?:available|given|supplied)?\W*|untitled",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"\s*[\[(](?:in )?(?:chinese|russian|german|french|spanish|italian|japanese|polish|portuguese|"
    r"turkish|korean|czech|danish|dutch|swedish|norwegian|hungarian|persian|ukrainian|"
    r"author'?s transl\w*)[\])]\.?\s*$",
    re.IGNORECASE,
)
# Ovid and PubMed add notes in brackets: the report itself is meant, not the erratum or comment.
_NOTE = re.compile(
    r"\s*\.?\s*(?:\((?:see comments?|multiple letters)\)|\[errat\w+ appears\b.*|"
    r"\[(?:see comments?|comment(?:ed)? (?:in|on)|republished|retraction in|reviews?\b|"
    r"\d+ refs|letter|note|"
    r"summary for|original\b|[^\[\]]*\b(?:19|20)\d\d[^\[\]]*;\s*\d|\d\])[^\[\]]*\]?)\.?\s*$",
    re.IGNORECASE,
)
# Web of Science tells a correction by what it corrects, "(vol 360, pg 542, 2009)", Embase as well:
# "(New England Journal of Medicine (2009) 360 (542-544))".
_CORRECTS = re.compile(
    r"\s*\((?:vol\.? \d+,? (?:pg|p|art\w*)\.? [^()]*\)|"
    r"[^()]{3,150}\((?:[a-z]+\.? (?:\d\d?,? )?)?(?:19|20)\d\d\)[\s:,]*\d+[\s(:].*)\.?\s*$",
    re.IGNORECASE,
)
# The American Heart Association prints "Abstract 1234: " before the titles of a congress.
_ABSTRACT_NUMBER = re.compile(r"^abstract\s+[a-z]{0,3}\W?\d+[a-z]?\s*[:.]\s*", re.IGNORECASE)
_FLAG = re.compile(r"^(?:retracted(?: article)?|withdrawn)\s*[:.]\s*", re.IGNORECASE)
# "Correction of scoliosis" and "Response to cisplatin" are titles of their own; a colon or the
# thing replied to makes them notices.
_ERRATUM = re.compile(
    r"^(?:(?:author|publisher)s?(?:['’]s?)?\s+)?(?:erratum|errata|corrigend\w+|"
    r"expression of concern|(?:correction|retraction|addendum)(?=\s*[:.]|\s+(?:to|notice)\b))"
    r"(?:\s+(?:notice|note))?(?:\s+(?:to|for|of|in))?\W*",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"^(?:(?:in\s+)?reply(?=\s*[:.]|\s+to\b)(?:\s+to)?|response(?:(?=:)|\s+to(?=:)|"
    r"\s+to\s+(?:the\s+)?(?:letter|comment\w*|editor\w*)(?:\s+(?:to|on|by))?)|re(?=:)|"
    r"comment\w*(?=\s*[:.]|\s+on\b)(?:\s+on)?|authors?(?:['’]s?)?\s+(?:reply|response)|"
    r"letter(?:\s+to\s+the\s+editor)?(?=\s*[:.])|summary of(?=:))\W+",
    re.IGNORECASE,
)
_COMMENT_END = re.compile(
    r"[\W_]+(?:authors?(?:['’]s?)?\s+(?:reply|response)|reply|"
    r"(?:editorial|invited) comment\w*)\W*$|\s[-–—:.]\s*reply to\b.{1,60}$",
    re.IGNORECASE,
)
_ERRATUM_END = re.compile(r"[.:(\[–-]+\s*(?:erratum|corrigendum)\W*$", re.IGNORECASE)
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
}  # fmt: skip
_COUNTED = {"i": "1", "v": "5", "x": "10", "one": "1", "two": "2", "three": "3", "first": "1",
            "second": "2", "third": "3", **_ROMAN}  # fmt: skip
_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12", "first": "1", "second": "2", "third": "3",
    "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9",
    "tenth": "10", **_ROMAN,
}  # fmt: skip
_PART = re.compile(
    r"\b(?:part|phase|chapter|section|volume|vol|study|experiment|paper|episode|round|wave|"
    r"case|stage|module|lecture)s? "
    r"(\d+|[ivx]+|one|two|three|[a-e])\b"
)
_NUMBER = re.compile(r"\d+")
_ENDING = re.compile(r" (\d{1,2}|[ivx]{1,4})$")


def fold(text: str) -> str:
    """Lower case, no accents, Greek letters by name, words parted by single blanks.

    >>> fold("β-Catenin’s rôle — 10,000 cases")
    'beta catenins role 10000 cases'
    """
    text = _GROUPED.sub("", _APOSTROPHE.sub("", text.lower()))
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in text if not unicodedata.combining(mark))
        text = text.translate(_LETTERS)
    return _NOT_WORD.sub(" ", text).strip()


def without_notice(title: str) -> tuple[str, Notice]:
    """The folded title that a notice is about, and the kind of notice.

    >>> without_notice("Erratum to: Sleep in rats [Chinese]")
    ('sleep in rats', <Notice.ERRATUM: 'erratum'>)
    """
    if _NO_TITLE.fullmatch(title.strip()):
        return "", Notice.NONE
    title = title[:_LONGEST]
    plain = _CORRECTS.sub("", title)
    corrects = plain != title
    plain = _ABSTRACT_NUMBER.sub("", _FLAG.sub("", without_notes(plain))).strip()
    if corrects:
        return fold(plain), Notice.ERRATUM
    for kind, start, end in (
        (Notice.ERRATUM, _ERRATUM, _ERRATUM_END),
        (Notice.COMMENT, _COMMENT, _COMMENT_END),
    ):
        rest = end.sub("", start.sub("", plain))
        if rest not in (plain, ""):
            return fold(rest), kind
    return fold(plain), Notice.NONE


def without_notes(title: str) -> str:
    """The title without what databases add at its end: language, number of references, comments.

    >>> without_notes("Sleep in rats [Review] [33 refs]")
    'Sleep in rats'
    """
    while (plain := _NOTE.sub("", _LANGUAGE.sub("", title))) not in ("", title):
        title = plain
    return title


def numerals_of(title: str) -> tuple[str, ...]:
    """The numbers in a folded title, in digits, in words or Roman ones from two on, sorted."""
    return tuple(sorted(_numbers(title)))


def _numbers(title: str) -> Iterator[str]:
    for found in _NUMBER.finditer(title):
        yield found.group().lstrip("0") or "0"
    for word in title.split():
        if word in _WORDS:
            yield _WORDS[word]


def parts_of(title: str) -> tuple[str, ...]:
    """What numbers a report within a series: part II, phase 3, a number at the very end.

    >>> parts_of("stress in rats part ii"), parts_of("stress in rats 2"), parts_of("stress")
    (('2',), ('2',), ())
    """
    found = [_COUNTED.get(word, word) for word in _PART.findall(title)]
    ending = _ENDING.search(title)
    if not found and ending:
        found = [_COUNTED.get(ending[1], ending[1])]
    return tuple(found)
