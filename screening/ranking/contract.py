"""What a ranker is: a name, a version, and the views it looks through."""

from __future__ import annotations

from typing import Protocol

from screening.ranking.task import RankingTask
from screening.ranking.views import Views


class Ranker(Protocol):
    """One method of ranking.

    Every record of the task is in the ranking once; scores never rise along the order and are
    finite; components add up to the scores; equal tasks give equal rankings; the order of the
    file decides nothing.
    """

    @property
    def name(self) -> str:
        """The word users type after ``--ranker``."""

    @property
    def version(self) -> str:
        """Raised whenever the same task could give another order."""

    @property
    def label(self) -> str:
        """The method in a few words."""

    @property
    def uses_vectors(self) -> bool:
        """Whether the ranker looks at vectors where there are some."""

    @property
    def needs_vectors(self) -> bool:
        """Whether the ranker can do nothing without vectors."""

    def views(self, task: RankingTask) -> Views:
        """The views on the task's records; texts are turned into features here, once.

        Raises:
            UsageError: the ranker needs vectors and the task has none.
        """
