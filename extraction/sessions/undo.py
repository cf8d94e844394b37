"""Undo: take back the reviewer's latest act on findings or codebook, as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.findings import standing
from extraction.sessions.coding import Coding
from screening.errors import UsageError
from screening.events import Event, FindingId
from screening.events.kinds import (
    Body,
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

PROPOSED = (CodeProposed, ChangeProposed, FindingProposed)
"""What methods say; it is no act of a person."""

_DID: dict[type[Body], str] = {
    FindingAdded: "added",
    FindingConfirmed: "confirmed",
    FindingRejected: "rejected",
    FindingCoded: "coded",
    FindingUncoded: "took the code off",
    CodeApproved: "approved",
    CodeRejected: "rejected",
    CodeRenamed: "renamed",
    CodeDefined: "defined",
    CodeMoved: "moved",
    CodeMerged: "merged",
    QdaImported: "imported",
    CodeSplit: "split",
    CodeRetired: "retired",
    ProposalDeferred: "put off",
    CodesChosen: "chose codes for",
    CodingSettled: "settled",
    MemoWritten: "wrote a memo on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back: the kinds of its events in order, their numbers, and all in words."""

    kinds: tuple[str, ...]
    events: tuple[int, ...]
    words: str


def undo(coding: Coding, *, since: int = 0) -> Undone:
    """Take back this reviewer's latest act that still counts; repeat to go further back.

    Proposals are no acts of a person and stay. An act on which somebody's later act rests is not
    taken back. ``since`` is the number of the event before a sitting: older acts stay.

    Raises:
        UsageError: there is none left, or a later act needs it.
    """
    with coding.act() as act:
        events = latest_act(coding)
        if since and (not events or events[0].seq <= since):
            raise UsageError(
                "There is nothing to undo in this sitting.",
                "'tamis themes undo' takes back what you did before it.",
            )
        if not events:
            raise UsageError(
                f"There is no act of {coding.by} on findings or codebook to undo.",
                "Only your own acts can be undone, the latest first.",
            )
        _check_choices(coding, events)
        numbers = tuple(event.seq for event in events)
        counted = {at for at in coding.book.coded() if coding.findings[at].counts}
        act.append(CodingUndone(events=numbers))
        _check_evidence(coding, counted)
    kinds = tuple(event.kind for event in events)
    return Undone(kinds=kinds, events=numbers, words=in_words(events))


def in_words(events: Sequence[Event]) -> str:
    """An act as a person would tell it, such as "confirmed F0007, F0008"."""
    told: dict[str, list[str]] = {}
    for event in events:
        if did := _DID.get(type(event.body)):
            told.setdefault(did, []).append(_thing(event.body))
    return "; ".join(f"{did} {', '.join(things)}" for did, things in told.items())


def _thing(body: Body) -> str:
    match body:
        case FindingCoded() | FindingUncoded():
            found = f"{body.finding} ({body.code})"
        case QdaImported():
            return body.file_name
        case CodeMerged():
            found = f"{body.code} into {body.into}"
        case CodeSplit():
            found = f"{body.code} ({body.new})"
        case ProposalDeferred():
            found = f"P{body.proposal:04d}"
        case MemoWritten():
            found = body.on
        case (
            CodesChosen() | CodingSettled()
            | FindingAdded() | FindingConfirmed() | FindingRejected()
        ):  # fmt: skip
            found = body.finding
        case (
            CodeApproved() | CodeRejected() | CodeRetired()
            | CodeRenamed() | CodeDefined() | CodeMoved()
        ):  # fmt: skip
            found = body.code
        case _:
            found = ""
    return found


def _check_evidence(coding: Coding, counted: set[FindingId]) -> None:
    """A finding that somebody coded stays evidence until it is rejected, with a reason."""
    for finding in sorted(counted & coding.book.coded()):
        if not coding.findings[finding].counts:
            raise UsageError(
                f"{finding} has the code {coding.book.codes_of(finding)[0]}, so its confirmation"
                " is not taken back.",
                f"To take it out all the same: tamis findings reject {finding}",
            )


def _check_choices(coding: Coding, events: Sequence[Event]) -> None:
    """Who has seen another coder's choice does not take back the own one to make it again."""
    for event in events:
        if not isinstance(event.body, CodesChosen):
            continue
        finding = event.body.finding
        if set(coding.book.choices.get(finding, ())) - {coding.by}:
            raise UsageError(
                f"Another coder has coded {finding} too, so your choice is not taken back.",
                f"Settle it instead: tamis themes adjudicate {finding} CODE ... --why REASON",
            )


def latest_act(coding: Coding) -> list[Event]:
    """The events of the reviewer's latest act that still counts: those of one moment."""
    own = [
        event
        for event in standing(coding.events)
        if event.by == coding.by and not isinstance(event.body, PROPOSED)
    ]
    return [event for event in own if event.at == own[-1].at]
