"""The reviewer's seat: one reviewer at one stage, the record in view, and what a key does to it.

Both front ends, full screen and line by line, sit on this presenter; it does no input or output.
The queue and the counts are worked out once and then moved by each step; they are worked out
anew only when the log shows that another process has written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from screening.errors import UsageError
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.actions import (
    DIRECT_REASON_KEYS,
    REASON_KEYS,
    Act,
    Action,
    Ask,
    actions_at,
    key_help,
)
from screening.sessions.audit import is_blind
from screening.sessions.merged import merged_record
from screening.sessions.retracted import notices_of
from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
from screening.sessions.review import Review
from screening.sessions.screen import (
    Progress,
    Seen,
    add_note,
    decide,
    held,
    postpone,
    progress,
    queue,
    undo,
)
from screening.sessions.shown import RecordShown, byline, passages, safe_text
from screening.sessions.standing import moved, standing
from screening.sessions.status import status_of
from screening.sessions.trail import Step, StepKind, Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a key means: the action, what it still asks for, and an answer given with the key."""

    act: Act
    ask: Ask = Ask.NOTHING
    answer: str = ""


class Seat:
    """A reviewer at one stage of an open review.

    Args:
        review: the open review; every step is its reviewer's.
        stage: the stage to screen.
        only_held: show the records held as unsure in place of the queue.
    """

    def __init__(self, review: Review, stage: Stage, *, only_held: bool = False) -> None:
        self.review = review
        self.stage = stage
        self.plan = review.protocol.plan(stage)
        self.actions: tuple[Action, ...] = actions_at(stage)
        self.reasons: tuple[tuple[str, str], ...] = tuple(
            zip(REASON_KEYS, self.plan.reasons, strict=False)
        )
        self._only_held = only_held
        self._trail = Trail(stage, review.by)
        self._rebuild()
        self._started_with = self.left

    # What is in view

    @property
    def current(self) -> RecordId | None:
        """The record to decide; None when the queue is empty."""
        return self._queue[0] if self._queue else None

    @property
    def left(self) -> int:
        """How many records are still in the queue."""
        return len(self._queue)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """(key, what it does), for help screens."""
        return key_help(self.stage, len(self.reasons))

    def shown(self) -> RecordShown | None:
        """What this stage shows of the current record; None when the queue is empty."""
        if self.current is None:
            return None
        record = merged_record(self.review, self.current)
        parts = passages(self.review.protocol, self.stage, record)
        search = self.review.state.import_of(record.id).body.search
        state, by = self.review.state, self.review.by
        own = state.decided_by(self.stage, record.id, by)
        notes = state.notes.get(record.id, [])
        return RecordShown(
            record=record.id,
            title=parts["title"][0],
            byline=byline(record, everyone=self.stage is Stage.FULLTEXT),
            abstract=parts["abstract"],
            abstract_missing=self.stage is not Stage.TITLE and not record.abstract.strip(),
            details=parts["details"],
            source=safe_text(search.source),
            place=self._done + 1,
            total=self._done + self.left,
            rank=self._rank_of.get(record.id),
            ranked=len(self._rank_of),
            notes=tuple(safe_text(text) for who, text in notes if who == by),
            earlier=own.verdict.value if own else "",
            notices=tuple(map(safe_text, notices_of(self.review, record.id))),
        )

    @property
    def progress_line(self) -> str:
        """The counts of the stage as one sentence."""
        at = self.progress
        return (
            f"{at.decided} decided, {self.left} left, {at.included} included,"
            f" {at.excluded} excluded, {at.conflicts} in conflict"
        )

    def summary(self) -> tuple[str, ...]:
        """What to say when the queue is empty: the counts, what is held, the next command."""
        lines = [
            f"Nothing is left for {self.review.by} at the {self.stage.label} stage.",
            f"Reached {self.progress.reached}: {self.progress_line}.",
        ]
        waiting = held(self.review, self.stage)
        if waiting:
            lines.append(f"{len(waiting)} held as unsure; --held shows them again.")
        return (*lines, f"Next: {status_of(self.review).next_step}")

    # What a key does

    def press(self, key: str) -> Press | None:
        """What a key means here; None if nothing.

        Raises:
            UsageError: the number of a reason that the stage does not have, or an action on a
                record when none is left.
        """
        key = key.lower()
        if key and key in DIRECT_REASON_KEYS:
            self._need_record()
            return Press(act=Act.EXCLUDE, answer=self.reason_of(key))
        for action in self.actions:
            if action.key == key:
                if action.needs_record:
                    self._need_record()
                return Press(act=action.act, ask=self._ask(action))
        return None

    def _need_record(self) -> RecordId:
        if self.current is None:
            raise UsageError("No record is left to decide here.", "Press u to undo, or q to quit.")
        return self.current

    def _ask(self, action: Action) -> Ask:
        if action.ask is Ask.REASON and len(self.plan.reasons) < 2:
            return Ask.NOTHING
        return action.ask

    def reason_of(self, key: str) -> str:
        """The words of the reason with this key.

        Raises:
            UsageError: there is no such reason.
        """
        for known, words in self.reasons:
            if known == key.strip().lower():
                return words
        listed = "; ".join(f"{known} {words}" for known, words in self.reasons)
        raise UsageError(
            f"There is no reason {key!r} at the {self.stage.label} stage.",
            f"The reasons are: {listed}." if listed else "It has none; press e to exclude.",
        )

    def do(self, act: Act, answer: str = "") -> str:
        """Do what a key asks for, save it, and say so in one line.

        Args:
            act: one of the actions that change the review.
            answer: the reason's words, the note or the why.

        Raises:
            ReviewError: it cannot be done or saved; nothing has changed.
        """
        if act is Act.UNDO:
            return self._undo()
        record = self._need_record()
        review, stage = self.review, self.stage
        if act is Act.NOTE:
            self._step(record, lambda: add_note(review, record, answer))
            return f"Noted on {record}."
        if act is Act.LATER:
            self._step(record, lambda: postpone(review, stage, record))
            self._leave(record)
            self._queue.append(record)
            return f"{record} comes again at the end."
        if act is Act.NOT_RETRIEVED:
            self._step(record, lambda: mark_not_retrieved(review, record, answer))
            self._leave(record)
            return f"{record}: not retrieved."
        verdict = Verdict(act.value)
        seen = Seen(ranking=self._ranking, rank=self._rank_of.get(record))
        self._step(record, lambda: decide(review, stage, record, verdict, reason=answer, seen=seen))
        self._leave(record)
        return f"{record}: {verdict}" + (f", {answer}." if answer else ".")

    def refresh(self, *, keep: bool = True) -> bool:
        """Take in what other processes have written; whether there was anything.

        Args:
            keep: leave the record in view where it is, so that no key meets another one.
        """
        before = self.review.state.last_seq
        self.review.refresh()
        if self.review.state.last_seq == before:
            return False
        self._rebuild(self.current if keep else None)
        return True

    # The moving parts

    def _rebuild(self, first: RecordId | None = None, *, force: bool = True) -> None:
        review, stage = self.review, self.stage
        self.progress: Progress = progress(review, stage)
        if self._only_held:
            self._queue = held(review, stage)
        else:
            self._queue = queue(review, stage)
        if first is not None and (force or first in self._queue):
            self._bring(first)
        ranking = review.state.rankings.get(stage)
        self._ranking = ranking[0] if ranking else None
        order = ranking[1].order if ranking and not is_blind(review, stage) else ()
        self._rank_of = {record: place for place, record in enumerate(order, start=1)}

    @property
    def _done(self) -> int:
        return self._started_with - self.left if self._only_held else self.progress.decided

    def _step(self, record: RecordId, act: Callable[[], object]) -> None:
        """Act on a record, and move the counts by what the act changed."""
        before_seq = self.review.state.last_seq
        before = standing(self.review, self.stage, record)
        try:
            act()
        except UsageError:
            self._rebuild(self.current, force=False)
            raise
        if self.review.state.last_seq == before_seq + 1:
            after = standing(self.review, self.stage, record)
            self.progress = moved(self.progress, before, after)
        else:
            self._rebuild(self.current)

    def _leave(self, record: RecordId) -> None:
        if record in self._queue[:1]:
            del self._queue[0]

    def _bring(self, record: RecordId) -> None:
        if record in self._queue:
            self._queue.remove(record)
        self._queue.insert(0, record)

    def _undo(self) -> str:
        self._trail.follow(self.review)
        while self._trail.steps:
            step = self._trail.steps[-1]
            if step.kind is not StepKind.POSTPONED:
                return self._take_back(step)
            self._trail.steps.pop()
            place = (self.stage, step.record, self.review.by)
            if self.review.state.postponed.get(place) == step.seq:
                self._bring(step.record)
                return f"Back to {step.record}, which you had put off."
        raise UsageError(f"There is nothing of yours to undo at the {self.stage.label} stage.", "")

    def _take_back(self, step: Step) -> str:
        record, review, stage = step.record, self.review, self.stage
        if step.kind is StepKind.NOT_RETRIEVED:
            what = "not retrieved"
            self._step(record, lambda: mark_retrieved(review, record))
        else:
            taken = review.state.decided_by(stage, record, review.by)
            what = taken.verdict.value if taken else "decided"
            self._step(record, lambda: undo(review, stage))
        self._bring(record)
        return f"Undone: {record} was '{what}'; it is open again."
