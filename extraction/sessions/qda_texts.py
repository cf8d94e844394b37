"""Which record's text each source of another program's file is, and where a quote stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extraction.documents import SourceText, source_texts
from extraction.exporters import ThemesDocument
from extraction.exporters.exchange import clean
from extraction.exporters.quotations import STATED, QuotedSource, quoted_sources
from extraction.importers import GivenSource
from extraction.sessions.coding import Coding
from extraction.sessions.texts import full_texts_of
from extraction.spans import normal_text, place_at
from screening.errors import UsageError
from screening.events import Place
from screening.records import Record, RecordId
from screening.sessions.known_records import versions_of

_RECORD = re.compile(r"\bR\d{4,}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a source is here: a record, its texts (the likeliest first), stated findings, if any."""

    record: RecordId
    texts: tuple[SourceText, ...]
    stated: QuotedSource | None = None


class Texts:
    """The texts of a review, found by what they say whatever their line ends and blanks."""

    def __init__(
        self, coding: Coding, document: ThemesDocument, given: Mapping[str, RecordId]
    ) -> None:
        self._coding = coding
        self._given = {name.casefold(): record for name, record in given.items()}
        self._by_text: dict[str, SourceText] = {}
        self._of: dict[RecordId, tuple[SourceText, ...]] = {}
        self._stated = {
            _key(source.text): source
            for source in quoted_sources(document)
            if source.source == STATED
        }
        for record in self._in_order():
            for text in self._texts(record):
                self._by_text.setdefault(_key(text.text), text)

    def _in_order(self) -> Iterator[Record]:
        """Included records first: where two records say the same, theirs is meant."""
        included = self._coding.included()
        yield from self._coding.review.records(included)
        others = set(included)
        yield from (at for at in self._coding.review.records() if at.id not in others)

    def _texts(self, record: Record) -> tuple[SourceText, ...]:
        if record.id not in self._of:
            versions = reversed(versions_of(self._coding.review, record))
            texts = [text for version in versions for text in source_texts(version)]
            texts += full_texts_of(self._coding.review, record.id)
            self._of[record.id] = tuple(
                {(text.source, text.sha256): text for text in texts}.values()
            )
        return self._of[record.id]

    def found(self, source: GivenSource) -> Found | None:
        """The record that a source belongs to; None if nobody knows.

        First what a person said, then the text itself, then a record's id in the source's name.
        """
        key = _key(source.text)
        if (named := self._given.get(source.name.casefold())) is not None:
            return self._whole(named, key)
        if key in self._stated:
            stated = self._stated[key]
            return Found(record=RecordId(stated.record), texts=(), stated=stated)
        if key in self._by_text:
            return self._whole(self._by_text[key].record, key)
        for text in _RECORD.findall(source.name):
            try:
                return self._whole(self._coding.review.known(text), key)
            except UsageError:
                continue
        return None

    def _whole(self, record: RecordId, key: str) -> Found:
        texts = self._of.get(record) or self._texts(self._coding.review.record(record))
        in_order = sorted(texts, key=lambda text: _key(text.text) != key)
        return Found(record=record, texts=tuple(in_order), stated=self._stated.get(key))


def _key(text: str) -> str:
    return " ".join(clean(normal_text(text)).split())


def place_in(found: Found, text: str, start: int, end: int) -> Place | None:
    """The place in the record's own text of text[start:end]; None if it says that nowhere.

    The words must be the same, in the same order; blanks and line ends between them may differ.
    Of several occurrences, the nearest to where it stood is taken.
    """
    words = normal_text(text[start:end]).split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    before = len(normal_text(text[:start]))
    for own in found.texts:
        stretches = [match.span() for match in pattern.finditer(clean(own.text))]
        if stretches:
            first, last = min(stretches, key=lambda at: abs(at[0] - before))
            return place_at(own.source, own.text, first, last)
    return None
