"""A review opened only to be proved: nothing of its log is trusted or replayed yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from screening.sessions.fulltexts import FULLTEXTS_FOLDER
from screening.sessions.place import place_of
from screening.sessions.review import ORIGINALS_FOLDER, require_store
from screening.store import ReviewStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """What of a copy cannot be proved, because texts were left out of it on purpose.

    ``events`` are numbers of rows of the log; ``records`` and ``rejected`` are ids of searches
    whose records or rejected entries differ from what was imported.
    """

    events: frozenset[int] = frozenset()
    records: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


class Proof:
    """A review opened only to be proved: nothing of the log is trusted or replayed yet."""

    def __init__(self, folder: Path, store: ReviewStore) -> None:
        self.store = store
        self.originals = folder / ORIGINALS_FOLDER
        self.fulltexts = folder / FULLTEXTS_FOLDER

    def __enter__(self) -> Proof:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()


def open_for_proof(folder: Path) -> Proof:
    """Open a review whose log may be broken.

    Raises:
        BadReview: there is no review, or its database cannot be opened at all.
    """
    require_store(folder)
    return Proof(folder, ReviewStore.open(place_of(folder)))
