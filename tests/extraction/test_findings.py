"""Findings are what the log says of them."""

from __future__ import annotations

from extraction.findings import FindingStatus, confirmed, fold_findings, standing
from extraction.spans import place_of
from screening.events import FindingId
from screening.events.kinds import (
    CodingUndone,
    FindingConfirmed,
    FindingProposed,
    FindingRejected,
)
from screening.records import RecordId
from tests.extraction.logs import MAKER, finding, log

F1 = FindingId("F0001")
PROPOSED = FindingProposed(
    finding=F1,
    record=RecordId("R0001"),
    statement="Mentors help.",
    place=place_of("abstract", "Mentors help.", "Mentors help."),
    maker=MAKER,
    score=0.7,
    why="sentence 1 of 1",
)


def test_a_persons_finding_counts_at_once() -> None:
    found = fold_findings(log(finding(1, "Mentors help.")))[F1]
    assert found.status is FindingStatus.CONFIRMED
    assert (found.statement, found.decided_by, found.maker) == ("Mentors help.", "Ann", None)


def test_a_proposed_finding_counts_once_confirmed_and_keeps_its_first_wording() -> None:
    assert confirmed(fold_findings(log(PROPOSED))) == {}
    events = log(PROPOSED, FindingConfirmed(finding=F1, statement="Mentors help students."))
    found = fold_findings(events)[F1]
    assert found.counts
    assert (found.statement, found.proposed) == ("Mentors help students.", "Mentors help.")
    assert (found.maker, found.score) == (MAKER, 0.7)


def test_a_rejected_finding_no_longer_counts() -> None:
    found = fold_findings(log(finding(1), FindingRejected(finding=F1)))
    assert found[F1].status is FindingStatus.REJECTED
    assert confirmed(found) == {}


def test_undo_leaves_events_out_and_decisions_on_nothing_are_passed_over() -> None:
    events = log(finding(1), FindingRejected(finding=F1), CodingUndone(events=(2,)))
    assert fold_findings(events)[F1].counts
    assert [event.seq for event in standing(events)] == [1]
    assert fold_findings(log(FindingConfirmed(finding=F1))) == {}


def test_folding_on_is_folding_at_once() -> None:
    events = log(PROPOSED, FindingConfirmed(finding=F1), finding(2))
    assert fold_findings(events[1:], fold_findings(events[:1])) == fold_findings(events)
