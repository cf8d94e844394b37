"""The views a ranker is made of, as protocols; and the views of words and of vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from screening.ranking.features import TextFeatures
    from screening.ranking.known import Known
    from screening.ranking.nearest import Nearest
    from screening.ranking.signals import Signal


class Asks(Protocol):
    """A view that needs no label: what the question says, and the included alone."""

    def question(self, known: Known) -> tuple[Signal, ...]:
        """What the question says of each record; nothing if it says nothing."""

    def likeness(self, known: Known) -> tuple[Signal, ...]:
        """How like the included each record is; nothing before the first."""


class Learns(Protocol):
    """A view that needs both an included and an excluded record."""

    def forget(self) -> None:
        """Start from nothing the next time, so that only the labels decide."""

    def signal(self, known: Known) -> Signal:
        """What was learned says of each record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """How a ranker looks at the records of one task.

    Attributes:
        asks: views that rank before anything is learned.
        learns: views that learn from the labels; their standardised scores are added.
        features: the words the views read; None if they read none.
        nearest: nearest records, on which the learned scores lean; None if they do not.
        stated: whether the question says more than the review's title.
        notes: sentences to show with every ranking.
    """

    asks: tuple[Asks, ...] = ()
    learns: tuple[Learns, ...] = ()
    features: TextFeatures | None = None
    nearest: Nearest | None = None
    stated: bool = False
    notes: tuple[str, ...] = ()
