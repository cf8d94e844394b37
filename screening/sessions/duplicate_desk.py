"""The desk at which a person answers whether two records are the same report."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum

from screening.dedup import keeper, prepare
from screening.errors import UsageError
from screening.events import Pair
from screening.events.kinds import (
    DuplicateMarked,
    DuplicateProposed,
    DuplicateRejected,
    DuplicateUnmarked,
)
from screening.records import Record, RecordId, record_number
from screening.sessions.bundle_rules import need_whole_review
from screening.sessions.desk_actions import DeskAct
from screening.sessions.review import Review, Writer
from screening.sessions.same_report import decided_records, followers_of, open_questions
from screening.sessions.side_by_side import Evidence, Side, evidence_of, sides_of


class Answer(StrEnum):
    """What can be done with a question."""

    DUPLICATE = DeskAct.DUPLICATE
    KEEP_BOTH = DeskAct.KEEP_BOTH
    SKIP = DeskAct.SKIP


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Two records to be compared; the one that would be kept comes first.

    ``total`` counts the questions of this sitting that are still open, this one among them;
    ``why`` says why a person is asked.
    """

    kept: RecordId
    record: RecordId
    sources: tuple[str, str]
    why: str
    evidence: Evidence
    sides: tuple[Side, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An answer that undo can take back."""

    pair: Pair
    proposal: DuplicateProposed
    answer: Answer
    record: RecordId
    kept: RecordId
    moved: tuple[DuplicateMarked, ...] = ()


class DuplicateDesk:
    """The queue of questions, one at a time; every answer is recorded at once.

    Raises:
        UsageError: the review is a bundle, which takes no answer.
    """

    def __init__(self, review: Review) -> None:
        need_whole_review(review.state)
        self.review = review
        self._queue = deque(open_questions(review.state))
        self._steps: list[_Step] = []
        self.answered = 0

    @property
    def left(self) -> int:
        """How many questions are open."""
        return len(open_questions(self.review.state))

    def question(self) -> Question | None:
        """The question at hand, None when the queue is empty."""
        found = self._current()
        if found is None:
            return None
        pair, proposal = found
        kept, record = self._sides(pair)
        return Question(
            kept=kept.id,
            record=record.id,
            sources=(self._source(kept.id), self._source(record.id)),
            why=why_asked(proposal),
            evidence=evidence_of(kept, record),
            sides=sides_of(kept, record),
            total=len(self._queue),
        )

    def answer(self, answer: Answer) -> str:
        """Answer the question at hand, and say what was done.

        Raises:
            UsageError: there is no question.
        """
        found = self._current()
        if found is None:
            raise UsageError("There is no question left.", "Press u to undo, or q to quit.")
        pair, proposal = found
        kept, record = (side.id for side in self._sides(pair))
        step = _Step(pair=pair, proposal=proposal, answer=answer, record=record, kept=kept)
        if answer is Answer.SKIP:
            self._queue.rotate(-1)
            self._steps.append(step)
            return "Skipped."
        with self.review.writing() as writer:
            if pair not in open_questions(writer.state):
                return "Somebody else has answered this meanwhile."
            if (now := self._sides(pair)[0].id) != kept:
                return f"{now} would be kept by now, not {kept}: look at the two again."
            if answer is Answer.DUPLICATE:
                step = _join(writer, step)
            else:
                writer.append(DuplicateRejected(record=record, other=kept))
        self._queue.popleft()
        self._steps.append(step)
        self.answered += 1
        if answer is Answer.KEEP_BOTH:
            return f"{kept} and {record} are both kept."
        return f"{record} is marked as a duplicate of {kept}."

    def do(self, act: DeskAct) -> str:
        """Do what a key means, and say so in one line.

        Raises:
            ReviewError: it cannot be done or saved; nothing has changed.
        """
        if act is DeskAct.UNDO:
            return self.undo()
        return self.back() if act is DeskAct.BACK else self.answer(Answer(act.value))

    def back(self) -> str:
        """Show the question before, such as one that was skipped; nothing is recorded.

        Raises:
            UsageError: there is no other question.
        """
        if self._current() is None or len(self._queue) < 2:
            raise UsageError(
                "There is no other question to go back to.",
                "Press u to take your latest answer back.",
            )
        self._queue.rotate(1)
        pair = self._queue[0]
        self._steps = [at for at in self._steps if (at.pair, at.answer) != (pair, Answer.SKIP)]
        return f"Back to {pair[0]} and {pair[1]}."

    def undo(self) -> str:
        """Take the latest answer of this sitting back, and say so.

        Raises:
            UsageError: there is none, or the record was unmarked or moved meanwhile.
        """
        if not self._steps:
            raise UsageError(
                "There is nothing to undo in this sitting.",
                "Earlier marks are taken back with tamis duplicates unmark RECORD.",
            )
        step = self._steps[-1]
        if step.answer is not Answer.SKIP:
            with self.review.writing() as writer:
                _part(writer, step)
            self.answered -= 1
        self._steps.pop()
        if step.pair in self._queue:
            self._queue.remove(step.pair)
        self._queue.appendleft(step.pair)
        return f"Undone: {step.kept} and {step.record} are asked about again."

    def _current(self) -> tuple[Pair, DuplicateProposed] | None:
        """The first question that is still open; answers can settle others as well."""
        open_now = open_questions(self.review.state)
        while self._queue and self._queue[0] not in open_now:
            self._queue.popleft()
        if not self._queue and open_now:
            self._queue.extend(open_now)
        return (self._queue[0], open_now[self._queue[0]]) if self._queue else None

    def _sides(self, pair: Pair) -> tuple[Record, Record]:
        """The record to keep, and the other."""
        one, two = self.review.records(pair)
        state = self.review.state
        decided, followers = decided_records(state), followers_of(state)
        ranks = [(record.id in decided, record.id in followers) for record in (one, two)]
        if ranks[0] == ranks[1]:
            best = keeper([prepare(record_number(at.id), at) for at in (one, two)]).number
            return (one, two) if record_number(one.id) == best else (two, one)
        return (one, two) if ranks[0] > ranks[1] else (two, one)

    def _source(self, record: RecordId) -> str:
        return self.review.state.import_of(record).body.search.source


def why_asked(proposal: DuplicateProposed) -> str:
    """What the rule says that asked, without the compared fields, which are shown anyway."""
    return re.split(r": | \(", proposal.evidence, maxsplit=1)[0] or proposal.rule


def _join(writer: Writer, step: _Step) -> _Step:
    """Mark the record, and move the duplicates it was kept for along with it."""
    followers = followers_of(writer.state).get(step.record, ())
    moved = tuple(writer.state.marked_by[record] for record in followers)
    for record in (step.record, *followers):
        writer.append(
            DuplicateMarked(
                record=record,
                kept=step.kept,
                rule=step.proposal.rule,
                evidence=f"confirmed by a person; {step.proposal.evidence}",
            )
        )
    return _Step(
        pair=step.pair,
        proposal=step.proposal,
        answer=step.answer,
        record=step.record,
        kept=step.kept,
        moved=moved,
    )


def _part(writer: Writer, step: _Step) -> None:
    """Take an answer back: the records as before, the question open again."""
    if step.answer is Answer.DUPLICATE:
        for record in (step.record, *(mark.record for mark in step.moved)):
            if writer.state.duplicates.get(record) != step.kept:
                raise UsageError(
                    f"{record} is no longer marked as a duplicate of {step.kept}.",
                    "To see all: tamis duplicates list",
                )
        writer.append(DuplicateUnmarked(record=step.record, undo=True))
        for mark in step.moved:
            writer.append(replace(mark, undo=True))
    elif step.pair not in writer.state.kept_apart or writer.state.duplicates.keys() & step.pair:
        raise UsageError(
            f"{step.record} and {step.kept} are no longer kept apart, or one is a duplicate now.",
            "To see all: tamis duplicates list",
        )
    writer.append(
        DuplicateProposed(
            record=step.record,
            other=step.kept,
            maker=step.proposal.maker,
            rule=step.proposal.rule,
            evidence=step.proposal.evidence,
            likeness=step.proposal.likeness,
        )
    )
