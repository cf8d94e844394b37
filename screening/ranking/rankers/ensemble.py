"""Words and meaning: two linear learners, one on TF-IDF, one on sentence vectors, added up.

The sum of their standardised decision values finds records earlier than either alone; joining
the features before learning does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.ranking.task import RankingTask
from screening.ranking.views import Views

_WORDS_ONLY = "There are no sentence vectors: this ranking goes by words only."


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The default. Without vectors it goes by words and says so."""

    name: str = "ensemble"
    version: str = "2"
    label: str = "words and meaning (TF-IDF and sentence vectors, one learner each)"
    uses_vectors: bool = True
    needs_vectors: bool = False

    def views(self, task: RankingTask) -> Views:
        """Question and learners, on words and on vectors."""
        from screening.ranking.made_views import vector_views, word_views

        words, meaning = word_views(task), vector_views(task)
        return Views(
            asks=(*words.asks, *meaning.asks),
            learns=(*words.learns, *meaning.learns),
            features=words.features,
            notes=() if task.vectors is not None else (_WORDS_ONLY,),
        )


RANKER = Ensemble()
