"""A review opened at its extraction table, and acts on it that hold or never were.

One act is one moment: all of its events carry the same time, and undo takes them back together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from extraction.sheet import SHEET_KINDS, Form, Sheet, fold_sheet, form_of, standing_cells
from screening.errors import UsageError
from screening.events import Body, Event, included_in, one_per_study, studies
from screening.events.kinds import CellProposed, ExtractionUndone
from screening.events.words import in_words
from screening.records import RecordId
from screening.sessions.gone import is_of
from screening.sessions.review import Clock, Review, look_into, now, open_review

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The log as last looked at: ``upto`` are the last events of the review and of the table.

    ``reports`` are the ``included`` ones by their study, in the order of import.
    """

    upto: tuple[int, int]
    sheet: Sheet
    studies: tuple[RecordId, ...]
    included: frozenset[RecordId]
    reports: Mapping[RecordId, tuple[RecordId, ...]]

    def reports_with(self, record: RecordId) -> tuple[RecordId, ...]:
        """The included reports of the study that a report belongs to; none if it has no row."""
        return self.reports.get(self.sheet.study(record), ())


class OpenSheet:
    """An open review seen as its extraction table; it follows the log."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.form: Form = form_of(review.protocol)
        self.events: list[Event] = []
        self._last = 0
        self._looked: _Seen | None = None
        self.refresh()

    @property
    def by(self) -> str:
        """The reviewer who acts."""
        return self.review.by

    @property
    def studies(self) -> tuple[RecordId, ...]:
        """The included studies, each named by its first report."""
        return self._seen.studies

    @property
    def sheet(self) -> Sheet:
        """The table as it stands."""
        return self._seen.sheet

    @property
    def _seen(self) -> _Seen:
        """What follows from the log; it takes time in proportion to all records of the review."""
        upto = self.review.state.last_seq, self._last
        if self._looked is None or self._looked.upto != upto:
            self._looked = _look(self.review, self.events, upto)
        return self._looked

    def refresh(self) -> None:
        """Take in what other processes have written; leave out what is proposed of gone records."""
        self.review.refresh()
        for event in self.review.events(self._last):
            self._last = event.seq
            if isinstance(event.body, SHEET_KINDS):
                self.events.append(event)
        gone = self.review.state.gone
        self.events = [event for event in self.events if not is_of(event.body, gone)]

    def study(self, text: str) -> RecordId:
        """The study of a record as typed.

        Raises:
            UsageError: no such record, or no included study.
        """
        record = self.review.known(text)
        study = self.sheet.study(record)
        if record not in self._seen.included and study not in self.studies:
            raise UsageError(
                f"{record} is not included in the review.",
                "The extraction table has a row for every included study: tamis extract list",
            )
        return study

    def reports(self, study: RecordId) -> tuple[RecordId, ...]:
        """The included reports of a study, its first one first."""
        return self._seen.reports.get(study, (study,))

    def write(self, bodies: Sequence[Body], *, seen: int | None = None) -> list[Event]:
        """Append events as one act.

        Args:
            bodies: what to append.
            seen: the last event that the reviewer had seen; if the table changed since, nothing
                is written.

        Raises:
            UsageError: somebody changed the table meanwhile, or which reports one of the rows is
                of; it is taken in, to be looked at.
        """
        clock, looked = self.review.clock, self._seen
        try:
            with self.review.writing() as writer:
                if seen is not None:
                    self._check_unchanged(seen)
                    self._check_rows(looked, bodies)
                moment = _moment(clock(), writer.state.last_at)
                self.review.clock = lambda: moment
                written = writer.append_all(bodies)
        except UsageError:
            self.refresh()
            raise
        finally:
            self.review.clock = clock
        self.refresh()
        return written

    @property
    def last_seen(self) -> int:
        """The number of the last event that this table has taken in."""
        return self._last

    def _check_unchanged(self, seen: int) -> None:
        for event in self.review.events(seen):
            if isinstance(event.body, SHEET_KINDS):
                raise UsageError(
                    f"{event.by} changed the extraction table meanwhile: {in_words(event.body)}.",
                    "Nothing was changed. Look at it, then repeat the command.",
                )

    def _check_rows(self, looked: _Seen, bodies: Sequence[Body]) -> None:
        """Decisions, duplicates and studies change what a row is, without touching the table."""
        upto = self.review.state.last_seq, self._last
        if upto == looked.upto:
            return
        now = _look(self.review, self.events, upto)
        for record in dict.fromkeys(getattr(body, "record", None) for body in bodies):
            if record and looked.reports_with(record) != now.reports_with(record):
                raise UsageError(
                    f"The row of {record} has become another meanwhile: somebody has changed which"
                    " reports are included, or which are of one study.",
                    "Nothing was changed. 'tamis extract list' shows the rows as they are now.",
                )


def _look(review: Review, events: Sequence[Event], upto: tuple[int, int]) -> _Seen:
    sheet = fold_sheet(events, studies(review.state).study_of())
    included = included_in(review.outcomes, review.protocol)
    reports: dict[RecordId, list[RecordId]] = {}
    for record in included:
        reports.setdefault(sheet.study(record), []).append(record)
    return _Seen(
        upto=upto,
        sheet=sheet,
        studies=one_per_study(review.state, included),
        included=frozenset(included),
        reports={study: tuple(found) for study, found in reports.items()},
    )


def _moment(time: datetime, last: datetime | None) -> datetime:
    """Later than every event before it, even by a clock that stands still."""
    return time if last is None or time > last else last + _TICK


def undo_latest(opened: OpenSheet, *, since: int = 0) -> str:
    """Take back this reviewer's latest act that still counts; in words what it was.

    Proposals are no acts of a person and stay. ``since`` is the number of the event before a
    sitting: older acts stay.

    Raises:
        UsageError: there is none left.
    """
    own = [
        event
        for event in standing_cells(opened.events)
        if event.by == opened.by and not isinstance(event.body, CellProposed)
    ]
    act = [event for event in own if event.at == own[-1].at]
    if since and (not act or act[0].seq <= since):
        raise UsageError(
            "There is nothing to undo in this sitting.",
            "'tamis extract undo' takes back what you did before it.",
        )
    if not act:
        raise UsageError(
            f"There is no act of {opened.by} on the extraction table to undo.",
            "Only your own acts can be undone, the latest first.",
        )
    seen = opened.last_seen
    opened.write([ExtractionUndone(events=tuple(event.seq for event in act))], seen=seen)
    told = "; ".join(in_words(event.body) for event in act[:5])
    return told + (f"; and {len(act) - 5} more" if len(act) > 5 else "")


@contextmanager
def open_sheet(folder: Path, *, by: str = "", clock: Clock = now) -> Iterator[OpenSheet]:
    """Open a review at its extraction table, and close it at the end of the block.

    Raises:
        BadReview: no review there, a broken protocol or database.
        UsageError: the reviewer is not one of the review's.
    """
    with open_review(folder, by=by, clock=clock) as review:
        yield OpenSheet(review)


@contextmanager
def look_at_sheet(folder: Path) -> Iterator[OpenSheet]:
    """Open the extraction table to look at it: anybody may, whoever the reviewers are.

    Raises:
        BadReview: no review there, a broken protocol or database.
    """
    with look_into(folder) as review:
        yield OpenSheet(review)
