"""Decisions that undo would take back are sought from the newest, as undo takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from screening.events import Body, Event, fold
from screening.events.held import Decision, taken
from screening.events.kinds import Decided, DecisionWithdrawn
from screening.protocol import Stage, Verdict
from screening.records import RecordId, to_record_id

MANY = 300
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Counted(int):
    """The number of an event that counts how often it is compared with another."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return int(self) == other

    __hash__ = int.__hash__


def _events() -> Iterator[Event]:
    """So many decisions, and as many times undo."""
    bodies: list[Body] = [
        Decided(record=to_record_id(number), stage=Stage.TITLE, verdict=Verdict.INCLUDE)
        for number in range(1, MANY + 1)
    ]
    back: list[Body] = [DecisionWithdrawn(decision=number) for number in range(MANY, 0, -1)]
    for number, body in enumerate([*bodies, *back], start=1):
        yield Event(seq=Counted(number), at=NOON + timedelta(seconds=number), by="Ann", body=body)


def test_undo_looks_at_one_decision_however_many_there_are() -> None:
    Counted.compared = 0
    state = fold(_events())
    assert state.withdrawable == {"Ann": []}
    assert not any(state.decisions[Stage.TITLE].values())
    assert Counted.compared <= 2 * MANY


def test_a_decision_is_taken_out_wherever_it_stands() -> None:
    made = [_decision(number) for number in (3, 1, 2)]
    assert taken(made, 9) is None
    found = taken(made, 3)
    assert found is not None
    assert (found.seq, [at.seq for at in made]) == (3, [1, 2])


def _decision(number: int) -> Decision:
    return Decision(
        seq=number,
        at=NOON,
        by="Ann",
        record=RecordId("R0001"),
        stage=Stage.TITLE,
        verdict=Verdict.INCLUDE,
    )
