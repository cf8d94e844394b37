"""Which record of the review an entry of another tool's export is.

Looked up are, the surest first: the record's id here, DOI, PubMed number, and the same title
(folded: case, accents and punctuation do not count) in the same year. An id, DOI or number alone is
not believed where the titles speak against it. Records marked as duplicates stand for the one kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from screening.dedup.text import fold
from screening.events import kept_for
from screening.records import RecordContent, RecordId
from screening.sessions.identity import titles_near
from screening.sessions.review import Review

_SHORTEST_TITLE = 12


class Sign(StrEnum):
    """By what an entry was known to be a record."""

    ID = "record id"
    DOI = "DOI"
    PMID = "PubMed number"
    TITLE = "title and year"
    PLACE = "its place in the imported file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The record an entry is; or, with ``why``, why none is taken.

    ``is_unclear``: it may be one of several.
    """

    record: RecordId | None = None
    sign: Sign | None = None
    why: str = ""
    is_unclear: bool = False


class RecordIndex:
    """The records of a review, ready to be looked up; some hundred bytes for each of them."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._known: dict[tuple[Sign, str], list[RecordId]] = {}
        self._titles: dict[RecordId, tuple[str, int | None]] = {}
        for record in review.records():
            self.add(record.id, record)

    def add(self, record: RecordId, content: RecordContent) -> None:
        """Take a record in; also one that is only thought of."""
        self._titles[record] = (content.title, content.year)
        for key in (*_keys(content), (Sign.ID, record.casefold())):
            self._known.setdefault(key, []).append(record)

    def find(self, entry: RecordContent, own: str = "") -> Match:
        """The record that the entry is; ``own`` is its id where the export tells it apart."""
        ids = ((Sign.ID, text.strip().casefold()) for text in (own, *_own_ids(entry)))
        for sign, text in (*ids, *_keys(entry)):
            found = [at for at in self._known.get((sign, text), ()) if self._fits(sign, entry, at)]
            kept = tuple(dict.fromkeys(map(self.kept, found)))
            if len(kept) == 1:
                return Match(record=kept[0], sign=sign)
            if kept:
                return Match(
                    is_unclear=True,
                    why=f"Its {sign} fits several records: {', '.join(kept[:5])}. Mark them as"
                    " duplicates if they are, then repeat the command.",
                )
        return Match(why="No record has its id, DOI, PubMed number or title and year.")

    def kept(self, record: RecordId) -> RecordId:
        """The record that stands for this one."""
        return kept_for(self._review.state, record)

    def _fits(self, sign: Sign, entry: RecordContent, record: RecordId) -> bool:
        title, year = self._titles[record]
        if sign is Sign.TITLE:
            return not (entry.year and year) or entry.year == year
        return not (title and entry.title) or titles_near(entry.title, title)


def _own_ids(entry: RecordContent) -> Iterator[str]:
    """Where exports of this program, and what others made of them, keep the record's id."""
    yield from (text for label, text in entry.other_ids if label in {"key", "record", "eppi"})
    yield from (
        text for tag, text in entry.extra if tag.casefold() in {"id", "record", "olditemid"}
    )


def _keys(entry: RecordContent) -> Iterator[tuple[Sign, str]]:
    if entry.doi:
        yield Sign.DOI, entry.doi.casefold()
    if entry.pmid:
        yield Sign.PMID, entry.pmid
    title = fold(entry.title)
    if len(title) >= _SHORTEST_TITLE:
        yield Sign.TITLE, title
