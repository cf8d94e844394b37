"""What happened to the codebook, or to one node of it, in the order of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from extraction.sessions.coding import Coding
from extraction.sessions.naming import known_node, typed_id
from extraction.sessions.undo import PROPOSED
from extraction.themes import Codebook
from screening.events import CodeId, Event
from screening.events.kinds import (
    CodeApproved,
    CodeDefined,
    CodeMerged,
    CodeMoved,
    CodeRejected,
    CodeRenamed,
    CodeRetired,
    CodeSplit,
    CodingUndone,
    FindingCoded,
    FindingUncoded,
)
from screening.events.words import in_words

_SHAPING = (
    CodeApproved,
    CodeRejected,
    CodeRetired,
    CodeRenamed,
    CodeDefined,
    CodeMoved,
    CodeMerged,
    CodeSplit,
)
_OF_ONE = (*_SHAPING, FindingCoded, FindingUncoded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event: its number, when, who, what, and whether it was taken back later."""

    event: int
    at: datetime
    by: str
    what: str
    undone: bool


def history(coding: Coding, code: str = "") -> list[Step]:
    """Every change of the tree, or all that concerns one node: codings and proposals too.

    Raises:
        UsageError: there never was such a node.
    """
    undone = {
        number
        for event in coding.events
        if isinstance(event.body, CodingUndone)
        for number in event.body.events
    }
    chosen = _concerning(coding, _ids(coding, code)) if code else _shaping(coding)
    return [
        Step(
            event=event.seq,
            at=event.at,
            by=event.by,
            what=in_words(event.body),
            undone=event.seq in undone,
        )
        for event in chosen
    ]


def _shaping(coding: Coding) -> Iterator[Event]:
    return (event for event in coding.events if isinstance(event.body, _SHAPING))


def _ids(coding: Coding, code: str) -> set[CodeId]:
    """The node's id and those that were merged into it; a retired node's own."""
    book, typed = coding.book, CodeId(typed_id(code))
    named = {typed for event in coding.events if typed in _named(event)}
    if not named:
        typed = known_node(coding, code).id
    target = book.resolve(typed)
    return {typed, target, *_merged_into(book, target)}


def _merged_into(book: Codebook, target: CodeId) -> set[CodeId]:
    return {code for code in book.redirects if book.resolve(code) == target}


def _concerning(coding: Coding, ids: set[CodeId]) -> Iterator[Event]:
    for event in coding.events:
        if isinstance(event.body, (*_OF_ONE, *PROPOSED)) and ids.intersection(_named(event)):
            yield event


def _named(event: Event) -> set[CodeId]:
    names = (getattr(event.body, field, None) for field in ("code", "into", "new"))
    return {name for name in names if name}
