"""Rankings of a stage: what is told of a record, and which model is said to have had a part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.rank import (
    RankOptions,
    explain_record,
    rank_stage,
    record_ranking,
)
from screening.sessions.review import Review
from screening.sessions.screen import decide
from tests.overtaken import Overtaken
from tests.reviews_builder import contents, make_review

WORDS = RankOptions(ranker="tfidf")


def test_a_record_is_explained_by_its_rank_among_those_of_the_stage(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 6) as review:
        for number in range(1, 7):
            verdict = Verdict.INCLUDE if number % 2 else Verdict.EXCLUDE
            reason = "" if number % 2 else "1"
            decide(review, Stage.TITLE, to_record_id(number), verdict, reason=reason)
        ranked = rank_stage(review, Stage.ABSTRACT, WORDS)
        places = [explain_record(ranked, record).rank for record in ranked.order]
        assert places == [1, 2, 3]
        with pytest.raises(UsageError, match="R0002 is not among the records of the abstract"):
            explain_record(ranked, to_record_id(2))


def test_records_without_abstract_are_counted_among_those_that_are_ranked(tmp_path: Path) -> None:
    """Those excluded before are learned from, and not told of."""
    found = [replace(at, abstract="" if at.position > 2 else at.abstract) for at in contents(6)]
    with make_review(tmp_path / "review", found=found) as review:
        for number in range(1, 7):
            verdict = Verdict.INCLUDE if number < 4 else Verdict.EXCLUDE
            reason = "" if number < 4 else "1"
            decide(review, Stage.TITLE, to_record_id(number), verdict, reason=reason)
        title = rank_stage(review, Stage.TITLE, WORDS)
        abstract = rank_stage(review, Stage.ABSTRACT, WORDS)
    assert "4 of 6 records have no abstract; their titles place them." in title.notes
    assert "1 of 3 records have no abstract; their titles place them." in abstract.notes


def test_no_model_is_named_where_words_alone_are_compared(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 2) as review:
        assert rank_stage(review, Stage.TITLE, RankOptions(ranker="TFIDF")).model is None


@pytest.mark.parametrize("ranker", ["tfidf", "TFIDF", "u4"])
def test_a_model_that_would_not_be_used_is_refused(tmp_path: Path, ranker: str) -> None:
    options = RankOptions(ranker=ranker, model=tmp_path / "no model")
    with (
        make_review(tmp_path / "review", 2) as review,
        pytest.raises(UsageError, match=r"compares words only; the model .*no model would not"),
    ):
        rank_stage(review, Stage.TITLE, options)


def test_shares_of_an_explanation_add_up_to_the_score(tmp_path: Path) -> None:
    with make_review(tmp_path / "review", 6) as review:
        decide(review, Stage.TITLE, to_record_id(1), Verdict.INCLUDE)
        decide(review, Stage.TITLE, to_record_id(2), Verdict.EXCLUDE, reason="1")
        ranked = rank_stage(review, Stage.TITLE, WORDS)
        for record in ranked.order:
            found = explain_record(ranked, record)
            assert sum(share.score for share in found.shares) == pytest.approx(found.score)


@pytest.mark.parametrize("audit_share", [None, 0.5])
def test_random_draws_that_began_meanwhile_go_on(tmp_path: Path, audit_share: float | None) -> None:
    """Whoever began the ranking knew nothing of them."""

    def draw(other: Review) -> None:
        record_ranking(other, rank_stage(other, Stage.TITLE, WORDS), audit_share=0.9)

    with make_review(tmp_path / "review", 6) as review:
        late = Overtaken(review, draw)
        ranked = rank_stage(late, Stage.TITLE, WORDS)
        with pytest.raises(UsageError, match="begun to draw records at random meanwhile"):
            record_ranking(late, ranked, audit_share=audit_share)
        held = late.state.stopping.open_audit(Stage.TITLE)
        assert held is not None
        assert held.seq == late.state.last_seq
        record_ranking(late, rank_stage(late, Stage.TITLE, WORDS))
        assert late.state.stopping.open_audit(Stage.TITLE) is None
