"""The entries that could not become records, with the search that brought them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screening.codec import from_json
from screening.records import Rejected, SearchId
from screening.sessions.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedEntry:
    """A rejected entry with the search it belongs to."""

    search: str
    file: str
    entry: Rejected


def rejected_entries(review: Review) -> Iterator[RejectedEntry]:
    """All rejected entries of the imports in force."""
    names = {done.body.search.id: done.body.search.file_name for done in review.state.imports}
    for row in review.store.rejected():
        if SearchId(row.search) not in names:  # the import was taken back
            continue
        entry = from_json(row.body, Rejected, f"Rejected entry {row.position} of {row.search}")
        yield RejectedEntry(search=row.search, file=names[SearchId(row.search)], entry=entry)
