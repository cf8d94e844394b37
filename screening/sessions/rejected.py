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
    """All rejected entries of all imports."""
    names = {done.body.search.id: done.body.search.file_name for done in review.state.imports}
    for row in review.store.rejected():
        entry = from_json(row.body, Rejected, f"Rejected entry {row.position} of {row.search}")
        file = names.get(SearchId(row.search), "?")
        yield RejectedEntry(search=row.search, file=file, entry=entry)
