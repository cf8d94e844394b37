"""First half of the replay: import, rank and decide, by the use cases that people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from extraction.demo.corpus import Corpus, CorpusDecision, Position
from screening.protocol import NotRetrieved, Stage, Verdict
from screening.records import RecordId
from screening.sessions.find_duplicates import find_duplicates
from screening.sessions.import_report import SearchFacts
from screening.sessions.importing import import_file
from screening.sessions.rank import RankOptions, rank_stage, record_ranking
from screening.sessions.retrieval import mark_not_retrieved
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.start import start_review_with

REPLAY = "replay"
Tell = Callable[[str], None]


def start(corpus: Corpus, folder: Path, tell: Tell) -> Review:
    """Start the review, import every export file and look for duplicates."""
    review = start_review_with(folder, corpus.protocol, by=REPLAY)
    for path, source in corpus.exports:
        report = import_file(review, path, SearchFacts(source=source))
        tell(
            f"  {path.name:<18} {report.found:>3} found = {report.imported:>3} imported"
            f" + {report.rejected} rejected  ({source})"
        )
    found = find_duplicates(review)
    tell(f"  {len(found.certain)} duplicates, {len(found.asked)} to ask about")
    return review


def record_ids(review: Review) -> dict[Position, RecordId]:
    """(file, position in it) -> record."""
    files = {done.body.search.id: done.body.search.file_name for done in review.state.imports}
    return {(files[record.search], record.position): record.id for record in review.records()}


def replay_decisions(
    review: Review, corpus: Corpus, ids: Mapping[Position, RecordId], tell: Tell
) -> None:
    """Stage by stage: rank what reached it, then make the corpus's decisions in that order."""
    for plan in review.protocol.stages:
        ranked = rank_stage(review, plan.stage, RankOptions())
        record_ranking(review, ranked)
        wanted = {ids[row.position]: row for row in corpus.decisions if row.stage is plan.stage}
        for record in ranked.order:
            _replay(review, record, wanted[record])
        excluded = sum(row.verdict is Verdict.EXCLUDE for row in wanted.values())
        tell(
            f"  {plan.stage.label:<9} {len(ranked.order):>3} records ranked and decided,"
            f" {excluded:>2} excluded"
        )


def _replay(review: Review, record: RecordId, row: CorpusDecision) -> None:
    counts_missing = review.protocol.not_retrieved is NotRetrieved.EXCLUDED
    first = review.protocol.plan(Stage.FULLTEXT).reasons[0]
    if row.stage is Stage.FULLTEXT and row.reason == first and counts_missing:
        mark_not_retrieved(review, record, row.reason)
        return
    note = "" if row.published else "reconstructed"
    decide(review, row.stage, record, row.verdict, reason=row.reason, note=note)
