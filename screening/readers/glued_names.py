"""Names that an export glues together: ``Ada LindBo Berg`` of SpringerLink's CSV.

A name ends where a small letter, or a character of a script without capitals, meets a capital;
unless what stands before it is no whole name (``DeHao Chen``) or a prefix of one (``McCann``).
"""

from __future__ import annotations

import re

_MEETING = re.compile(r"(?<=[^\W\d_A-Z])(?=[^\W\d_a-z])")
_PREFIX = re.compile(
    r"(?:^|[\s\-–'’])(?:Mc|Mac|De|Di|Da|Du|La|Le|Lo|Van|Von|Fitz|Al|El|Ben|Ab|Abd|Abu)$"
)


def parted(glued: str) -> list[str]:
    """The names of a cell; one alone if it shows no place to part it.

    >>> parted("Ada B. LindDeHao ChenBo McCann")
    ['Ada B. Lind', 'DeHao Chen', 'Bo McCann']
    """
    names = [""]
    for piece in _pieces(glued):
        if _is_whole(names[-1]):
            names.append(piece)
        else:
            names[-1] += piece
    return names


def _pieces(text: str) -> list[str]:
    """The text cut wherever a capital follows a letter that is none."""
    cuts = [
        found.start()
        for found in _MEETING.finditer(text)
        if text[found.start()].isupper() and not text[found.start() - 1].isupper()
    ]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _is_whole(name: str) -> bool:
    return len(name.split()) > 1 and not _PREFIX.search(name)
