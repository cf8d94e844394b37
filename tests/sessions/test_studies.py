"""Reports of one study in a review: suggested, grouped, split, undone, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events.kinds import RelatedMarked
from screening.prisma import flow, violations
from screening.protocol import Stage, Verdict
from screening.records import to_record_id
from screening.sessions.duplicates import mark_duplicate
from screening.sessions.review import Review
from screening.sessions.screen import decide
from screening.sessions.studies import (
    group_reports,
    grouped_studies,
    split_reports,
    suggestions,
    undo_study_step,
)
from tests.reviews_builder import make_review, protocol_text, reopen

ONE, TWO, THREE, FOUR, FIVE = (to_record_id(number) for number in range(1, 6))


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """Five records, four included, of which 1 and 2, 2 and 3 are related."""
    with make_review(tmp_path / "r", text=protocol_text(stages=("fulltext",))) as made:
        for record in (ONE, TWO, THREE, FOUR):
            decide(made, Stage.FULLTEXT, record, Verdict.INCLUDE)
        with made.writing() as writer:
            writer.append(RelatedMarked(record=TWO, other=ONE, relation="preprint"))
            writer.append(RelatedMarked(record=THREE, other=TWO, relation="erratum"))
        yield made


def counted(review: Review) -> tuple[int, int]:
    counts = flow(review.state, review.protocol)
    assert violations(counts) == ()
    return counts.studies_included, counts.reports_included


def suggested(review: Review) -> list[tuple[str, str, str]]:
    return [(at.one.record, at.two.record, at.relation) for at in suggestions(review)]


def test_related_reports_are_suggested_until_somebody_says_what_they_are(review: Review) -> None:
    assert suggested(review) == [(ONE, TWO, "preprint"), (TWO, THREE, "erratum")]
    group_reports(review, [TWO, ONE])
    assert suggested(review) == [(TWO, THREE, "erratum")]
    split_reports(review, [TWO, THREE])
    assert suggested(review) == []


def test_studies_and_reports_are_counted_apart(review: Review) -> None:
    assert counted(review) == (4, 4)
    assert group_reports(review, [THREE, ONE], why="same trial number") == (ONE, THREE)
    assert counted(review) == (3, 4)
    assert group_reports(review, [TWO, THREE]) == (ONE, TWO, THREE)
    assert counted(review) == (2, 4)
    assert split_reports(review, [ONE]) == (ONE,)
    assert counted(review) == (3, 4)
    assert undo_study_step(review) == "Undone: the splitting of R0001."
    assert counted(review) == (2, 4)
    assert undo_study_step(review) == "Undone: the grouping of R0002 and R0003."
    assert counted(review) == (3, 4)
    assert undo_study_step(review) == "Undone: the grouping of R0001 and R0003."
    assert counted(review) == (4, 4)


def test_a_study_lists_its_reports_with_their_standing(review: Review) -> None:
    group_reports(review, [FIVE, ONE])
    (study,) = grouped_studies(review)
    assert study.study == ONE
    assert [(at.record, at.standing) for at in study.reports] == [
        (ONE, "included at full text"),
        (FIVE, "pending at full text"),
    ]


def test_a_duplicate_stands_as_the_record_kept_for_it(review: Review) -> None:
    mark_duplicate(review, FIVE, FOUR)
    assert group_reports(review, [FIVE, ONE]) == (ONE, FOUR)
    assert counted(review) == (3, 4)
    with pytest.raises(UsageError, match="R0004 and R0005 are duplicates: one report, R0004"):
        group_reports(review, [FOUR, FIVE])


def test_what_would_change_nothing_is_refused(review: Review) -> None:
    seq = review.state.last_seq
    with pytest.raises(UsageError, match="Only one report was named"):
        group_reports(review, [ONE, ONE])
    with pytest.raises(UsageError, match="R0001 is grouped with no other report"):
        split_reports(review, [ONE])
    with pytest.raises(UsageError, match="neither grouped nor split"):
        undo_study_step(review)
    assert review.state.last_seq == seq
    group_reports(review, [ONE, TWO])
    with pytest.raises(UsageError, match="R0001 and R0002 are of one study already"):
        group_reports(review, [TWO, ONE])
    split_reports(review, [ONE, TWO])
    with pytest.raises(UsageError, match="R0001 and R0002: of no common study"):
        split_reports(review, [ONE, TWO])


def test_only_own_steps_are_undone(review: Review) -> None:
    group_reports(review, [ONE, TWO])
    with reopen(review.folder, by="Ben") as ben:
        with pytest.raises(UsageError, match="Ben has neither"):
            undo_study_step(ben)
        group_reports(ben, [THREE, FOUR])
    assert undo_study_step(review) == "Undone: the grouping of R0001 and R0002."
    assert [study.study for study in grouped_studies(review)] == [THREE]
