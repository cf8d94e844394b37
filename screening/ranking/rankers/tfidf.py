"""Words only: BM25 and TF-IDF feedback for the question, then a linear learner on TF-IDF."""

from __future__ import annotations

from dataclasses import dataclass

from screening.ranking.task import RankingTask
from screening.ranking.views import Views


@dataclass(frozen=True, slots=True)
class Tfidf:
    """The parameters of ASReview's ELAS u4, on words and stems of title, abstract and keywords."""

    name: str = "tfidf"
    version: str = "6"
    label: str = "words (TF-IDF and a linear support vector machine)"
    uses_vectors: bool = False
    needs_vectors: bool = False

    def views(self, task: RankingTask) -> Views:
        """Question and learner, on words."""
        from screening.ranking.made_views import word_views

        return word_views(task)


RANKER = Tfidf()
