"""Outcomes are computed once for each state of the log, and a refused step rereads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.errors import UsageError
from screening.events import Outcome, ReviewState, StoredEvent, stage_outcomes
from screening.protocol import Protocol, Stage, Verdict
from screening.records import RecordId
from screening.sessions import outcomes
from screening.sessions.outcomes import Outcomes
from screening.sessions.review import Review
from screening.sessions.screen import decide, decide_in, progress, queue, undo
from tests.overtaken import Overtaken
from tests.reviews_builder import make_review, reopen

ONE, TWO = RecordId("R0001"), RecordId("R0002")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with make_review(tmp_path / "r", 4) as made:
        yield made


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the log for which outcomes were computed."""
    seen: list[int] = []

    def counting(state: ReviewState, protocol: Protocol) -> Outcomes:
        seen.append(state.last_seq)
        return stage_outcomes(state, protocol)

    monkeypatch.setattr(outcomes, "stage_outcomes", counting)
    return seen


def test_outcomes_are_computed_once_for_each_number(review: Review, computed: list[int]) -> None:
    first = review.state.last_seq
    for _ in range(3):
        queue(review, Stage.TITLE)
        progress(review, Stage.ABSTRACT)
    assert computed == [first]
    decide(review, Stage.TITLE, ONE, Verdict.INCLUDE)
    assert review.outcomes[Stage.TITLE][ONE].outcome is Outcome.INCLUDED
    undo(review)
    assert review.outcomes[Stage.TITLE][ONE].outcome is Outcome.PENDING
    assert computed == [first, first + 1, first + 2]


def test_a_step_that_was_not_kept_counts_in_no_outcome(review: Review) -> None:
    with pytest.raises(KeyError), review.writing() as writer:
        decide_in(writer, review, Stage.TITLE, ONE, Verdict.INCLUDE)
        assert review.outcomes[Stage.TITLE][ONE].outcome is Outcome.INCLUDED
        raise KeyError
    assert review.outcomes[Stage.TITLE][ONE].outcome is Outcome.PENDING
    decide(review, Stage.TITLE, TWO, Verdict.INCLUDE)  # the number of the step not kept
    assert review.outcomes[Stage.TITLE][ONE].outcome is Outcome.PENDING
    assert review.outcomes == stage_outcomes(review.state, review.protocol)


def test_a_refused_step_rereads_nothing(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another reviewer decided meanwhile: their decision is taken in, and the log is not reread."""
    late = Overtaken(review, lambda other: decide(other, Stage.TITLE, ONE, Verdict.INCLUDE))
    known, rows = late.state.last_seq, review.store.rows
    read: list[int] = []

    def counting(after: int = 0) -> Iterator[StoredEvent]:
        read.append(after)
        return rows(after)

    monkeypatch.setattr(review.store, "rows", counting)
    with pytest.raises(UsageError, match="Ben"):
        decide(late, Stage.TITLE, ONE, Verdict.EXCLUDE, reason="1")
    assert read == []
    assert late.state.last_seq == known + 1
    with reopen(review.folder, "Ann") as anew:
        assert late.state == anew.state
