"""A review that another process gets ahead of: after the look at the state, before the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from screening.sessions.review import Review, Writer
from tests.reviews_builder import reopen

Meanwhile = Callable[[Review], object]


class Overtaken(Review):
    """The same review; just before its first change another process does ``meanwhile``.

    Args:
        review: an open review, whose store is used and which is still to be closed.
        meanwhile: what the other process does with the review as it opens it.
        by: who acts there.
    """

    def __init__(self, review: Review, meanwhile: Meanwhile, *, by: str = "Ben") -> None:
        super().__init__(review.folder, review.protocol, review.store, review.by, review.clock)
        self._meanwhile: Meanwhile | None = meanwhile
        self._other = by

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Lets the other process act, once, then takes the lock."""
        if self._meanwhile is not None:
            act, self._meanwhile = self._meanwhile, None
            with reopen(self.folder, self._other) as other:
                act(other)
        with super().writing() as writer:
            yield writer
