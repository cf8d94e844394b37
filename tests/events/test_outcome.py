"""What decisions amount to: agreement, conflict, adjudication, undo, and who goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from screening.events import (
    Body,
    Event,
    Outcome,
    ReviewState,
    StageOutcome,
    fold,
    included_in,
    outcome,
    stage_outcomes,
)
from screening.events.kinds import (
    ConflictAdjudicated,
    Decided,
    DecisionWithdrawn,
    DuplicateMarked,
    DuplicateUnmarked,
    Postponed,
    ReportNotRetrieved,
    ReportRetrieved,
    SearchImported,
)
from screening.protocol import Protocol, Stage, StagePlan, Unsure, Verdict
from screening.records import RecordId, Search, SearchId

R1, R2, R3 = RecordId("R0001"), RecordId("R0002"), RecordId("R0003")


def _imported(count: int) -> SearchImported:
    search = Search(
        id=SearchId("S01"),
        source="ERIC",
        file_name="e.ris",
        file_sha256="0" * 64,
        file_bytes=1,
        format="ris",
    )
    return SearchImported(
        search=search,
        found=count,
        imported=count,
        rejected=0,
        first=1,
        records_digest="",
        rejected_digest="",
        reader="ris",
    )


def _state(*acts: tuple[str, Body]) -> ReviewState:
    all_acts: Sequence[tuple[str, Body]] = [("A", _imported(3)), *acts]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(
        Event(seq=seq, at=at, by=by, body=body) for seq, (by, body) in enumerate(all_acts, start=1)
    )


def _protocol(reviewers: int = 1, unsure: Unsure = Unsure.FORWARD) -> Protocol:
    stages = tuple(
        StagePlan(stage=stage, reasons=("first", "second"), reviewers=reviewers, unsure=unsure)
        for stage in (Stage.TITLE, Stage.FULLTEXT)
    )
    return Protocol(title="x", stages=stages)


def _decided(
    verdict: Verdict, record: RecordId = R1, stage: Stage = Stage.TITLE, reason: str = ""
) -> Decided:
    return Decided(record=record, stage=stage, verdict=verdict, reason=reason)


def test_one_reviewer_decides() -> None:
    state = _state(("A", _decided(Verdict.EXCLUDE, reason="first")))
    found = outcome(state, _protocol(), Stage.TITLE, R1)
    assert found == StageOutcome(Outcome.EXCLUDED, "first")
    assert outcome(state, _protocol(), Stage.TITLE, R2).outcome is Outcome.PENDING


def test_two_reviewers_are_awaited() -> None:
    state = _state(("A", _decided(Verdict.EXCLUDE)))
    assert outcome(state, _protocol(2), Stage.TITLE, R1).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("first", "second", "unsure", "expected"),
    [
        (Verdict.INCLUDE, Verdict.INCLUDE, Unsure.FORWARD, Outcome.INCLUDED),
        (Verdict.INCLUDE, Verdict.EXCLUDE, Unsure.FORWARD, Outcome.CONFLICT),
        (Verdict.INCLUDE, Verdict.UNSURE, Unsure.FORWARD, Outcome.UNSURE),
        (Verdict.INCLUDE, Verdict.UNSURE, Unsure.HOLD, Outcome.CONFLICT),
        (Verdict.EXCLUDE, Verdict.UNSURE, Unsure.FORWARD, Outcome.CONFLICT),
        (Verdict.UNSURE, Verdict.UNSURE, Unsure.HOLD, Outcome.UNSURE),
    ],
)
def test_two_reviewers_agree_or_not(
    first: Verdict, second: Verdict, unsure: Unsure, expected: Outcome
) -> None:
    state = _state(("A", _decided(first)), ("B", _decided(second)))
    assert outcome(state, _protocol(2, unsure), Stage.TITLE, R1).outcome is expected


def test_the_primary_reason_follows_the_protocol_not_the_reviewers() -> None:
    state = _state(
        ("A", _decided(Verdict.EXCLUDE, reason="second")),
        ("B", _decided(Verdict.EXCLUDE, reason="first")),
    )
    assert outcome(state, _protocol(2), Stage.TITLE, R1).reason == "first"


def test_an_adjudication_counts_and_the_decisions_stay() -> None:
    state = _state(
        ("A", _decided(Verdict.INCLUDE)),
        ("B", _decided(Verdict.EXCLUDE, reason="first")),
        ("C", ConflictAdjudicated(record=R1, stage=Stage.TITLE, verdict=Verdict.INCLUDE)),
    )
    assert outcome(state, _protocol(2), Stage.TITLE, R1).outcome is Outcome.INCLUDED
    assert set(state.in_force(Stage.TITLE, R1)) == {"A", "B"}


@pytest.mark.parametrize(
    ("act", "then"),
    [
        (_decided(Verdict.INCLUDE), Outcome.INCLUDED),
        (DecisionWithdrawn(decision=3), Outcome.PENDING),
    ],
)
def test_an_adjudication_lapses_with_the_decisions_it_settled(act: Body, then: Outcome) -> None:
    settled = ConflictAdjudicated(record=R1, stage=Stage.TITLE, verdict=Verdict.EXCLUDE)
    state = _state(
        ("A", _decided(Verdict.INCLUDE)),
        ("B", _decided(Verdict.EXCLUDE)),
        ("C", settled),
        ("B", act),
    )
    assert outcome(state, _protocol(2), Stage.TITLE, R1).outcome is then


def test_a_changed_decision_replaces_and_undo_brings_the_old_one_back() -> None:
    acts: list[tuple[str, Body]] = [
        ("A", _decided(Verdict.INCLUDE)),
        ("A", _decided(Verdict.EXCLUDE, reason="first")),
    ]
    changed = _state(*acts)
    assert outcome(changed, _protocol(), Stage.TITLE, R1).outcome is Outcome.EXCLUDED
    undone = _state(*acts, ("A", DecisionWithdrawn(decision=3)))
    assert outcome(undone, _protocol(), Stage.TITLE, R1).outcome is Outcome.INCLUDED
    gone = _state(*acts, ("A", DecisionWithdrawn(decision=3)), ("A", DecisionWithdrawn(decision=2)))
    assert outcome(gone, _protocol(), Stage.TITLE, R1).outcome is Outcome.PENDING
    assert gone.decided_by(Stage.TITLE, R1, "A") is None


def test_nobody_withdraws_the_decision_of_another() -> None:
    state = _state(("A", _decided(Verdict.INCLUDE)), ("B", DecisionWithdrawn(decision=2)))
    assert outcome(state, _protocol(), Stage.TITLE, R1).outcome is Outcome.INCLUDED


def test_a_stage_sees_only_what_the_one_before_let_through() -> None:
    state = _state(
        ("A", _decided(Verdict.INCLUDE, R1)),
        ("A", _decided(Verdict.EXCLUDE, R2)),
        ("A", _decided(Verdict.UNSURE, R3)),
    )
    assert list(stage_outcomes(state, _protocol())[Stage.FULLTEXT]) == [R1, R3]
    held = stage_outcomes(state, _protocol(unsure=Unsure.HOLD))
    assert list(held[Stage.FULLTEXT]) == [R1]


def test_unsure_at_the_last_stage_is_not_included() -> None:
    state = _state(
        ("A", _decided(Verdict.INCLUDE)), ("A", _decided(Verdict.UNSURE, stage=Stage.FULLTEXT))
    )
    assert included_in(stage_outcomes(state, _protocol()), _protocol()) == []


def test_duplicates_are_not_screened_and_may_come_back() -> None:
    marked: list[tuple[str, Body]] = [("A", DuplicateMarked(record=R2, kept=R1))]
    assert list(stage_outcomes(_state(*marked), _protocol())[Stage.TITLE]) == [R1, R3]
    back = _state(*marked, ("A", DuplicateUnmarked(record=R2)))
    assert list(stage_outcomes(back, _protocol())[Stage.TITLE]) == [R1, R2, R3]


def test_a_missing_report_is_not_retrieved_until_it_is_found() -> None:
    missing: list[tuple[str, Body]] = [
        ("A", _decided(Verdict.INCLUDE)),
        ("A", ReportNotRetrieved(record=R1, why="no access")),
    ]
    found = outcome(_state(*missing), _protocol(), Stage.FULLTEXT, R1)
    assert found == StageOutcome(Outcome.NOT_RETRIEVED, "no access")
    back = _state(*missing, ("A", ReportRetrieved(record=R1)))
    assert outcome(back, _protocol(), Stage.FULLTEXT, R1).outcome is Outcome.PENDING


def test_a_decision_ends_the_postponement() -> None:
    later = Postponed(record=R1, stage=Stage.TITLE)
    assert (Stage.TITLE, R1, "A") in _state(("A", later)).postponed
    assert _state(("A", later), ("A", _decided(Verdict.INCLUDE))).postponed == {}


def test_folding_in_two_parts_is_folding_at_once() -> None:
    acts: list[tuple[str, Body]] = [
        ("A", _imported(3)),
        ("A", _decided(Verdict.INCLUDE)),
        ("A", _decided(Verdict.EXCLUDE, R2)),
        ("A", DecisionWithdrawn(decision=3)),
    ]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    events = [Event(seq=n, at=at, by=by, body=body) for n, (by, body) in enumerate(acts, start=1)]
    for cut in range(len(events)):
        assert fold(events[cut:], onto=fold(events[:cut])) == fold(events)
