"""The reviewer's seat: one reviewer at one stage, the record in view, and what a key does to it.

Both front ends, full screen and line by line, sit on this presenter; it does no input or output.
The queue and the counts are worked out once and then moved by each step; they are worked out
anew only when the log shows that another process has written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from screening.errors import UsageError
from screening.events import Decision, NotHad, SeatStep
from screening.events.kinds import Mark, Postponed
from screening.protocol import Verdict
from screening.records import RecordId
from screening.sessions.actions import (
    DIRECT_REASON_KEYS,
    LOOKS,
    Act,
    Action,
    Ask,
    Press,
    reason_with,
)
from screening.sessions.highlights import cleaned_term
from screening.sessions.journey import back_from, forward_from, gone_to
from screening.sessions.marking import toggle_term
from screening.sessions.retrieval import mark_not_retrieved, mark_retrieved
from screening.sessions.screen import decide, postpone, undo
from screening.sessions.seat_view import SeatView
from screening.sessions.standing import moved, standing
from screening.sessions.stepping import add_note, told, undo_step
from screening.sessions.tags import toggle_tag
from screening.sessions.trail import latest_step

_MOVES_ON = (Act.INCLUDE, Act.EXCLUDE, Act.UNSURE, Act.LATER, Act.NOT_RETRIEVED)


class Seat(SeatView):
    """A reviewer at one stage of an open review, deciding. Arguments as for ``SeatView``."""

    _frozen = 0
    _given_alone = ""  # the only reason, if the key before excluded with it without asking

    def press(self, key: str) -> Press | None:
        """What a key means here; None if nothing.

        Raises:
            UsageError: the number of a reason that the stage does not have, or one right after
                an exclusion that needed none, or an action on a record when none is left.
        """
        key, given, self._given_alone = key.lower(), self._given_alone, ""
        if key and key in DIRECT_REASON_KEYS:
            if self._need_record() and given:
                raise UsageError(
                    f"The record before is excluded already: {given}, the only reason here.",
                    f"Press {key} again to exclude {self.current}, too.",
                )
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
            act: one of the actions that change the review or what is in view.
            answer: the reason's words, the note, the why, the tag, the word or the record.

        Raises:
            ReviewError: it cannot be done or saved; nothing has changed.
        """
        if act in LOOKS:
            return self._look(act, answer)
        said = self._undo() if act is Act.UNDO else self._act(act, answer)
        if self._assistant is not None:
            self._assistant.tell(learn=self._lessons.due(self.progress))
        self.take_order(keep=act not in _MOVES_ON)
        return said

    def _look(self, act: Act, answer: str) -> str:
        """Bring another record into view, or show it otherwise; nothing is written."""
        if act is Act.HIDE:
            self.masked = not self.masked
            return f"Authors, year and venue are {'hidden' if self.masked else 'shown'}."
        review, stage = self.review, self.stage
        if act is Act.FORWARD:
            self._turns.visit(forward_from(review, stage, self._turns.visited))
        elif act is Act.BACK:
            self._turns.visit(back_from(review, stage, self._turns.visited))
        else:
            record, said = gone_to(review, stage, answer)
            self._turns.visit(record)
            return said
        if self.current is None:
            return "No record is left to decide."
        return f"{self.current} is in view."

    def _act(self, act: Act, answer: str) -> str:
        if act in (Act.MARK_INCLUDE, Act.MARK_EXCLUDE):
            return self._mark(Mark.INCLUDE if act is Act.MARK_INCLUDE else Mark.EXCLUDE, answer)
        record, review, stage = self._need_record(), self.review, self.stage
        if act is Act.NOTE:
            self._step(record, lambda: add_note(review, record, answer, stage))
            return f"Noted on {record}."
        if act is Act.TAG:
            return self._tag(record, answer)
        if act is Act.LATER:
            return self._later(record)
        if act is Act.NOT_RETRIEVED:
            self._step(record, lambda: mark_not_retrieved(review, record, answer))
            self._turns.leave(record)
            return f"{record}: not retrieved."
        return self._decide(record, Verdict(act.value), answer)

    def _decide(self, record: RecordId, verdict: Verdict, reason: str) -> str:
        review, stage = self.review, self.stage
        before = review.state.decided_by(stage, record, review.by)
        hidden = self.masked and record not in self._named
        seen = replace(self._turns.seen(record), masked=hidden)
        self._step(record, lambda: decide(review, stage, record, verdict, reason=reason, seen=seen))
        self._turns.leave(record)
        made = review.state.decided_by(stage, record, review.by)
        given = made.reason if made else reason
        self._given_alone = "" if reason else given
        said = f"{record}: {verdict}" + (f", {given}." if given else ".")
        return f"{said} It was {before.verdict}." if before else said

    def _tag(self, record: RecordId, text: str) -> str:
        done: list[tuple[str, bool]] = []
        self._step(record, lambda: done.append(toggle_tag(self.review, record, text, self.stage)))
        tag, on = done[0]
        return f"{record}: tag {tag} {'put on' if on else 'taken off'}."

    def _later(self, record: RecordId) -> str:
        review, stage = self.review, self.stage
        if review.state.decided_by(stage, record, review.by) and not self._only_held:
            raise UsageError(f"{record} is decided already.", "Press f to go on to the next one.")
        self._step(record, lambda: postpone(review, stage, record))
        self._turns.put_off(record)
        return f"{record} comes again at the end."

    def _mark(self, mark: Mark, word: str) -> str:
        self._step(None, lambda: toggle_term(self.review, word, mark, self.stage))
        word = cleaned_term(word)
        on = any(at.casefold() == word.casefold() for at, _mark in self.marked())
        return f"{word!r} is {f'marked to {mark}' if on else 'no longer marked'}."

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
            self._follow(self._turns.waiting if keep else None, only_ranked=only_ranked)
        return bool(grown)

    # The moving parts

    @property
    def _ranking(self) -> int | None:
        """The number of the last ranking in the log."""
        held_ranking = self.review.state.rankings.get(self.stage)
        return held_ranking[0] if held_ranking else None

    def _follow(self, first: RecordId | None, *, only_ranked: bool) -> None:
        """Bring queue and counts to the log."""
        if only_ranked:
            self._turns.reorder(first)
        else:
            self._count()
            self._turns.rebuild(first)

    def _step(self, record: RecordId | None, act: Callable[[], object]) -> None:
        """Act on a record, or on none, and move the counts by what the act changed."""
        seq, ranking = self.review.state.last_seq, self._ranking
        before = standing(self.review, self.stage, record) if record else None
        try:
            act()
        except UsageError:
            self._count()
            self._turns.rebuild(self._turns.waiting, force=False)
            raise
        grown, ranked = self.review.state.last_seq - seq, self._ranking != ranking
        if record and before and grown == 1 + ranked:
            after = standing(self.review, self.stage, record)
            self.progress = moved(self.progress, before, after)
        if grown > 1:
            self._follow(self._turns.waiting, only_ranked=ranked and grown == 2)

    def _undo(self) -> str:
        seq, record, step = latest_step(self.review.state, self.stage, self.review.by)
        if isinstance(step, Decision):
            return self._withdraw(step)
        if isinstance(step, NotHad):
            return self._retrieve(RecordId(record or ""))
        return self._take_back(seq, record, step)

    def _retrieve(self, record: RecordId) -> str:
        self._step(record, lambda: mark_retrieved(self.review, record))
        self._turns.bring_back(record)
        return f"Undone: {record} was 'not retrieved'; it is open again."

    def _withdraw(self, taken: Decision) -> str:
        record, review, stage = taken.record, self.review, self.stage
        self._step(record, lambda: undo(review, stage, only=taken.seq))
        if now := review.state.decided_by(stage, record, review.by):
            self._turns.visit(record)
            return f"Undone: {record} is '{now.verdict}' again, as it was before."
        self._turns.bring_back(record)
        return f"Undone: {record} was '{taken.verdict}'; it is open again."

    def _take_back(self, seq: int, record: RecordId | None, step: SeatStep) -> str:
        self._step(record, lambda: undo_step(self.review, seq))
        if isinstance(step, Postponed):
            self._turns.bring_back(step.record)
            return f"Back to {step.record}, which you had put off."
        return f"Undone: {told(step)}"
