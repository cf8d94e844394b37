"""ASReview's ELAS u4 and nothing else, for comparison.

TF-IDF of title and abstract, linear support vector machine, no question, no keywords, no help for
records without an abstract. Same labels, same order as ASReview 3 but for records of equal score.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.ranking.task import RankingTask
from screening.ranking.views import Views


@dataclass(frozen=True, slots=True)
class U4:
    """Knows nothing before the first included and the first excluded record."""

    name: str = "u4"
    version: str = "1"
    label: str = "ASReview's ELAS u4, for comparison"
    uses_vectors: bool = False
    needs_vectors: bool = False

    def views(self, task: RankingTask) -> Views:
        """The learner alone."""
        from screening.ranking.made_views import features_of
        from screening.ranking.signals import LearnedTerms

        features = features_of(task, with_keywords=False)
        if features is None:
            return Views()
        return Views(learns=(LearnedTerms(features.full),), features=features)


RANKER = U4()
