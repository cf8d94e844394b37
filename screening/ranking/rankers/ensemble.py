"""Words and meaning: two linear learners, one on TF-IDF, one on sentence vectors, added up.

The sum of their standardised decision values finds records earlier than either alone; joining
the features before learning does not. The last relevant records, which neither knows well, lean on
the records nearest to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from screening.ranking.task import RankingTask
from screening.ranking.views import Views

_WORDS_ONLY = "There are no sentence vectors: this ranking goes by words only."
MOST_RECORDS = 20_000
"""Finding the nearest takes time with the square of the records: beyond so many it is left out."""
_MANY = f"There are more than {MOST_RECORDS:,} records: none leans on those nearest to it."


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The default. Without vectors it goes by words and says so."""

    name: str = "ensemble"
    version: str = "7"
    label: str = "words and meaning (TF-IDF and sentence vectors, one learner each)"
    uses_vectors: bool = True
    needs_vectors: bool = False

    def views(self, task: RankingTask) -> Views:
        """Question and learners, on words and on vectors."""
        from screening.ranking.made_views import nearest_of, vector_views, word_views

        words, meaning = word_views(task), vector_views(task)
        few = len(task.records) <= MOST_RECORDS
        features = words.features if meaning.learns else None
        notes = [*words.notes, *([] if task.vectors is not None else [_WORDS_ONLY])]
        if features and not few:
            notes.append(_MANY)
        return Views(
            asks=(*words.asks, *meaning.asks),
            learns=(*words.learns, *meaning.learns),
            features=words.features,
            nearest=nearest_of(task, features) if features and few else None,
            stated=task.stated,
            notes=tuple(notes),
        )


RANKER = Ensemble()
