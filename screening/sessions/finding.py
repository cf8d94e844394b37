"""Find records of a review by words in titles, abstracts and authors. Leaves nothing in the log."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from screening.errors import UsageError
from screening.records import Record
from screening.sessions.merged import merged_records
from screening.sessions.review import Review

MOST = 100
_WANTED = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found for a text: the first records of all that match, in the order of import."""

    text: str
    records: tuple[Record, ...]
    total: int


def find(review: Review, text: str, *, with_authors: bool = True) -> Found:
    """The records that hold all the words, or the phrases in quotes; capitals and accents aside.

    Args:
        review: the open review; marked duplicates are looked at within the record kept.
        text: words, each of which may be part of a longer one.
        with_authors: whether to look at the authors too; at their years and venues never.

    Raises:
        UsageError: nothing to look for.
    """
    wanted = tuple(folded(quoted or word) for quoted, word in _WANTED.findall(text))
    if not any(wanted):
        raise UsageError("No words were given to look for.", "Type a word, or part of one.")
    total, first = 0, []
    for record in merged_records(review, review.state.unique_records()):
        if all(word in folded(_text_of(record, with_authors)) for word in wanted):
            total += 1
            first += [record] if total <= MOST else []
    return Found(text=text.strip(), records=tuple(first), total=total)


def _text_of(record: Record, with_authors: bool) -> str:  # noqa: FBT001 - a private filter
    names = [author.name for author in record.authors] if with_authors else []
    return "\n".join((record.id, record.title, record.abstract, *record.keywords, *names))


def folded(text: str) -> str:
    """A text as it is compared: no capitals, no accents, single blanks."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(at for at in apart if not unicodedata.combining(at))
    return " ".join(text.casefold().split())
