"""Records as they are read: a kept one with the best values of its duplicates.

Screening, ranking, lists and exports read records here. The search for duplicates, the desk that
judges them and the export of originals read each record as it was imported. Title and abstract
are those in the first language of the protocol's that the record has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from screening.records import Record, RecordId, record_number
from screening.records.best import Member, Merged, merge
from screening.records.languages import in_languages
from screening.sessions.review import Review
from screening.sessions.same_report import followers_of, group_of

_AT_ONCE = 500
_CURATED = ("pubmed", "medline")


def merged_records(review: Review, wanted: Iterable[RecordId]) -> Iterator[Record]:
    """The records asked for, those kept for others with the best values of their groups.

    In the order of import; duplicates come as they were imported.
    """
    followers = followers_of(review.state)
    left = iter(sorted(set(wanted), key=record_number))
    while part := list(islice(left, _AT_ONCE)):
        groups = {record: (record, *followers.get(record, ())) for record in part}
        held = {at.id: at for at in review.records({at for ids in groups.values() for at in ids})}
        for record in part:
            group = [held[at] for at in groups[record]]
            best = _merge(review, group).record if len(group) > 1 else group[0]
            yield in_languages(best, review.protocol.languages)


def merged_record(review: Review, record: RecordId) -> Record:
    """One record, with the best values of its group if it is kept for others."""
    alone = len(group_of(review.state, record)) == 1
    found = review.record(record) if alone else merged_group(review, record)[0].record
    return in_languages(found, review.protocol.languages)


def merged_group(review: Review, record: RecordId) -> tuple[Merged, tuple[Record, ...]]:
    """The best values of a group with where each comes from, and its records as imported.

    Args:
        review: the open review.
        record: the kept record, which comes first among the records.
    """
    ids = group_of(review.state, record)
    held = {at.id: at for at in review.records(ids)}
    records = tuple(held[at] for at in ids)
    return _merge(review, records), records


def _merge(review: Review, records: Iterable[Record]) -> Merged:
    kept, *others = (Member(record=at, curated=_is_curated(review, at.id)) for at in records)
    return merge(kept, others)


def _is_curated(review: Review, record: RecordId) -> bool:
    source = review.state.import_of(record).body.search.source.casefold()
    return any(name in source for name in _CURATED)
