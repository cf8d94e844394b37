"""What each reviewer said of a record before anybody could know what another had said."""

from __future__ import annotations

from collections.abc import Iterable

from screening.events import Event
from screening.events.kinds import Decided, DecisionWithdrawn
from screening.protocol import Protocol, Stage, Verdict
from screening.records import RecordId

Place = tuple[Stage, RecordId]
Votes = dict[str, Verdict]


def independent_votes(events: Iterable[Event], protocol: Protocol) -> dict[Place, Votes]:
    """Stage and record -> reviewer -> the verdict that stood when the last reviewer had decided.

    Only records that as many reviewers have decided as the protocol asks for, two at least. Until
    then a record is blind, so a changed or undone verdict is the reviewer's own second thought;
    what is changed afterwards may follow the other's verdict, or a talk, and is left out.
    """
    needed = {plan.stage: plan.reviewers for plan in protocol.stages if plan.reviewers > 1}
    standing: dict[Place, dict[str, list[Decided]]] = {}
    made: dict[int, tuple[str, Decided]] = {}
    told: dict[Place, Votes] = {}
    for event in events:
        match event.body:
            case Decided(stage=stage, record=record) as body if stage in needed:
                here = standing.setdefault((stage, record), {})
                here.setdefault(event.by, []).append(body)
                made[event.seq] = (event.by, body)
                if len(here) >= needed[stage]:
                    votes = {by: decisions[-1].verdict for by, decisions in here.items()}
                    told.setdefault((stage, record), votes)
            case DecisionWithdrawn(decision=seq) if seq in made:
                by, body = made.pop(seq)
                _withdraw(standing[body.stage, body.record], by, body)
    return told


def _withdraw(here: dict[str, list[Decided]], by: str, body: Decided) -> None:
    here[by] = [made for made in here[by] if made is not body]
    if not here[by]:
        del here[by]
