"""Ids as people type them, and the nearest ones where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from extraction.findings import Finding
from extraction.sessions.coding import Coding
from extraction.themes import Level, Node, Proposal
from screening.errors import UsageError
from screening.events import CodeId, Event, FindingId
from screening.events.kinds import FindingAdded, FindingProposed

_TYPED = re.compile(r"([A-Za-z])0*(\d+)")


def typed_id(text: str) -> str:
    """``c12`` and ``C0012`` are the same id; anything else is left as it is."""
    found = _TYPED.fullmatch(text.strip())
    return f"{found[1].upper()}{int(found[2]):04d}" if found else text.strip()


def next_finding(events: Iterable[Event]) -> int:
    """The number of the next finding, after everything the log ever named."""
    numbers = [
        int(event.body.finding[1:])
        for event in events
        if isinstance(event.body, (FindingAdded, FindingProposed))
        and event.body.finding[1:].isdigit()
    ]
    return max(numbers, default=0) + 1


def finding_id(number: int) -> FindingId:
    """The id people type and cite, e.g. 17 -> ``F0017``."""
    return FindingId(f"F{number:04d}")


def known_finding(coding: Coding, text: str) -> Finding:
    """The finding of an id as typed.

    Raises:
        UsageError: there is none.
    """
    typed = f"F{text}" if text.isascii() and text.isdigit() else text
    finding = coding.findings.get(FindingId(typed_id(typed)))
    if finding is None:
        raise UsageError(
            f"There is no finding {text!r} in this review.",
            _nearest(typed_id(text), coding.findings) + "'tamis findings list' shows all.",
        )
    return finding


def level_word(coding: Coding, level: Level) -> str:
    """What the review calls a level, as its protocol says."""
    return coding.review.protocol.levels[level]


def to_level(coding: Coding, text: str) -> Level:
    """A level as typed: theme, subtheme, code, or what the review calls it.

    Raises:
        UsageError: there is no such level.
    """
    typed = " ".join(text.split()).casefold()
    for level in Level:
        if typed == level_word(coding, level).casefold():
            return level
    for level in Level:
        if typed == level.word:
            return level
    raise UsageError(
        f"There is no level {text!r}.",
        f"It is one of: {', '.join(level_word(coding, at) for at in Level)}.",
    )


def known_node(coding: Coding, text: str, level: Level | None = None) -> Node:
    """The approved node of an id as typed, or of a label that is its alone; merged ids redirect.

    Raises:
        UsageError: there is none, it is of another level, or several have the label.
    """
    book = coding.book
    node = book.nodes.get(book.resolve(CodeId(typed_id(text)))) or _labelled(coding, text, level)
    if node is None:
        if book.pending_for(CodeId(typed_id(text))):
            raise UsageError(
                f"{typed_id(text)} is only proposed so far.",
                f"Approve it first: tamis themes approve {typed_id(text)}",
            )
        raise UsageError(
            f"There is no theme, subtheme or code {text!r} in the codebook.",
            _nearest(typed_id(text), book.nodes) + "'tamis themes show' lists the codebook.",
        )
    if level is not None and node.level is not level:
        raise UsageError(
            f"{node.id} ({node.label!r}) is a {level_word(coding, node.level)},"
            f" not a {level_word(coding, level)}.",
            "'tamis themes show' lists the codebook with its levels.",
        )
    return node


def _labelled(coding: Coding, text: str, level: Level | None) -> Node | None:
    wanted = text.strip().casefold()
    found = [
        node
        for node in coding.book.nodes.values()
        if node.label.casefold() == wanted and level in (None, node.level)
    ]
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} nodes are called {text!r}.",
            f"Name one by its id: {', '.join(node.id for node in found)}.",
        )
    return found[0] if found else None


def known_proposal(coding: Coding, text: str) -> Proposal:
    """The pending proposal of an id as typed: its own, such as P0041, or that of its node.

    Raises:
        UsageError: none waits under this id, or several do.
    """
    book, typed = coding.book, typed_id(text)
    if typed.startswith("P") and typed[1:].isdigit():
        found = [at for at in book.pending() if at.seq == int(typed[1:])]
    else:
        found = book.pending_under(CodeId(typed))
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} proposals wait under {typed}.",
            f"Name one: {', '.join(f'{at.name} ({at.kind})' for at in found)}.",
        )
    if not found:
        waiting = [name for at in book.pending() for name in (at.code, at.name)]
        raise UsageError(
            f"No proposal waits under {text!r}.",
            _nearest(typed, dict.fromkeys(waiting))
            + "'tamis themes show --pending' lists those that do.",
        )
    return found[0]


def _nearest(text: str, known: Iterable[str]) -> str:
    near = get_close_matches(text, list(known), n=3, cutoff=0.6)
    return f"Near to it: {', '.join(near)}. " if near else ""


def words(text: str, what: str) -> str:
    """A text typed by a person, on one line.

    Raises:
        UsageError: it is empty.
    """
    cleaned = " ".join(text.split())
    if not cleaned:
        raise UsageError(f"The {what} is empty.", "Type some words.")
    return cleaned
