"""Normal forms: what a title, DOI, date or page range looks like inside a review.

Pure functions over strings; standard library only. Each is applied once, at the border, so that
text is never unescaped twice.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_INLINE = (
    "i|b|u|s|em|strong|sub|sup|inf|span|font|small|big|tt|code|a|italic|bold|sc|underline|strike|"
    "styled-content|xref|ext-link|abbr|cite|q|mark|body|html|tbody|thead|img"
)
_BLOCK = "p|br|div|li|ul|ol|h[1-6]|title|sec|tr|td|th|table|blockquote|hr|dd|dt|dl|pre|label|"
_BLOCK += "list|list-item|AbstractText|CopyrightInformation|formula"
_ATTRIBUTE = r"\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)"
# Only what is written like attributes may follow the name: "a <b and c> d" is no tag.
_TAG_TAIL = rf"(?:{_ATTRIBUTE})*\s*/?>"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}|mml:[\w-]+|m:[\w-]+|math){_TAG_TAIL}", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:jats:[\w-]+|{_BLOCK}){_TAG_TAIL}", re.IGNORECASE)
_JATS_INLINE = re.compile(rf"</?jats:(?:{_INLINE}){_TAG_TAIL}", re.IGNORECASE)
_SECTION = re.compile(r"<AbstractText\s(?>[^<>]*?Label=\")([^\"<>]+)\"[^<>]*>")
_MAYBE_TAG = re.compile(r"</?[A-Za-z]")
# A name without its semicolon is none before "=": "?id=1&copy=2" is an address.
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{1,31}+(?:;|(?!=)))")
_LONGEST_ENTITY = 40
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r"\s*\n\s*")

_MISSING = frozenset(
    {"", "-", "--", "na", "n/a", "n.a.", "null", "none", "nan", "[na]", "undefined"}
)
# Every text that says there is none begins with one of these.
MISSING_STARTS = frozenset("-nN[(uUaA")
_LONGEST_WORD = max(map(len, _MISSING))
_NO_ABSTRACT = re.compile(
    r"\[?\(?\s*(?:no abstract(?: is)?(?: available| provided| found)?|abstract not available|"
    r"abstract unavailable|no abstract text)\s*[.!]?\s*\)?\]?[.!]?",
    re.IGNORECASE,
)

_COPYRIGHT_WHOLE = re.compile(
    r"\s*(?:copyright of .{0,400}? is the property of|\W?\s*(?:©|\(c\)|copyright\b)\s*"
    r"(?:©|\(c\))?\s*(?:copyright\s*)?\d{4})",
    re.IGNORECASE | re.DOTALL,
)

# An angle bracket ends a DOI, but for the part between two in a number of SICI (ANSI/NISO Z39.56).
_SICI = r"<[\w.]{0,20}+:[^\s\"<>]{0,60}+>[^\s\"<>]{0,20}+"
_DOI = re.compile(rf"10\.\d{{4,9}}+(?:\.\d++){{0,8}}+/[^\s\"<>]++(?:{_SICI})?")
_IN_ADDRESS = re.compile(r"%(2[89f]|3[abce])", re.IGNORECASE)
_DOI_CLOSING = {")": "(", "]": "[", "}": "{"}
_PMID = re.compile(r"(?<!\d)\d{1,8}(?!\d)")
_ISSN = re.compile(r"(?<![\dA-Za-z])(\d{4})[-\u2010–]?(\d{3}[\dXx])(?![\dA-Za-z])")
_ORCID = re.compile(r"\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx]")


def strip_markup(text: str) -> str:
    """The text without HTML, JATS and MathML tags.

    Inline tags vanish without leaving a blank (``CO<inf>2</inf>`` -> ``CO2``); paragraphs and
    line breaks become a newline. ``p < 0.05`` and unknown tags are left alone.
    """
    if "<" not in text or not _MAYBE_TAG.search(text):
        return text
    text = _SECTION.sub(r"\n\1: ", _JATS_INLINE.sub("", text))
    return _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text))


def clean_text(text: str, *, keep_lines: bool = False) -> str:
    """Plain text: entities resolved once, tags removed, white space normalised, Unicode NFC.

    Args:
        text: as it stands in the file.
        keep_lines: keep line ends as paragraph marks; otherwise they become blanks.
    """
    if "<" in text or "&" in text:
        text = _resolved(text)
    if not text.isprintable():
        return _spaced(text, keep_lines=keep_lines)
    # Most values: one line whose only white space is the blank.
    text = text.strip()
    if "  " in text:
        text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _resolved(text: str) -> str:
    """The text with its tags removed and its entities resolved, tags written as entities too."""
    text = strip_markup(text)
    return strip_markup(_ENTITY.sub(_character, text)) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    return _unescaped(entity[0])


@lru_cache(maxsize=1024)
def _unescaped(entity: str) -> str:
    # No character has a number of so many digits, and Python refuses to read one.
    return html.unescape(entity) if len(entity) <= _LONGEST_ENTITY else "\ufffd"


def _spaced(text: str, *, keep_lines: bool) -> str:
    """Text of several lines, or with control characters or other white space than blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", "").replace("\xa0", "").isprintable():
        text = _CONTROL.sub("", text)
    text = unicodedata.normalize("NFC", text)
    if not keep_lines:
        return " ".join(text.split())
    return _NEWLINES.sub("\n", _SPACES.sub(" ", text)).strip()


