"""What a reviewer sees at the seat: the record in view, the counts, what the order has learned.

The half of the seat that changes nothing; ``seat.py`` holds what keys do.
"""

from __future__ import annotations

from dataclasses import replace

from screening.events.kinds import Mark
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.actions import REASON_KEYS, Action, actions_at, key_help
from screening.sessions.addresses import address_of
from screening.sessions.assistant import Assistant
from screening.sessions.finding import Found, find
from screening.sessions.fulltexts import files_of
from screening.sessions.in_view import record_in_view
from screening.sessions.lessons import Lessons, why_not
from screening.sessions.marking import marked_terms
from screening.sessions.merged import merged_record
from screening.sessions.outlook import Outlook
from screening.sessions.review import Review
from screening.sessions.screen import Progress, held, progress
from screening.sessions.shown import RecordShown
from screening.sessions.status import status_of
from screening.sessions.tags import own_tags
from screening.sessions.text_in_view import TextInView
from screening.sessions.turns import Turns
from screening.sessions.why import Why


class SeatView:
    """A reviewer at one stage of an open review, looking.

    Args:
        review: the open review; every step is its reviewer's.
        stage: the stage to screen.
        only_held: show the records held as unsure in place of the queue.
        assistant: who learns on and works the outlook out beside the seat; nobody if left out.
        masked: hide authors, year and venue from the start.
    """

    def __init__(
        self,
        review: Review,
        stage: Stage,
        *,
        only_held: bool = False,
        assistant: Assistant | None = None,
        masked: bool = False,
    ) -> None:
        self.review = review
        self.stage = stage
        self.masked = masked
        self.plan = review.protocol.plan(stage)
        self.actions: tuple[Action, ...] = actions_at(stage)
        self.reasons: tuple[tuple[str, str], ...] = tuple(
            zip(REASON_KEYS, self.plan.reasons, strict=False)
        )
        self._only_held = only_held
        self._named: set[RecordId] = set()
        self._turns = Turns(review, stage, only_held=only_held)
        self._assistant = assistant
        self._lessons = Lessons(review, stage)
        self._text: tuple[tuple[object, ...], TextInView] | None = None
        self._count()
        self._started_with = self.left

    def _count(self) -> None:
        self.progress: Progress = progress(self.review, self.stage)
        self._lessons.recount()

    @property
    def current(self) -> RecordId | None:
        """The record in view; None when the queue is empty and none was gone to."""
        return self._turns.current

    @property
    def left(self) -> int:
        """How many records are still in the queue."""
        return len(self._turns.records)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """(key, what it does), for help screens."""
        return key_help(self.stage, len(self.reasons))

    def shown(self) -> RecordShown | None:
        """What this stage shows of the record in view; None when there is none.

        Whoever asks shows it: a record that was once shown with its authors was not masked.
        """
        if self.current is None:
            return None
        rank_of = self._turns.rank_of
        shown = replace(
            record_in_view(self.review, self.stage, self.current),
            place=self._done + 1,
            total=self._done + self.left,
            rank=rank_of.get(self.current),
            ranked=len(rank_of),
            out_of_turn=self._out_of_turn(),
        )
        if self.masked:
            return shown.without_names()
        self._named.add(self.current)
        return shown

    def _out_of_turn(self) -> str:
        record = self._turns.visited
        if record is None:
            return ""
        own = self.review.state.decided_by(self.stage, record, self.review.by)
        return "decided before" if own else "out of turn"

    @property
    def _done(self) -> int:
        return self._started_with - self.left if self._only_held else self.progress.decided

    @property
    def outlook(self) -> Outlook | None:
        """What is found and probably left, the newest that was worked out beside the seat."""
        return self._assistant.outlook if self._assistant else None

    @property
    def learning_line(self) -> str:
        """Whether and from what the order learns, in one sentence."""
        beside = self._assistant
        if beside is not None and beside.note:
            return beside.note
        return self._lessons.told(learning=beside is not None and beside.learning)

    @property
    def progress_line(self) -> str:
        """The counts of the stage as one sentence."""
        at = self.progress
        return (
            f"{at.decided:,} decided, {self.left:,} left, {at.included:,} included,"
            f" {at.excluded:,} excluded, {at.conflicts:,} in conflict"
        )

    def summary(self) -> tuple[str, ...]:
        """What to say when the queue is empty: the counts, what is held, the next command."""
        lines = [
            f"Nothing is left for {self.review.by} at the {self.stage.label} stage.",
            f"Reached {self.progress.reached:,}: {self.progress_line}.",
        ]
        if unread := self.progress.not_screened:
            lines.append(f"{unread:,} not screened, since the stage was stopped.")
        if waiting := held(self.review, self.stage):
            lines.append(f"{len(waiting):,} held as unsure; --held shows them again.")
        return (*lines, f"Next: {status_of(self.review).next_step}")

    @property
    def text(self) -> TextInView | None:
        """The full text of the record in view; None at other stages, and when there is no record.

        The place of reading is kept until another record comes into view.
        """
        if self.stage is not Stage.FULLTEXT or self.current is None:
            return None
        files = tuple(at.seq for at in files_of(self.review, self.current))
        known = (self.current, files, self.marked())
        if self._text is None or self._text[0] != known:
            self._text = known, TextInView(self.review, self.current)
        return self._text[1]

    # What a reviewer looks up

    def ask_why(self) -> None:
        """Have it worked out beside the seat why the record in view stands where it does."""
        if self._assistant is not None and self.current is not None:
            self._assistant.ask_why(self.current)

    @property
    def why(self) -> Why | None:
        """Why the record in view stands where it does; None while it is being worked out."""
        if self.current is None:
            return None
        if self._assistant is None:
            reason = why_not(self.review, self.stage) or "Nobody works beside this seat."
            return Why(record=self.current, lines=(reason,))
        found = self._assistant.why
        return found if found is not None and found.record == self.current else None

    def find(self, text: str) -> Found:
        """The records that hold these words; authors are left out while they are hidden.

        Raises:
            UsageError: no words.
        """
        return find(self.review, text, with_authors=not self.masked)

    def standing(self, record: RecordId) -> str:
        """In a word, how a record stands for this reviewer at this stage."""
        own = self.review.state.decided_by(self.stage, record, self.review.by)
        return own.verdict.value if own else "open"

    @property
    def address(self) -> str:
        """Where the record in view can be read on the web; empty if nowhere known."""
        return address_of(merged_record(self.review, self.current)) if self.current else ""

    @property
    def known_tags(self) -> tuple[str, ...]:
        """The reviewer's tags, of all records."""
        return own_tags(self.review)

    def marked(self) -> tuple[tuple[str, Mark], ...]:
        """(word, what it speaks for) of all words marked for this reviewer."""
        return tuple(marked_terms(self.review).items())
