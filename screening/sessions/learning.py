"""Learning on while a stage is screened: one ranking after another from the log as it stands.

A stage learns on from the ranking in force: same ranker, seed and model. The labels are those of
the log up to the number that the new ranking names (``trained_to``), so that anybody can make it
again. What the log keeps is the ranking from a cold start, which depends on the labels alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from screening.console import Progress
from screening.embedding import (
    Encoder,
    FileVectorCache,
    NoEncoder,
    encode_cached,
    load_encoder,
    record_text,
)
from screening.errors import UsageError
from screening.events import Maker
from screening.protocol import Stage
from screening.ranking import LiveRanking, RankingTask, ranker_named
from screening.records import Record, RecordId
from screening.sessions.audit import is_blind
from screening.sessions.lessons import why_not
from screening.sessions.merged import merged_records
from screening.sessions.rank import Ranked, body_of, labels_at, queries_of, task_of
from screening.sessions.review import Review

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Learner:
    """Makes one ranking after another of a stage; reads texts and vectors once.

    Args:
        review: an open review that nobody else uses at the same time.
        stage: the stage, ranked already.
        model: the folder of the sentence model that the ranking in force was made with; None for
            the shipped one.
        progress: told after each chunk of texts encoded; may call ``rank``, which goes by words
            alone until all are.
    """

    def __init__(
        self,
        review: Review,
        stage: Stage,
        model: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._review, self._stage, self._model = review, stage, model
        self._progress = progress
        self._maker: Maker | None = None
        self._texts: tuple[int, tuple[RecordId, ...]] = (0, ())
        self._task: RankingTask | None = None
        self._encoder: Encoder | NoEncoder = NoEncoder(reason="")
        self._live: LiveRanking | None = None

    @property
    def waits(self) -> bool:
        """Whether the ranker can do nothing before all texts are encoded, and they are not."""
        needs = self._maker is not None and ranker_named(self._maker.name).needs_vectors
        return needs and (self._task is None or self._task.vectors is None)

    def prepare(self) -> None:
        """Read the texts, and encode those whose vectors are not in the review's cache.

        Raises:
            UsageError: the ranking in force was made with a model that is not at hand.
            BadInput: the model is none.
        """
        review, maker = self._review, self._review.state.rankings[self._stage][1].maker
        self._maker, self._texts, self._live = maker, _texts_of(review), None
        records = list(merged_records(review, self._texts[1]))
        self._task = task_of(review, self._stage, records, maker.seed)
        self._encoder = _encoder(review, maker, self._model)
        if not isinstance(self._encoder, NoEncoder):
            self._attach(*_vectors(review, records, self._encoder, self._progress))
        if self._live is None:
            self._live = LiveRanking(self._task, maker.name)

    def _attach(self, vectors: NDArray[np.float32], query: NDArray[np.float32]) -> None:
        if self._live is not None:
            self._live.attach(vectors, query)
        if self._task is not None:
            self._task = replace(self._task, vectors=vectors, query_vector=query)

    def rank(self) -> bool:
        """Rank the log as it stands and freeze the ranking; whether there was anything to do.

        Nothing is done while records are drawn at random.

        Raises:
            ReviewError: see ``prepare``; or the log cannot be written.
        """
        self._review.refresh()
        if why_not(self._review, self._stage):
            return False
        return self._freeze(self.ranked())

    def ranked(self) -> Ranked:
        """The ranking of the decisions as they stand, recorded nowhere.

        Raises:
            ReviewError: see ``prepare``.
        """
        if self._task is None or self._is_stale():
            self.prepare()
        return self._ranked(labels_at(self._review, self._stage))

    def _is_followed(self, maker: Maker) -> bool:
        """Whether the ranking in force is of the ranker and seed that are learned on from."""
        known = self._maker
        return known is not None and (maker.name, maker.seed) == (known.name, known.seed)

    def _is_stale(self) -> bool:
        maker = self._review.state.rankings[self._stage][1].maker
        return not self._is_followed(maker) or self._texts != _texts_of(self._review)

    def _ranked(self, labels: Mapping[str, bool]) -> Ranked:
        if self._task is None or self._maker is None:
            raise ValueError("the texts must be read before they are ranked")
        if self._live is None:
            self._live = LiveRanking(self._task, self._maker.name)
        _teach(self._live, labels)
        ranking, task = self._live.ranking(), self._live.task
        pool = self._review.outcomes[self._stage]
        with_model = task.vectors is not None and not isinstance(self._encoder, NoEncoder)
        return Ranked(
            stage=self._stage,
            order=tuple(RecordId(record) for record in ranking.order if record in pool),
            task=task,
            ranking=ranking,
            model=self._encoder.identity if with_model else None,  # type: ignore[union-attr]
            notes=ranking.notes,
            trained_to=self._review.state.last_seq,
        )

    def _freeze(self, ranked: Ranked) -> bool:
        """Write the ranking, unless draws have begun or somebody else's is as new or otherwise."""
        with self._review.writing() as writer:
            _seq, held = writer.state.rankings[self._stage]
            if is_blind(self._review, self._stage) or held.trained_to >= ranked.trained_to:
                return False
            if not self._is_followed(held.maker):
                return False
            writer.append(body_of(ranked))
        return True


def _texts_of(review: Review) -> tuple[int, tuple[RecordId, ...]]:
    """What the texts depend on: the changes made to them, and which records there are."""
    changes = sum(map(len, review.state.changes.values()))
    return changes + len(review.state.duplicates), tuple(review.state.unique_records())


def _encoder(review: Review, maker: Maker, model: Path | None) -> Encoder | NoEncoder:
    if not ranker_named(maker.name).uses_vectors:
        return NoEncoder(reason="")
    encoder = load_encoder(model, review.cache)
    known = "" if isinstance(encoder, NoEncoder) else encoder.identity.sha256
    if maker.model_sha256 and known != maker.model_sha256:
        raise UsageError(
            f"The order was made with the model {maker.model}, which is not the one at hand.",
            "Name its folder with --model to learn on.",
        )
    return encoder


def _vectors(
    review: Review, records: list[Record], encoder: Encoder, progress: Progress | None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    texts = [record_text(record.title, record.abstract) for record in records]
    query = "\n".join(queries_of(review.protocol))
    made = encode_cached(encoder, FileVectorCache(review.vectors), [*texts, query], progress)
    return made[:-1], made[-1]


def _teach(live: LiveRanking, labels: Mapping[str, bool]) -> None:
    """Bring what a live ranking knows to these labels."""
    for record in set(live.labels) - set(labels):
        live.withdraw(record)
    for record, included in labels.items():
        if live.labels.get(record) is not included:
            live.add(record, included)
