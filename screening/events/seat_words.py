"""What is done at the seat beside deciding, in words: tags, marked words, steps taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from screening.events import kinds


def tagged(body: kinds.Tagged) -> str:
    """A tag put on."""
    return f"{body.record}: tag: {body.tag}"


def untagged(body: kinds.Untagged) -> str:
    """A tag taken off."""
    return f"{body.record}: tag taken off: {body.tag}"


def term_marked(body: kinds.TermMarked) -> str:
    """A word marked, or no longer."""
    how = "no longer marked" if body.mark is None else f"marked to {body.mark}"
    return f"word {how}: {body.term}"


def step_undone(body: kinds.StepUndone) -> str:
    """A step taken back."""
    return f"step of event {body.step} taken back"


WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (kinds.Tagged, tagged),
    (kinds.Untagged, untagged),
    (kinds.TermMarked, term_marked),
    (kinds.StepUndone, step_undone),
)
