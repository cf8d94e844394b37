"""Rank the records of a stage: cold from the protocol's words, warm from the decisions so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from screening.console import Progress
from screening.embedding import (
    Encoder,
    FileVectorCache,
    ModelIdentity,
    NoEncoder,
    encode_cached,
    load_encoder,
    record_text,
)
from screening.errors import UsageError
from screening.events import Maker, Outcome, ReviewState, goes_on
from screening.events.kinds import RankingMade
from screening.protocol import Protocol, Stage
from screening.ranking import (
    Explanation,
    LiveRanking,
    Ranking,
    RankingTask,
    choose,
    explain,
    ranker_named,
)
from screening.records import Record, RecordId
from screening.sessions.audit import begin_audit, end_audit
from screening.sessions.merged import merged_records
from screening.sessions.review import Review

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class RankOptions:
    """What a user may choose; empty or None means what ships with the program."""

    ranker: str = ""
    model: Path | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A ranking of a stage, ready to be recorded.

    ``order`` holds the records that reached the stage, best first; ``ranking`` and ``task`` span
    all records, since those excluded before teach the ranker too.
    """

    stage: Stage
    order: tuple[RecordId, ...]
    task: RankingTask
    ranking: Ranking
    model: ModelIdentity | None
    notes: tuple[str, ...]
    trained_to: int


def rank_stage(
    review: Review, stage: Stage, options: RankOptions, progress: Progress | None = None
) -> Ranked:
    """Compute a ranking; nothing is recorded yet.

    Raises:
        UsageError: no record has reached the stage, there is no such ranker, or the ranker named
            would not use the model named.
        BadInput: the model named is none.
    """
    found = review.outcomes
    review.protocol.plan(stage)
    pool = set(found[stage])
    if not pool:
        raise UsageError(
            f"No record has reached the {stage.label} stage.", "'tamis status' shows what is next."
        )
    _check_model(options)
    records = list(merged_records(review, review.state.unique_records()))
    encoder, notes = _encoder(review, options)
    vectors, query_vector = _vectors(review, records, encoder, progress)
    choice = choose(options.ranker or None, has_vectors=vectors is not None)
    task = task_of(review, stage, records, options.seed)
    live = LiveRanking(replace(task, vectors=vectors, query_vector=query_vector), choice.ranker)
    ranking = live.ranking()
    return Ranked(
        stage=stage,
        order=tuple(RecordId(record) for record in ranking.order if record in pool),
        task=live.task,
        ranking=ranking,
        model=None if isinstance(encoder, NoEncoder) else encoder.identity,
        notes=tuple(note for note in (*notes, choice.note, *ranking.notes) if note),
        trained_to=review.state.last_seq,
    )


def task_of(review: Review, stage: Stage, records: Sequence[Record], seed: int) -> RankingTask:
    """The texts, queries and labels of a ranking; sentence vectors are added by the caller."""
    return RankingTask(
        records=tuple(record.id for record in records),
        titles=tuple(record.title for record in records),
        abstracts=tuple(record.abstract for record in records),
        keywords=tuple("; ".join(record.keywords) for record in records),
        queries=queries_of(review.protocol),
        labels=labels_at(review, stage),
        seed=seed,
        wanted=frozenset(review.outcomes[stage]),
    )


def record_ranking(review: Review, ranked: Ranked, *, audit_share: float | None = None) -> bool:
    """Freeze a ranking in the log; from now on the stage's queue follows it.

    Returns whether there was anything to record: not so where the ranking in force is already this
    one, and neither ends nor begins random draws.

    Args:
        review: the open review.
        ranked: from ``rank_stage``.
        audit_share: the share of places that random draws take; None for the ranking alone.

    Raises:
        UsageError: random draws in force have a gap or began after the ranking did, or none can
            begin.
    """
    body = body_of(ranked)
    with review.writing() as writer:
        held = writer.state.stopping.open_audit(ranked.stage)
        if held and held.seq > ranked.trained_to:
            raise UsageError(
                f"Somebody has begun to draw records at random meanwhile at the"
                f" {ranked.stage.label} stage; this ranking was not kept.",
                "A new ranking would end the draws. If it is to: rank again.",
            )
        if held is None and audit_share is None and _is_in_force(writer.state, body):
            return False
        end_audit(writer, review.protocol, ranked.stage)
        writer.append(body)
        if audit_share is not None:
            begin_audit(writer, review.protocol, ranked.stage, audit_share)
    return True


