"""Text as any file can hold it, without controls and halves of characters; dates as printed."""

from __future__ import annotations

import re

# XML 1.0, spreadsheets and terminals know none of these; tab and line feed stay.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without controls; LF ends its lines, what is no character is marked as such."""
    if text.isascii() and text.isprintable():  # most texts, and the empty one
        return text
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """The text on one line, with single blanks."""
    return " ".join(plain(text).split())


def unbroken(text: str) -> str:
    """A text that stays in its line: as it is, or on one line if something in it would end that."""
    return one_line(text) if _BREAKS.search(text) else text


def printed_date(date: str) -> str:
    """An ISO date as PubMed prints it: ``2011 Mar 2``, no more precise than it is."""
    year, *rest = date.split("-")
    if not rest or not (rest[0].isdecimal() and 1 <= int(rest[0]) <= len(_MONTHS)):
        return year
    return " ".join((year, _MONTHS[int(rest[0]) - 1], *(part.lstrip("0") for part in rest[1:])))
