"""Words and meaning: two linear learners, one on TF-IDF, one on sentence vectors, added up.

The sum of their standardised decision values finds records earlier than either alone; joining
the features before learning does not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from screening.ranking.task import Maker, Ranking, RankingTask

_WORDS_ONLY = "There are no sentence vectors: this ranking goes by words only."


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The default. Without vectors it goes by words and says so."""

    name: str = "ensemble"
    version: str = "1"
    label: str = "words and meaning (TF-IDF and sentence vectors, one learner each)"
    needs_vectors: bool = False

    def rank(self, task: RankingTask) -> Ranking:
        """Rank by words and vectors."""
        from screening.ranking.blend import blend
        from screening.ranking.signals import vector_signals, word_signals

        maker = Maker(name=self.name, version=self.version, seed=task.seed)
        ranking = blend(task, word_signals(task) + vector_signals(task), maker)
        if task.vectors is None:
            return replace(ranking, notes=(_WORDS_ONLY, *ranking.notes))
        return ranking


RANKER = Ensemble()
