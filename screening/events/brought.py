"""What imports brought into a review: those in force, and those taken back again."""

from __future__ import annotations

from dataclasses import dataclass, field

from screening.events.held import Imported, TakenBack
from screening.records import RecordId, record_number, to_record_id


@dataclass(slots=True)
class Brought:
    """The imports in force, those taken back, and the records that went with them.

    Both lists are in the order of their events. A record in ``gone`` is in no import any more and
    never comes back: imported again, it gets another number.
    """

    imports: list[Imported] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    gone: set[RecordId] = field(default_factory=set)

    @property
    def record_total(self) -> int:
        """How many records all searches brought, duplicates counted."""
        return sum(done.total for done in self.imports)

    @property
    def last_number(self) -> int:
        """The highest number that any record ever got, 0 if none did."""
        return max((done.own.stop - 1 for done in self.every_import()), default=0)

    def every_import(self) -> list[Imported]:
        """The imports in force and those taken back, in the order of import."""
        every = [*self.imports, *(at.done for at in self.taken_back)]
        return sorted(every, key=lambda done: done.seq)

    def records(self) -> list[RecordId]:
        """All records in the order of import, duplicates among them."""
        numbers = [number for done in self.imports for number in done.records]
        if self.taken_back:  # adopted records come before others that are older than their import
            numbers.sort()
        return [to_record_id(number) for number in numbers]

    def has_record(self, record: RecordId) -> bool:
        """Whether a search brought this record."""
        number = record_number(record)
        return any(done.brought(number) for done in self.imports)

    def import_of(self, record: RecordId) -> Imported:
        """The import that brought a record.

        Raises:
            KeyError: no import did.
        """
        number = record_number(record)
        for done in self.imports:
            if done.brought(number):
                return done
        raise KeyError(record)
