"""Views made from a task: of its words, of its vectors.

Imported lazily: needs numpy and scipy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.ranking.features import MOST_WITH_STEMS, TextFeatures, text_features
from screening.ranking.nearest import Nearest
from screening.ranking.signals import AskedMeaning, AskedWords, LearnedMeaning, LearnedWords
from screening.ranking.views import Views

if TYPE_CHECKING:
    from screening.ranking.task import RankingTask

MEANING_COST = 0.05
"""C of the learner on vectors: weaker than on words, whose rows have less in common."""


_MANY = f"There are more than {MOST_WITH_STEMS:,} records: forms of a word do not count together."


def word_views(task: RankingTask) -> Views:
    """Question and learner on words; empty if the records hold no word."""
    features = features_of(task, with_keywords=True)
    if features is None:
        return Views()
    return Views(
        asks=(AskedWords(features, task.query),),
        learns=(LearnedWords(features),),
        features=features,
        stated=task.stated,
        notes=(_MANY,) if features.count > MOST_WITH_STEMS else (),
    )


def features_of(task: RankingTask, *, with_keywords: bool) -> TextFeatures | None:
    """The task's features: those it brings, if they were made of the same parts, or new ones."""
    with_keywords = with_keywords and any(task.keywords)
    if task.features is not None and task.features.with_keywords == with_keywords:
        return task.features
    return text_features(task.titles, task.abstracts, task.keywords if with_keywords else ())


def nearest_of(task: RankingTask, features: TextFeatures) -> Nearest:
    """The task's nearest records: those it brings, if found by the same features, or new ones."""
    if task.nearest is not None and task.nearest.features is features:
        return task.nearest
    return Nearest(features, task.records)


def vector_views(task: RankingTask) -> Views:
    """Question and learner on vectors; empty without vectors."""
    if task.vectors is None or not task.records:
        return Views()
    return Views(
        asks=(AskedMeaning(vectors=task.vectors, query=task.query_vector),),
        learns=(LearnedMeaning(task.vectors, MEANING_COST),),
        stated=task.stated,
    )
