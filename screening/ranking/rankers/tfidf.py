"""Words only: BM25 and TF-IDF feedback for the question, then ASReview's ELAS u4."""

from __future__ import annotations

from dataclasses import dataclass

from screening.ranking.task import Maker, Ranking, RankingTask


@dataclass(frozen=True, slots=True)
class Tfidf:
    """With no question stated, a warm ranking is ELAS u4 itself."""

    name: str = "tfidf"
    version: str = "1"
    label: str = "words (TF-IDF and a linear support vector machine)"
    needs_vectors: bool = False

    def rank(self, task: RankingTask) -> Ranking:
        """Rank by words."""
        from screening.ranking.blend import blend
        from screening.ranking.signals import word_signals

        maker = Maker(name=self.name, version=self.version, seed=task.seed)
        return blend(task, word_signals(task), maker)


RANKER = Tfidf()
