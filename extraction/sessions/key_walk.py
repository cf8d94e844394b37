"""What walks through waiting things have in common: keys, what is skipped, undo of the sitting."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from screening.errors import UsageError

Here = TypeVar("Here")
Skipped = TypeVar("Skipped")


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does, the question it asks (empty if none), and whether it needs an answer."""

    key: str
    does: str
    asks: str = ""
    needs_answer: bool = True


REJECT_WHY = "Why (may be empty)"
LAST_KEYS = (
    Key("s", "skip for now"),
    Key("u", "undo your latest act of this sitting"),
    Key("q", "quit"),
    Key("?", "help"),
)


class KeyWalk(ABC, Generic[Here, Skipped]):
    """One waiting thing after another; what was skipped comes again next time."""

    noun: str

    def __init__(self) -> None:
        self.done = 0
        self._skipped: set[Skipped] = set()

    @property
    @abstractmethod
    def current(self) -> Here | None:
        """What is to be decided now; false when nothing is left."""

    @abstractmethod
    def _take_back(self) -> str:
        """Undo the latest act of the sitting, and name it."""

    @abstractmethod
    def _decide(self, key: str, answer: str, here: Here) -> str:
        """Do what a key means to what is here, and say what was done."""

    def press(self, key: str, answer: str = "") -> str:
        """Do what a key means; the sentence that says what was done.

        Raises:
            UsageError: it cannot be done; the walk stays where it is.
        """
        if key == "u":
            said = self._take_back()
            self._skipped.clear()
            self.done = max(0, self.done - 1)
            return f"Took back: {said}."
        here = self.current
        if not here:
            raise UsageError(f"No {self.noun} is left.", "Press u to undo or q to quit.")
        said = self._decide(key, answer.strip(), here)
        self.done += key != "s"
        return said
