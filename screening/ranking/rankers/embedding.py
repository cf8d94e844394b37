"""Meaning only: cosine of sentence vectors to the question, then a linear learner on vectors.

Weaker than words once records are labelled; for comparison and for questions whose words the
records do not use.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.errors import UsageError
from screening.ranking.task import RankingTask
from screening.ranking.views import Views


@dataclass(frozen=True, slots=True)
class Embedding:
    """Needs the vectors of every record."""

    name: str = "embedding"
    version: str = "3"
    label: str = "meaning (sentence vectors and a linear support vector machine)"
    uses_vectors: bool = True
    needs_vectors: bool = True

    def views(self, task: RankingTask) -> Views:
        """Question and learner, on vectors.

        Raises:
            UsageError: the task has none.
        """
        if task.vectors is None:
            raise UsageError(
                f"The ranker {self.name!r} compares sentence vectors, and there are none.",
                "Install or name a sentence-embedding model, or rank by words ('tfidf').",
            )
        from screening.ranking.made_views import vector_views

        return vector_views(task)


RANKER = Embedding()