def has_markup(text: str) -> bool:
    """Whether cleaning would take tags out of the text, escaped or not."""
    return strip_markup(text) != text or (
        "&lt;" in text and strip_markup(plain := _ENTITY.sub(_character, text)) != plain
    )


def is_missing(text: str) -> bool:
    """Whether the text only says that there is none: ``NA``, ``null``, ``[No abstract available]``.

    >>> is_missing("[No abstract available]"), is_missing("Na+ channels")
    (True, False)
    """
    folded = text.strip()
    if folded and folded[0] not in MISSING_STARTS:
        return False
    is_word = len(folded) <= _LONGEST_WORD and folded.casefold() in _MISSING
    return is_word or bool(_NO_ABSTRACT.fullmatch(folded))


def is_copyright_notice(text: str) -> bool:
    """Whether the whole text is a publisher's notice and no abstract (EBSCO's second ``AB``)."""
    return bool(_COPYRIGHT_WHOLE.match(text))


def normal_doi(text: str) -> str:
    """The first DOI in the text: lower-case, without resolver or ``doi:``; empty if there is none.

    >>> normal_doi("https://doi.org/10.1016/S0140-6736(05)67889-X.")
    '10.1016/s0140-6736(05)67889-x'
    """
    if "%" in text:
        text = _IN_ADDRESS.sub(lambda code: chr(int(code[1], 16)), text)
    found = _DOI.search(text)
    if not found:
        return ""
    return _without_closing(found.group().lower())


def _without_closing(doi: str) -> str:
    """A DOI without the marks of the sentence around it, brackets that close nothing included."""
    surplus = {mark: doi.count(mark) - doi.count(opens) for mark, opens in _DOI_CLOSING.items()}
    end = len(doi)
    while end and ((mark := doi[end - 1]) in ".,;:'" or surplus.get(mark, 0) > 0):
        end -= 1
        if mark in surplus:
            surplus[mark] -= 1
    return doi[:end]


def normal_pmid(text: str) -> str:
    """The PubMed number in ``PMID: 123`` or a PubMed address; empty if there is none."""
    found = _PMID.search(text)
    return found.group().lstrip("0") if found else ""


def find_issns(text: str) -> tuple[str, ...]:
    """All ISSNs of the text as ``1234-567X``, in order, without repeats."""
    found = (f"{a}-{b.upper()}" for a, b in _ISSN.findall(text))
    return tuple(dict.fromkeys(found))


def normal_orcid(text: str) -> str:
    """``0000-0002-1825-0097`` out of an address or a run of 16 digits; empty if there is none."""
    found = _ORCID.search(text)
    if not found:
        return ""
    digits = found.group().replace("-", "").upper()
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def page_range(start: str, end: str) -> str:
    """``573-578`` out of first and last page; one page alone if the other is missing or equal."""
    start, end = start.strip(), end.strip()
    if not start or not end or start == end or "-" in start or "–" in start:
        return start or end
    return f"{start}-{end}"
