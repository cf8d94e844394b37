"""Authors' names as word sets, whatever the order and the dots of an export."""

from __future__ import annotations

import re

from screening.dedup.text import fold
from screening.records import Author

_MOST = 12
# Some exports glue authors together: "Ranchoux B.Gunther S."
_GLUE = re.compile(r"(?<=[a-z]\s[A-Z]\.)(?=[A-Z][a-z])|(?<=[A-Z]\.)(?=[A-Z][a-z]{2})")
_INITIALS = re.compile(r"(?:[A-Z]\.?[-\s]?){1,4}")
_OTHERS = re.compile(
    r",?\s*\bet al\b\.?|\bunknown\b|\banonymous\b|\[?no authors? (?:name )?(?:available|listed)\]?",
    re.IGNORECASE,
)


def printed_names(authors: tuple[Author, ...]) -> list[str]:
    """One text per author, at most twelve; glued ones are parted."""
    names: list[str] = []
    for author in authors[:_MOST]:
        text = f"{author.family}, {author.given}" if author.family else author.name
        parts = _GLUE.split(text) if "." in text else [text]
        names += [part for name in parts if (part := _OTHERS.sub("", name).strip())]
    return names[:_MOST]


def family_of(authors: tuple[Author, ...]) -> str:
    """The folded family name of the first author, empty if there is none."""
    names = printed_names(authors[:1])
    return fold(_family(names[0])).replace(" ", "") if names else ""


def _family(name: str) -> str:
    before, comma, _ = name.partition(",")
    if comma:
        return before
    words = name.split()
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        kept = [word for word in words if not _INITIALS.fullmatch(word)]
        return " ".join(kept) or name
    return words[-1] if words else ""


def name_words(authors: tuple[Author, ...]) -> str:
    """Every word of three letters and more in the names, sorted; shorter ones if there is none.

    >>> name_words((Author(name="Roe, Jane"), Author(name="A. Doe")))
    'doe jane roe'
    """
    words = set(fold(" ".join(printed_names(authors))).split())
    long = {word for word in words if len(word) > 2}
    return " ".join(sorted(long or words))
