"""Decisions out of Tamis's own JSON Lines, which hold them beside the record, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from screening.protocol import Stage, Verdict
from screening.votes.contract import NOTHING, Ballot, Vote


def ballot_in_line(text: str) -> Ballot:
    """The decisions and notes of one line; nothing where it is no line of such an export."""
    try:
        held: object = json.loads(text)
    except ValueError:
        return NOTHING
    if not isinstance(held, dict):
        return NOTHING
    votes = tuple(vote for at in _objects(held.get("stages")) for vote in _votes(at))
    notes = tuple(
        (str(pair[0]), str(pair[1]))
        for pair in held.get("notes") or ()
        if isinstance(pair, list) and len(pair) == len(("by", "text"))
    )
    record = held.get("record")
    own = str(record.get("id") or "") if isinstance(record, dict) else ""
    return Ballot(record=own, votes=votes, notes=notes)


def _votes(at: Mapping[str, object]) -> Iterator[Vote]:
    for made in _objects(at.get("decisions")):
        yield from _vote(made, adjudicates=False)
    for made in _objects([at.get("adjudication")]):
        yield from _vote(made, adjudicates=True)


def _vote(made: Mapping[str, object], *, adjudicates: bool) -> Iterator[Vote]:
    try:
        verdict, stage = Verdict(str(made.get("verdict"))), Stage(str(made.get("stage")))
    except ValueError:
        return
    reason = str(made.get("reason") or "")
    yield Vote(
        by=str(made.get("by") or ""),
        verdict=verdict,
        reasons=(reason,) if reason else (),
        note=str(made.get("note") or ""),
        stage=stage,
        adjudicates=adjudicates,
    )


def _objects(value: object) -> list[Mapping[str, object]]:
    return [at for at in value if isinstance(at, dict)] if isinstance(value, list) else []
