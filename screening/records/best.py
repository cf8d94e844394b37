"""The best value per field of records that are the same report, by one stated rule per field.

A group of duplicates is shown, ranked and exported as one record: the kept one, each of its fields
taken from whichever record of the group gives it best. Nothing is written back: every record stays
as it was imported, and without the others the kept one is as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from screening.records.best_rules import CHOSEN, JOINS, RULES
from screening.records.types import Author, LocalText, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record of a group; ``curated`` where PubMed or MEDLINE gave it, whose indexers check it."""

    record: Record
    curated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Where the value of a field comes from: the records that gave it, and the rule applied."""

    field: str
    records: tuple[RecordId, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The kept record with the best values of its group, and where each comes from."""

    record: Record
    chosen: tuple[Chosen, ...]

    def borrowed(self) -> tuple[Chosen, ...]:
        """The fields to which another record than the kept one gave the value, or a part of it."""
        kept = self.record.id
        return tuple(
            at
            for at in self.chosen
            if (at.records != (kept,) if at.field in JOINS else kept not in at.records)
        )


def merge(kept: Member, others: Sequence[Member]) -> Merged:
    """The kept record with the best value of every field that its group gives.

    The rules are those of ``RULES``; equally good values: PubMed's, then the kept record's, then
    that of the record named first. Tags without a field of their own stay with their record.

    Args:
        kept: the record that stands for the group.
        others: its duplicates.
    """
    members = (kept, *others)
    best = {field: found for field in CHOSEN if (found := _best(field, members)) is not None}
    values = {field: getattr(found, field) for field, found in best.items()}
    held = {field: _holding(field, members) for field in JOINS}
    joined = {field: JOINS[field](records) for field, records in held.items() if records}
    given = {field: _same(field, found, members) for field, found in best.items()}
    given |= {field: tuple(_givers(field, held[field])) for field in joined}
    return Merged(
        # A join gives its field's own type, which no checker can see by the name.
        record=replace(kept.record, **values, **joined),  # type: ignore[arg-type]
        chosen=tuple(
            Chosen(field=field, records=given[field], rule=rule)
            for field, rule in RULES.items()
            if field in given
        ),
    )


def _best(field: str, members: Sequence[Member]) -> Record | None:
    """The record whose value of a field is best, None if no record has one."""
    held = [at for at in members if getattr(at.record, field)]
    records, score = [at.record for at in held], CHOSEN[field].score
    ranked = max(held, key=lambda at: (*score(at.record, records), at.curated), default=None)
    return ranked.record if ranked else None


def _same(field: str, best: Record, members: Sequence[Member]) -> tuple[RecordId, ...]:
    value = getattr(best, field)
    return tuple(at.record.id for at in members if getattr(at.record, field) == value)


def _holding(field: str, members: Sequence[Member]) -> list[Record]:
    return [at.record for at in members if getattr(at.record, field)]


def _givers(field: str, held: Sequence[Record]) -> Iterator[RecordId]:
    """The records without which the joined value would have come out smaller."""
    for number, record in enumerate(held):
        if JOINS[field](held[: number + 1]) != JOINS[field](held[:number]):
            yield record.id


_NAMES = {
    "doi": "DOI",
    "pmid": "PMID",
    "issn": "ISSN",
    "url": "Link",
    "other_ids": "Other numbers",
    "local_texts": "Other languages",
    "links": "Notices and comments",
}


def field_name(field: str) -> str:
    """A field as people call it: ``Title``, ``DOI``, ``Other numbers``."""
    return _NAMES.get(field, field.replace("_", " ").capitalize())


def shown_value(record: Record, field: str) -> str:
    """A field of a record as one text."""
    value = getattr(record, field)
    if isinstance(value, tuple):
        return "; ".join(_one(part) for part in value)
    return "" if value is None else str(value)


def _one(part: object) -> str:
    if isinstance(part, Author):
        return part.name
    if isinstance(part, LocalText):
        return f"{part.text} ({part.locale})"
    return ": ".join(part) if isinstance(part, tuple) else str(part)
