"""The reviewer's seat: one reviewer at one stage, the record in view, and what a key does to it.

Both front ends, full screen and line by line, sit on this presenter; it does no input or output.
The queue and the counts are worked out once and then moved by each step; they are worked out
anew only when the log shows that another process has written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from screening.errors import UsageError
from screening.protocol import Stage, Verdict
from screening.records import RecordId
from screening.sessions.actions import (
    DIRECT_REASON_KEYS,
    REASON_KEYS,
    Act,
    Action,
    Ask,
    Press,
    actions_at,
    key_help,
    reason_with,
)
from screening.sessions.assistant import Assistant
from screening.sessions.in_view import record_in_view
from screening.sessions.lessons import Lessons
from screening.sessions.outlook import Outlook
from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
from screening.sessions.review import Review
from screening.sessions.screen import (
    Progress,
    add_note,
    decide,
    held,
    postpone,
    progress,
    undo,
)
from screening.sessions.shown import RecordShown
from screening.sessions.standing import moved, standing
from screening.sessions.status import status_of
from screening.sessions.trail import Step, StepKind, Trail
from screening.sessions.turns import Turns


class Seat:
    """A reviewer at one stage of an open review.

    Args:
        review: the open review; every step is its reviewer's.
        stage: the stage to screen.
        only_held: show the records held as unsure in place of the queue.
        assistant: who learns on and works the outlook out beside the seat; nobody if left out.
    """

    def __init__(
        self,
        review: Review,
        stage: Stage,
        *,
        only_held: bool = False,
        assistant: Assistant | None = None,
    ) -> None:
        self.review = review
        self.stage = stage
        self.plan = review.protocol.plan(stage)
        self.actions: tuple[Action, ...] = actions_at(stage)
        self.reasons: tuple[tuple[str, str], ...] = tuple(
            zip(REASON_KEYS, self.plan.reasons, strict=False)
        )
        self._only_held = only_held
        self._trail = Trail(stage, review.by)
        self._turns = Turns(review, stage, only_held=only_held)
        self._assistant = assistant
        self._lessons = Lessons(review, stage)
        self._count()
        self._frozen = 0
        self._started_with = self.left

    # What is in view

    @property
    def current(self) -> RecordId | None:
        """The record to decide; None when the queue is empty."""
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
        """What this stage shows of the current record; None when the queue is empty."""
        if self.current is None:
            return None
        done, rank_of = self._done, self._turns.rank_of
        shown = record_in_view(self.review, self.stage, self.current)
        rank = rank_of.get(self.current)
        return replace(
            shown, place=done + 1, total=done + self.left, rank=rank, ranked=len(rank_of)
        )

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
            f"{at.decided} decided, {self.left} left, {at.included} included,"
            f" {at.excluded} excluded, {at.conflicts} in conflict"
        )

    def summary(self) -> tuple[str, ...]:
        """What to say when the queue is empty: the counts, what is held, the next command."""
        lines = [
            f"Nothing is left for {self.review.by} at the {self.stage.label} stage.",
            f"Reached {self.progress.reached}: {self.progress_line}.",
        ]
        if waiting := held(self.review, self.stage):
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
        return reason_with(self.reasons, key, self.stage)

    def do(self, act: Act, answer: str = "") -> str:
        """Do what a key asks for, save it, and say so in one line.

        Args:
            act: one of the actions that change the review.
            answer: the reason's words, the note or the why.

        Raises:
            ReviewError: it cannot be done or saved; nothing has changed.
        """
        said = self._undo() if act is Act.UNDO else self._act(act, answer)
        if self._assistant is not None:
            self._assistant.tell(learn=self._lessons.due(self.progress))
        self.take_order(keep=act in (Act.UNDO, Act.NOTE))
        return said

    def _act(self, act: Act, answer: str) -> str:
        record = self._need_record()
        review, stage = self.review, self.stage
        if act is Act.NOTE:
            self._step(record, lambda: add_note(review, record, answer))
            return f"Noted on {record}."
        if act is Act.LATER:
            self._step(record, lambda: postpone(review, stage, record))
            self._turns.put_off(record)
            return f"{record} comes again at the end."
        if act is Act.NOT_RETRIEVED:
            self._step(record, lambda: mark_not_retrieved(review, record, answer))
            self._turns.leave(record)
            return f"{record}: not retrieved."
        verdict, seen = Verdict(act.value), self._turns.seen(record)
        self._step(record, lambda: decide(review, stage, record, verdict, reason=answer, seen=seen))
        self._turns.leave(record)
        return f"{record}: {verdict}" + (f", {answer}." if answer else ".")

    def take_order(self, *, keep: bool = True) -> bool:
        """Follow a ranking that was made beside the seat meanwhile; whether there was one.

        Args:
            keep: leave the record in view where it is.
        """
        if self._assistant is None or self._assistant.frozen == self._frozen:
            return False
        self._frozen = self._assistant.frozen
        return self.refresh(keep=keep)

    def refresh(self, *, keep: bool = True) -> bool:
        """Take in what other processes have written; whether there was anything.

        Args:
            keep: leave the record in view where it is, so that no key meets another one.
        """
        before, ranking = self.review.state.last_seq, self._ranking
        self.review.refresh()
        grown = self.review.state.last_seq - before
        if grown:
            only_ranked = grown == 1 and self._ranking != ranking
            self._follow(self.current if keep else None, only_ranked=only_ranked)
        return bool(grown)

    # The moving parts

    @property
    def _ranking(self) -> int | None:
        """The number of the last ranking in the log."""
        held_ranking = self.review.state.rankings.get(self.stage)
        return held_ranking[0] if held_ranking else None

    def _count(self) -> None:
        self.progress: Progress = progress(self.review, self.stage)
        self._lessons.recount()

    def _follow(self, first: RecordId | None, *, only_ranked: bool) -> None:
        """Bring queue and counts to the log."""
        if only_ranked:
            self._turns.reorder(first)
        else:
            self._count()
            self._turns.rebuild(first)

    @property
    def _done(self) -> int:
        return self._started_with - self.left if self._only_held else self.progress.decided

    def _step(self, record: RecordId, act: Callable[[], object]) -> None:
        """Act on a record, and move the counts by what the act changed."""
        seq, ranking = self.review.state.last_seq, self._ranking
        before = standing(self.review, self.stage, record)
        try:
            act()
        except UsageError:
            self._count()
            self._turns.rebuild(self.current, force=False)
            raise
        grown, ranked = self.review.state.last_seq - seq, self._ranking != ranking
        if grown == 1 + ranked:
            after = standing(self.review, self.stage, record)
            self.progress = moved(self.progress, before, after)
        if grown > 1:
            self._follow(self.current, only_ranked=ranked and grown == 2)

    def _undo(self) -> str:
        step = self._trail.latest(self.review)
        if step.kind is not StepKind.POSTPONED:
            return self._take_back(step)
        self._trail.steps.pop()
        self._turns.bring_back(step.record)
        return f"Back to {step.record}, which you had put off."

    def _take_back(self, step: Step) -> str:
        record, review, stage = step.record, self.review, self.stage
        if step.kind is StepKind.NOT_RETRIEVED:
            what = "not retrieved"
            self._step(record, lambda: mark_retrieved(review, record))
        else:
            taken = review.state.decided_by(stage, record, review.by)
            what = taken.verdict.value if taken else "decided"
            self._step(record, lambda: undo(review, stage))
        self._turns.bring_back(record)
        return f"Undone: {record} was '{what}'; it is open again."
