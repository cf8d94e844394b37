"""``tamis rank``: put the records of a stage in the order of their likely relevance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screening.console import counted, give, give_table, percent, progress_bar, say
from screening.options import HERE, AsJson, ModelFolder, Reviewer, ReviewFolder

if TYPE_CHECKING:
    from pathlib import Path

    from screening.ranking import Explanation
    from screening.sessions.rank import Ranked
    from screening.sessions.review import Review

RankerName = Annotated[
    str,
    typer.Option(
        help="ensemble (words and meaning), tfidf (words), embedding (meaning), u4 (ASReview)."
    ),
]
Explained = Annotated[
    str,
    typer.Option(
        "--explain",
        help="Say why this record stands where it does; record nothing.",
        metavar="RECORD",
    ),
]
Audited = Annotated[
    bool,
    typer.Option(
        "--audit",
        help="Mix random draws into the queue, on which the certificate of 'tamis stop' rests.",
    ),
]
AuditShare = Annotated[
    float, typer.Option(help="The share of places that random draws take; 1 costs least.", max=1.0)
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rank")(rank)


def rank(
    stage: Annotated[
        str, typer.Option(help="title, abstract or fulltext; else the first with open records.")
    ] = "",
    ranker: RankerName = "",
    model: ModelFolder = None,
    seed: Annotated[int, typer.Option(help="Breaks ties; the same seed gives the same order.")] = 0,
    explain: Explained = "",
    audit: Audited = False,
    audit_share: AuditShare = 0.9,
    top: Annotated[int, typer.Option(help="How many records to show.", min=0)] = 10,
    review: ReviewFolder = HERE,
    by: Reviewer = "",
    as_json: AsJson = False,
) -> None:
    """Rank the records of a stage and freeze the order in the log.

    Before the first decision the order follows the title, questions and inclusion criteria of
    review.toml; later it also learns from every decision. Vectors are cached in the review.

    With --audit nobody sees which record is a random draw: ranks are shown nowhere while they are
    made. The log holds seed and pool, so that anybody can repeat the draws afterwards.
    """
    from screening.sessions.audit import is_blind
    from screening.sessions.rank import RankOptions, rank_stage, record_ranking
    from screening.sessions.review import open_review
    from screening.sessions.status import stage_named

    with open_review(review, by=by) as opened:
        at = stage_named(opened, stage)
        with progress_bar("Comparing texts") as progress:
            options = RankOptions(ranker=ranker, model=model, seed=seed)
            ranked = rank_stage(opened, at, options, progress)
        if explain:
            _explain(opened, ranked, explain, as_json=as_json)
            return
        drawing = is_blind(opened, ranked.stage)
        made = record_ranking(opened, ranked, audit_share=audit_share if audit else None)
        _show(opened, ranked, top, as_json=as_json)
        if not made:
            number, _ranking = opened.state.rankings[at]
            say(f"The ranking in force, event {number}, is already this one: nothing was recorded.")
        _advise(opened, ranked, review)
    if drawing and not audit:
        say("The random draws in force have ended. To go on drawing: tamis rank --audit")
    say(f"Next: tamis screen --stage {at}")


def _advise(review: Review, ranked: Ranked, folder: Path) -> None:
    """Say what would rank better, as long as the question counts."""
    from screening.sessions.rank import title_alone
    from screening.sessions.review import PROTOCOL_FILE

    told = title_alone(review.protocol, folder / PROTOCOL_FILE) if ranked.ranking.asked else ""
    if told:
        say(told)


def _show(review: Review, ranked: Ranked, top: int, *, as_json: bool) -> None:
    from screening.sessions.merged import merged_records
    from screening.sessions.shown import one_line

    if as_json:
        from screening.codec import to_json
        from screening.sessions.blinding import ranking_seen

        give(to_json(ranking_seen(review, ranked.stage)))
        return
    for note in ranked.notes:
        say(note)
    maker, model = ranked.ranking.maker, ranked.model
    give(
        f"Ranked {counted(len(ranked.order), 'record')} of the {ranked.stage.label} stage:"
        f" {maker.name} {maker.version}, seed {maker.seed},"
        f" {model.name if model else 'no sentence model'};"
        f" learned from {ranked.task.included:,} included"
        f" and {ranked.task.excluded:,} excluded."
    )
    if held := review.state.stopping.open_audit(ranked.stage):
        among = counted(len(held.body.pool), "record")
        give(f"Random draws among {among} are mixed into the queue.")
        say("Ranks are shown nowhere until the draws end: nobody must know which record is one.")
        return
    if not top:
        return
    titles = {record.id: record.title for record in merged_records(review, ranked.order[:top])}
    rows = [
        (n, record, one_line(titles[record]))
        for n, record in enumerate(ranked.order[:top], start=1)
    ]
    give_table(("rank", "record", "title"), rows)


def _explain(review: Review, ranked: Ranked, record: str, *, as_json: bool) -> None:
    from screening.codec import to_json
    from screening.sessions.audit import refuse_if_blind
    from screening.sessions.rank import explain_record

    known = review.known(record)
    refuse_if_blind(review, ranked.stage, known)
    found = explain_record(ranked, known)
    if as_json:
        give(to_json(found))
        return
    give(f"{found.record}: rank {found.rank:,} of {len(ranked.order):,}")
    _explain_parts(review, found)


def _words(found: Explanation) -> str:
    """The words that raise a record, each with its share; below one in a hundred as others."""
    raising = sum(at.weight for at in found.terms) + found.other_terms
    told = [(at.term, at.weight / raising) for at in found.terms if at.weight >= 0.01 * raising]
    rest = 1.0 - sum(share for _term, share in told)
    if told and rest >= 0.005:
        told.append(("other words", rest))
    return ", ".join(f"{term} {percent(share, 0)}" for term, share in told)


def _explain_parts(review: Review, found: Explanation) -> None:
    from screening.sessions.merged import merged_record

    if found.shares:
        give("What the score is made of:")
        give_table(("part", "score", "share"), [
            (part.component, f"{part.score:+.3f}", percent(part.share, 0)) for part in found.shares
        ])  # fmt: skip
    if words := _words(found):
        give(f"Of what words raise it: {words}")
    for near in found.neighbours:
        title = merged_record(review, review.known(near.record)).title
        give(f"Like {near.record} ({near.by}, {near.similarity:.2f}): {title}")
