"""Whose turn it is at the seat: the queue of one reviewer, and where each record is ranked.

A record that the reviewer went to out of turn, decided or not, is in view until it is decided or
left; the queue waits behind it.
"""

from __future__ import annotations

from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.audit import is_blind
from screening.sessions.review import Review
from screening.sessions.screen import Seen, held, in_turn, queue


class Turns:
    """The records still to come, next one first; what was undone comes before all others.

    Args:
        review: the open review.
        stage: the stage to screen.
        only_held: the records held as unsure in place of the queue.
    """

    def __init__(self, review: Review, stage: Stage, *, only_held: bool = False) -> None:
        self._review, self._stage, self._only_held = review, stage, only_held
        self._back: list[RecordId] = []
        self.visited: RecordId | None = None
        self.records: list[RecordId] = []
        self.ranking: int | None = None
        self.rank_of: dict[RecordId, int] = {}
        self.rebuild()

    @property
    def current(self) -> RecordId | None:
        """The record in view: the one gone to, else the next to decide; None when none is left."""
        return self.visited or self.next

    @property
    def next(self) -> RecordId | None:
        """The record whose turn it is to be decided; None when none is left."""
        return self.records[0] if self.records else None

    @property
    def waiting(self) -> RecordId | None:
        """The record to leave in front because it is in view; None if another one was gone to."""
        return None if self.visited else self.next

    def rebuild(self, first: RecordId | None = None, *, force: bool = True) -> None:
        """Work the queue out anew; a record that is gone, its import taken back, leaves the view.

        Args:
            first: a record to leave in front.
            force: leave it there even if it is not in the queue any more.
        """
        make, gone = held if self._only_held else queue, self._review.state.gone
        self.records = make(self._review, self._stage)
        first, self.visited = (None if at in gone else at for at in (first, self.visited))
        self._arrange(first if force or first in self.records else None)

    def reorder(self, first: RecordId | None) -> None:
        """Follow another ranking with the same records."""
        if not self._only_held:
            self.records = in_turn(self._review, self._stage, self.records)
        self._arrange(first)

    def seen(self, record: RecordId) -> Seen:
        """Where the record was ranked when it was shown."""
        return Seen(ranking=self.ranking, rank=self.rank_of.get(record))

    def visit(self, record: RecordId | None) -> None:
        """Bring a record into view out of turn; None: back to whose turn it is."""
        self.visited = None if record in self.records[:1] else record

    def leave(self, record: RecordId) -> None:
        """The record in view is done with."""
        self.visited = None
        if record in self.records:
            self.records.remove(record)  # found at once: it is the first, unless it was visited
        if record in self._back:
            self._back.remove(record)

    def put_off(self, record: RecordId) -> None:
        """The record in view comes again at the end."""
        self.leave(record)
        self.records.append(record)

    def bring_back(self, record: RecordId) -> None:
        """A step on the record was undone: it comes next."""
        self.visited = None
        self._front(record)
        self._back = [record, *(other for other in self._back if other != record)]

    def _front(self, record: RecordId) -> None:
        if record in self.records:
            self.records.remove(record)
        self.records.insert(0, record)

    def _arrange(self, first: RecordId | None) -> None:
        known = set(self.records)
        self._back = [record for record in self._back if record in known]
        for record in reversed(self._back):
            self._front(record)
        if first is not None:
            self._front(first)
        held_ranking = self._review.state.rankings.get(self._stage)
        self.ranking = held_ranking[0] if held_ranking else None
        shown = held_ranking is not None and not is_blind(self._review, self._stage)
        order = held_ranking[1].order if held_ranking and shown else ()
        self.rank_of = {record: place for place, record in enumerate(order, start=1)}