def _is_in_force(state: ReviewState, body: RankingMade) -> bool:
    """Whether a stage's ranking is this one, whatever else was logged since it was made."""
    held = state.rankings.get(body.stage)
    return held is not None and replace(held[1], trained_to=body.trained_to) == body


def body_of(ranked: Ranked) -> RankingMade:
    """A ranking as the log keeps it."""
    made, model = ranked.ranking.maker, ranked.model
    return RankingMade(
        stage=ranked.stage,
        maker=Maker(
            name=made.name,
            version=made.version,
            model=f"{model.name} {model.version} ({model.backend})" if model else "",
            model_sha256=model.sha256 if model else "",
            seed=made.seed,
        ),
        trained_to=ranked.trained_to,
        included=ranked.task.included,
        excluded=ranked.task.excluded,
        order=ranked.order,
        note=" ".join(ranked.notes),
    )


def explain_record(ranked: Ranked, record: RecordId) -> Explanation:
    """Why a record stands where it stands; its rank is that among the stage's records.

    Raises:
        UsageError: the record has not reached the stage.
    """
    if record not in ranked.order:
        raise UsageError(
            f"{record} is not among the records of the {ranked.stage.label} stage.",
            "Name one that has reached this stage, or another stage with --stage.",
        )
    found = explain(ranked.task, ranked.ranking, record)
    return replace(found, rank=ranked.order.index(record) + 1)


def _check_model(options: RankOptions) -> None:
    """A model that the ranker would never look at was named by mistake."""
    if options.model is None or not options.ranker:
        return
    ranker = ranker_named(options.ranker)
    if not ranker.uses_vectors:
        raise UsageError(
            f"The ranker {ranker.name!r} compares words only; the model {options.model} would not "
            "be used.",
            "Leave out --model, or rank by 'ensemble' or 'embedding'.",
        )


def _encoder(review: Review, options: RankOptions) -> tuple[Encoder | NoEncoder, list[str]]:
    if options.ranker and not ranker_named(options.ranker).uses_vectors:
        return NoEncoder(reason=""), []
    encoder = load_encoder(options.model, review.cache)
    return encoder, [encoder.reason] if isinstance(encoder, NoEncoder) else []


def _vectors(
    review: Review,
    records: list[Record],
    encoder: Encoder | NoEncoder,
    progress: Progress | None,
) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
    if isinstance(encoder, NoEncoder):
        return None, None
    texts = [record_text(record.title, record.abstract) for record in records]
    query = "\n".join(queries_of(review.protocol))
    cache = FileVectorCache(review.vectors)
    made = encode_cached(encoder, cache, [*texts, query], progress)
    return made[:-1], made[-1]


def queries_of(protocol: Protocol) -> tuple[str, ...]:
    """What a review asks: its title, questions and inclusion criteria."""
    return (protocol.title, *protocol.questions, *protocol.include)


def title_alone(protocol: Protocol, where: Path) -> str:
    """What to say where a ranking can ask for nothing but the review's title; else empty.

    Args:
        protocol: of the review.
        where: its file, as the person finds it.
    """
    if protocol.questions or protocol.include:
        return ""
    return (
        f"Only the review's title is known: state 'questions' and, under [criteria], 'include' in"
        f" {where} and rank again; as a rule relevant records then come earlier."
    )


def labels_at(review: Review, stage: Stage) -> dict[str, bool]:
    """What the decisions up to this stage teach: let through here, or excluded here or before."""
    labels: dict[str, bool] = {}
    for at, outcomes in review.outcomes.items():
        plan, last = review.protocol.plan(at), review.protocol.is_last(at)
        for record, found in outcomes.items():
            if found.outcome is Outcome.EXCLUDED:
                labels[record] = False
            elif at is stage and goes_on(found.outcome, plan, last=last):
                labels[record] = True
        if at is stage:
            break
    return labels
