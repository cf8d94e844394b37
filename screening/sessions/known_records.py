"""Find the records that an import brings again, among those the same source brought before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from screening.events import Imported, ReviewState
from screening.records import Record, RecordContent, RecordId, record_number, to_record_id
from screening.sessions.changed_values import renewed
from screening.sessions.identity import OWN_NUMBERS, Sign, is_same, keys_of
from screening.sessions.review import Review


class Matcher(Protocol):
    """Says which entries are records that are there already."""

    def match(self, entries: Sequence[RecordContent]) -> list[Record | None]:
        """For each entry the known record that it is, None if it is new.

        No record is given to two entries of one import, so that two entries of a file never
        become one record unseen.
        """


class NothingKnown:
    """There is nothing to compare with: every entry is new."""

    def match(self, entries: Sequence[RecordContent]) -> list[Record | None]:
        """No entry is known."""
        return [None for _ in entries]


class SameSource:
    """The records of one source, looked up by their numbers, DOI or citation.

    Held are some hundred bytes for each record of the source; the records themselves are read when
    an entry may be one of them. ``own`` are labels of numbers of which a user says that each
    belongs to one record.
    """

    def __init__(self, review: Review, numbers: Iterable[int], own: Collection[str] = ()) -> None:
        self._review = review
        self._own = OWN_NUMBERS | {label.casefold() for label in own}
        self._taken: set[int] = set()
        self._numbers: dict[int, tuple[int, ...]] = {}
        for record in review.records(map(to_record_id, numbers)):
            number = record_number(record.id)
            for version in versions_of(review, record):
                for _sign, digest in keys_of(version, self._own):
                    known = self._numbers.get(digest, ())
                    if number not in known:
                        self._numbers[digest] = (*known, number)

    def match(self, entries: Sequence[RecordContent]) -> list[Record | None]:
        """See ``Matcher``."""
        keys = [list(keys_of(entry, self._own)) for entry in entries]
        wanted = {
            number
            for mine in keys
            for _sign, digest in mine
            for number in self._numbers.get(digest, ())
        }
        records = _by_number(self._review, wanted - self._taken)
        return [self._take(entry, mine, records) for entry, mine in zip(entries, keys, strict=True)]

    def _take(
        self, entry: RecordContent, keys: list[tuple[Sign, int]], records: dict[int, Record]
    ) -> Record | None:
        for sign, digest in keys:
            free = [at for at in self._numbers.get(digest, ()) if at not in self._taken]
            same = [records[at] for at in free if is_same(sign, entry, records[at], self._own)]
            if same:
                best = min(same, key=lambda record: len(renewed(record, entry).fields))
                self._taken.add(record_number(best.id))
                return best
        return None


class SamePlace:
    """The records of a file that is read in another way, looked up by their place in it."""

    def __init__(self, review: Review, earlier: Iterable[Imported]) -> None:
        self._review = review
        self._numbers: dict[int, int] = {}
        for done in earlier:
            brought = map(to_record_id, done.own)
            places = {at.position: record_number(at.id) for at in review.records(brought)}
            self._numbers |= places
            for position, number, length in done.body.seen:
                self._numbers |= {position + at: number + at for at in range(length)}

    def match(self, entries: Sequence[RecordContent]) -> list[Record | None]:
        """See ``Matcher``."""
        numbers = [self._numbers.get(entry.position, 0) for entry in entries]
        records = _by_number(self._review, {number for number in numbers if number})
        return [records.get(number) for number in numbers]


def _by_number(review: Review, numbers: Iterable[int]) -> dict[int, Record]:
    found = review.records(map(to_record_id, sorted(numbers)))
    return {record_number(record.id): record for record in found}


def versions_of(review: Review, record: Record) -> Sequence[Record]:
    """What a record ever said, the newest version last: itself alone if nothing changed in it."""
    return review.versions(record.id) if record.id in review.state.changes else (record,)


def records_of_source(state: ReviewState, source: str) -> Iterator[int]:
    """The numbers of all records that a source brought; case does not count in its name."""
    for done in state.imports:
        if done.body.search.source.casefold() == source.casefold():
            yield from done.records


def found_again(state: ReviewState, record: RecordId) -> list[Imported]:
    """The later imports that found a record again."""
    number = record_number(record)
    return [done for done in state.imports if done.saw(number)]
