"""Findings as the log tells them: proposed by a method or added by a person, confirmed, rejected.

Imports the kernel's events. ``standing`` leaves out what was undone; every fold of this package
starts from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from screening.events import Event, FindingId, Maker, Place
from screening.events.kinds import (
    ChangeProposed,
    CodeApproved,
    CodeDefined,
    CodeMerged,
    CodeMoved,
    CodeProposed,
    CodeRejected,
    CodeRenamed,
    CodeRetired,
    CodesChosen,
    CodeSplit,
    CodingSettled,
    CodingUndone,
    FindingAdded,
    FindingCoded,
    FindingConfirmed,
    FindingProposed,
    FindingRejected,
    FindingUncoded,
    MemoWritten,
    ProposalDeferred,
    QdaImported,
)
from screening.records import RecordId

CODING_KINDS = (
    FindingAdded,
    FindingProposed,
    FindingConfirmed,
    FindingRejected,
    CodeProposed,
    CodeApproved,
    CodeRejected,
    CodeRenamed,
    CodeDefined,
    CodeMoved,
    CodeMerged,
    FindingCoded,
    FindingUncoded,
    ChangeProposed,
    CodeSplit,
    CodeRetired,
    ProposalDeferred,
    CodesChosen,
    CodingSettled,
    MemoWritten,
    QdaImported,
    CodingUndone,
)
"""The kinds of event that findings and codebook are made of."""


class FindingStatus(StrEnum):
    """Where a finding stands; only confirmed ones count."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A statement that a record makes, with its place in the record's text if it has one.

    ``maker``, ``score`` and ``why`` are those of the proposal, ``proposed`` its wording; a person's
    own finding has none. ``decided_by`` and ``decided_at`` name who made it count, or took it out.
    """

    id: FindingId
    record: RecordId
    statement: str
    status: FindingStatus
    place: Place | None = None
    origin: str = ""
    flag: str = ""
    maker: Maker | None = None
    score: float = 0.0
    why: str = ""
    proposed: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether the finding is evidence."""
        return self.status is FindingStatus.CONFIRMED


Findings: TypeAlias = Mapping[FindingId, Finding]


def standing(events: Iterable[Event]) -> list[Event]:
    """The events that were not undone; the undoing itself is left out too."""
    kept = list(events)
    undone = {
        seq for event in kept if isinstance(event.body, CodingUndone) for seq in event.body.events
    }
    return [
        event
        for event in kept
        if event.seq not in undone and not isinstance(event.body, CodingUndone)
    ]


def fold_findings(
    events: Iterable[Event], onto: dict[FindingId, Finding] | None = None
) -> dict[FindingId, Finding]:
    """All findings by id, in the order in which they came up.

    Args:
        events: in the order of the log.
        onto: findings to carry on from, which are changed; not possible across an undo.
    """
    found = {} if onto is None else onto
    for event in standing(events):
        match event.body:
            case FindingAdded() as body:
                found[body.finding] = _added(body, event)
            case FindingProposed() as body:
                found[body.finding] = _proposed(body)
            case FindingConfirmed() as body if body.finding in found:
                found[body.finding] = _confirmed(found[body.finding], body, event)
            case FindingRejected() as body if body.finding in found:
                found[body.finding] = replace(
                    found[body.finding],
                    status=FindingStatus.REJECTED,
                    decided_by=event.by,
                    decided_at=event.at,
                )
            case _:
                pass
    return found


def _added(body: FindingAdded, event: Event) -> Finding:
    return Finding(
        id=body.finding,
        record=body.record,
        statement=body.statement,
        status=FindingStatus.CONFIRMED,
        place=body.place,
        origin=body.origin,
        flag=body.flag,
        decided_by=event.by,
        decided_at=event.at,
    )


def _proposed(body: FindingProposed) -> Finding:
    return Finding(
        id=body.finding,
        record=body.record,
        statement=body.statement,
        status=FindingStatus.PROPOSED,
        place=body.place,
        maker=body.maker,
        score=body.score,
        why=body.why,
        proposed=body.statement,
    )


def _confirmed(finding: Finding, body: FindingConfirmed, event: Event) -> Finding:
    return replace(
        finding,
        statement=body.statement or finding.statement,
        status=FindingStatus.CONFIRMED,
        decided_by=event.by,
        decided_at=event.at,
    )


def confirmed(findings: Findings) -> dict[FindingId, Finding]:
    """Those that count."""
    return {finding.id: finding for finding in findings.values() if finding.counts}
