"""The text of a table that somebody saved as CSV: UTF-8, UTF-16 with its mark, or Windows-1252.

Spreadsheets on Windows save "CSV" in the code page of the machine. Its bytes are taken for
Windows-1252 only where nothing speaks against it, and whoever asks is told so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from screening.errors import BadInput

_SHOWN = 3
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A letter of UTF-8 in two bytes or more: then a part of the file is UTF-8.
_PARTLY_UTF8 = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
# What Windows-1252 makes of the small letters of an old Macintosh: a capital inside a word.
_MACINTOSH = re.compile("[a-z][ŠŽŸ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """A text; ``read_as`` says that it was taken for Windows-1252, with words to look at."""

    text: str
    read_as: str = ""


def table_text(path: Path, *, windows: bool = False) -> TableText:
    """The text of a file.

    Args:
        path: the file.
        windows: take a text that is no UTF-8 for Windows-1252, as ``tamis import`` does, unless it
            cannot be or is mixed. Whoever says so tells ``read_as``.

    Raises:
        BadInput: it cannot be read, or is in another encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.", "Check the file's name and permissions."
        ) from error
    try:
        return TableText(text=data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig"))
    except UnicodeDecodeError:
        text = _as_windows(data) if windows else ""
    if not text:
        raise BadInput(f"{path} is not a UTF-8 text.", "Save it as 'CSV UTF-8'.")
    words = [f"'{word}'" for word in dict.fromkeys(re.findall(r"\w*[^\W\x00-\x7f]\w*", text))]
    such = f" Look whether words are right, such as {', '.join(words[:_SHOWN])}." if words else ""
    told = f"{path} is no UTF-8 text and was read as Windows-1252, as Excel saves 'CSV'.{such}"
    return TableText(text=text, read_as=told)


def _as_windows(data: bytes) -> str:
    """The text in Windows-1252; empty where it is in something else or mixed."""
    if _PARTLY_UTF8.search(data):
        return ""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return "" if _MACINTOSH.search(text) or "\x00" in text else text
