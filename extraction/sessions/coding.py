"""A review opened for coding: its findings and codebook, and acts on them that hold or never were.

One act is one moment: all of its events carry the same time, and undo takes them back together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from extraction.findings import CODING_KINDS, Finding, Findings, fold_findings, standing
from extraction.themes import Codebook, codebook_faults, fold_codebook
from screening.errors import UsageError
from screening.events import Body, Event, FindingId, included_in, unseal
from screening.events.kinds import CodeProposed, CodingUndone, FindingProposed, ImportTakenBack
from screening.records import RecordId
from screening.sessions.gone import is_of
from screening.sessions.review import Clock, Review, Writer, now, open_review

_TICK = timedelta(microseconds=1)


class Coding:
    """An open review seen as findings and a codebook; both follow the log."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.events: list[Event] = []
        self._last = 0
        self._folded = -1
        self._lost: set[FindingId] = set()
        self._findings: dict[FindingId, Finding] = {}
        self._book = Codebook()
        self.take(review.events())

    @property
    def by(self) -> str:
        """The reviewer who acts."""
        return self.review.by

    @property
    def findings(self) -> Findings:
        """All findings by id, in the order in which they came up."""
        self._fold()
        return self._findings

    @property
    def book(self) -> Codebook:
        """The codebook."""
        self._fold()
        return self._book

    def standing(self) -> list[Event]:
        """The coding events that were not undone."""
        return standing(self.events)

    def included(self) -> tuple[RecordId, ...]:
        """The records included in the review, in the order of import."""
        return tuple(included_in(self.review.outcomes, self.review.protocol))

    def taken_out(self, records: Iterable[RecordId]) -> str:
        """Those that are included no longer, as "R0001 and 2 more were"; empty if none."""
        gone = sorted(set(records) - set(self.included()))
        more = f" and {len(gone) - 1:,} more were" if len(gone) > 1 else " was"
        return f"{gone[0]}{more}" if gone else ""

    def refresh(self) -> None:
        """Take in what other processes have written."""
        self.review.refresh()
        self.take(self.review.events(self._last))

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One act of the reviewer: all of it is kept, or nothing.

        Raises:
            UsageError: the codebook would not hold afterwards.
        """
        kept = len(self.events), self._last
        clock = self.review.clock
        try:
            with self.review.writing() as writer:
                self.take(unseal(row) for row in writer.transaction.rows(self._last))
                kept = len(self.events), self._last
                void = set(self.book.void)
                moment = _moment(clock, writer)
                self.review.clock = lambda: moment
                yield Act(self, writer)
                self._check(void)
        except BaseException:
            del self.events[kept[0] :]
            self._last, self._folded = kept[1], -1
            raise
        finally:
            self.review.clock = clock

    def _check(self, void: set[int]) -> None:
        faults = codebook_faults(self.book, self.findings)
        newly = set(self.book.void) - void
        broken = [event for event in self.events if event.seq in newly]
        faults += [f"Event {event.seq} of {event.by} ({event.kind}) needs it." for event in broken]
        if faults:
            raise UsageError(
                f"This would break the codebook: {' '.join(faults)}",
                "Nothing was changed. 'tamis themes show' lists what there is.",
            )

    def take(self, events: Iterable[Event]) -> None:
        """Carry on with further events of the log; other kinds than coding's are passed over.

        What a method proposed of records that are gone, since their import was taken back, is too.
        """
        for event in events:
            self._last = event.seq
            if isinstance(event.body, CODING_KINDS) and not self._is_gone(event.body):
                self.events.append(event)
            elif isinstance(event.body, ImportTakenBack):
                self.events = [held for held in self.events if not self._is_gone(held.body)]
                self._folded = -1

    def _is_gone(self, body: Body) -> bool:
        """Whether an event is of a record that is gone, or all its evidence is."""
        if is_of(body, self.review.state.gone):
            if isinstance(body, FindingProposed):
                self._lost.add(body.finding)
            return True
        return (
            isinstance(body, CodeProposed)
            and bool(self._lost.intersection(body.findings))
            and (self._lost.issuperset(body.findings))
        )

    def _fold(self) -> None:
        fresh = self.events[self._folded :] if self._folded >= 0 else []
        if self._folded < 0 or any(isinstance(at.body, CodingUndone) for at in fresh):
            # Undo reaches back, so everything is replayed; other acts only carry on.
            self._findings = fold_findings(self.events)
            self._book = fold_codebook(self.events)
        elif fresh:
            fold_findings(fresh, self._findings)
            fold_codebook(fresh, self._book)
        self._folded = len(self.events)


class Act:
    """An open act: append its events."""

    def __init__(self, coding: Coding, writer: Writer) -> None:
        self._coding = coding
        self._writer = writer

    def append(self, body: Body) -> Event:
        """Append one event in the reviewer's name, at the act's time."""
        event = self._writer.append(body)
        self._coding.take([event])
        return event


def _moment(clock: Clock, writer: Writer) -> datetime:
    """The act's time: later than every event before it, even by a clock that stands still."""
    last = writer.state.last_at
    time = clock()
    return time if last is None or time > last else last + _TICK


@contextmanager
def open_coding(folder: Path, *, by: str = "", clock: Clock = now) -> Iterator[Coding]:
    """Open a review for coding, and close it at the end of the block.

    Raises:
        BadReview: no review there, a broken protocol or database.
        UsageError: the reviewer is not one of the review's.
    """
    with open_review(folder, by=by, clock=clock) as review:
        yield Coding(review)
