"""What goes on beside the seat while its reviewer reads: learning on, and the outlook.

``Background`` works in a thread with a store of its own, so that no key waits for it; ``AtOnce``
does the same work before the next record, for pipes and tests, where equal keys must leave equal
logs. Nothing is lost if either is killed: what counts is in the log, vectors are in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import Protocol

from screening.errors import ReviewError
from screening.protocol import Stage
from screening.records import RecordId
from screening.sessions.learning import Learner
from screening.sessions.lessons import why_not
from screening.sessions.outlook import Outlook, outlook_at
from screening.sessions.review import Review, twin
from screening.sessions.why import Why, why_here

_READING = "Reading the texts to learn from."
_LEARNING = "Learning from the decisions."
_QUIT_SECONDS = 5.0
# After a key the thread keeps still until the next record has been drawn.
_STILL_SECONDS = 0.3


class Assistant(Protocol):
    """What the seat knows of it.

    ``learning`` says whether it learns on, ``frozen`` counts the rankings it has put into the
    log; ``note`` says what it is at or what went wrong, empty if there is nothing to say.
    """

    learning: bool
    frozen: int
    note: str

    @property
    def outlook(self) -> Outlook | None:
        """How far the stage is, the newest that was worked out; None before the first."""

    @property
    def why(self) -> Why | None:
        """Why a record stands where it does, the latest that was asked; None until it is known."""

    def tell(self, *, learn: bool) -> None:
        """The log has grown; ``learn``: enough for a new ranking."""

    def ask_why(self, record: RecordId) -> None:
        """Work out why a record stands where it does."""

    def close(self) -> None:
        """Stop working."""


class AtOnce:
    """Works when it is told, while the seat waits; with a store of its own, like ``Background``.

    Args:
        review: the review of the seat.
        stage: its stage.
        learning: whether to learn on.
        model: as for ``Learner``.
    """

    def __init__(
        self, review: Review, stage: Stage, *, learning: bool = True, model: Path | None = None
    ) -> None:
        self._review, self._stage, self._model = review, stage, model
        self.learning = learning
        self._beside = twin(review) if learning else None
        self._learner = Learner(self._beside, stage, model) if self._beside else None
        self._outlook: Outlook | None = None
        self.why: Why | None = None
        self.frozen = 0
        self.note = ""

    @property
    def outlook(self) -> Outlook | None:
        """Made anew if the log has grown."""
        if self._outlook is None or self._outlook.seq != self._review.state.last_seq:
            self._outlook = outlook_at(self._review, self._stage)
        return self._outlook

    def tell(self, *, learn: bool) -> None:
        """Rank anew before the next record, if it is time."""
        if not (learn and self.learning and self._learner):
            return
        try:
            self.frozen += self._learner.rank()
        except Exception as error:  # screening goes on
            self.note, self.learning = went_wrong(error), False

    def ask_why(self, record: RecordId) -> None:
        """Say it at once."""
        if self._beside is not None and self._learner is not None:
            self.why = why_here(self._beside, self._stage, record, self._learner)
            return
        with twin(self._review) as review:
            learner = Learner(review, self._stage, self._model)
            self.why = why_here(review, self._stage, record, learner)

    def close(self) -> None:
        """Close the store it reads and writes with."""
        if self._beside is not None:
            self._beside.close()


def went_wrong(error: Exception) -> str:
    """What to tell the reviewer of an error beside the seat."""
    if isinstance(error, ReviewError):
        what = f": {error.message} {error.hint}".rstrip()
    else:
        what = f" ({type(error).__name__}: {error})."
    return f"Learning has stopped{what} Screening goes on."


@contextmanager
def assisted(
    review: Review, stage: Stage, *, learning: bool, model: Path | None, at_once: bool
) -> Iterator[Assistant]:
    """An assistant while a reviewer sits: one that works at once, or one in the background."""
    make = AtOnce if at_once else Background
    made: Assistant = make(review, stage, learning=learning, model=model)
    try:
        yield made
    finally:
        made.close()


class _ClosedError(Exception):
    """The seat was left."""


class Background:
    """Works in a thread of its own, from now until it is closed. Arguments as for ``AtOnce``."""

    def __init__(
        self, review: Review, stage: Stage, *, learning: bool = True, model: Path | None = None
    ) -> None:
        self._review, self._stage, self._model = review, stage, model
        self._changed = Condition()
        self._closed, self._told, self._learn = False, True, False
        self._waiting = False
        self._still_until = 0.0
        self._asked: RecordId | None = None
        self.learning = learning
        self.outlook: Outlook | None = None
        self.why: Why | None = None
        self.frozen = 0
        self.note = ""
        self._thread = Thread(target=self._run, name="assistant", daemon=True)
        self._thread.start()

    def tell(self, *, learn: bool) -> None:
        """Look at the log again as soon as there is time."""
        with self._changed:
            self._told, self._learn = True, self._learn or learn
            self._still_until = monotonic() + _STILL_SECONDS
            self._changed.notify()

    def ask_why(self, record: RecordId) -> None:
        """Say it as soon as there is time."""
        with self._changed:
            self._asked, self.why = record, None
            self._changed.notify()

    def close(self) -> None:
        """Stop at the next chance; a step that cannot be cut short is left to the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(_QUIT_SECONDS)

    @property
    def idle(self) -> bool:
        """Whether it has nothing to do."""
        with self._changed:
            return not self._thread.is_alive() or (
                self._waiting and not self._told and not self._asked
            )

    # On the thread

    def _run(self) -> None:
        try:
            with twin(self._review) as review:
                self._work(review)
        except _ClosedError:
            pass
        except Exception as error:  # screening goes on
            self.note, self.learning = went_wrong(error), False

    def _work(self, review: Review) -> None:
        learner = Learner(review, self._stage, self._model, self._encoded)
        self._look = partial(self._take_in, review, learner)
        self._look()
        if self.learning and not why_not(review, self._stage):
            self._learned(learner.prepare, _READING)
            self.tell(learn=False)  # what had to wait for the texts is due now
        while self._wait():
            if self._told:
                self._look()
            if (asked := self._asked) is not None:
                self._asked = None  # before the work, so that a question asked meanwhile stays
                self.why = why_here(review, self._stage, asked, learner)

    def _wait(self) -> bool:
        with self._changed:
            self._waiting = True
            self._changed.wait_for(lambda: self._closed or self._told or self._asked)
            while not self._closed and (left := self._still_until - monotonic()) > 0:
                self._changed.wait(left)
            self._waiting = False
            return not self._closed

    def _take_in(self, review: Review, learner: Learner) -> None:
        """The outlook of the log as it stands, and a new ranking if it is time."""
        with self._changed:
            self._told = False
            learn = self.learning and self._learn and not learner.waits
            self._learn = self._learn and not learn
        review.refresh()
        self.outlook = outlook_at(review, self._stage)
        if learn:
            self._learned(learner.rank, _LEARNING)

    def _learned(self, act: Callable[[], bool | None], meanwhile: str) -> None:
        before, self.note = self.note, meanwhile
        try:
            self.frozen += bool(act())
            self.note = before
        except _ClosedError:
            raise
        except Exception as error:  # screening goes on
            self.note, self.learning = went_wrong(error), False

    def _encoded(self, done: int, total: int) -> None:
        """Between two chunks of texts: leave, or look at what is waiting."""
        if self._closed:
            raise _ClosedError
        if done < total:
            if self._told:
                self._look()
            self.note = f"Encoding texts: {done:,} of {total:,}."
