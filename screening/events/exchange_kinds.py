"""What can happen between this review and other tools: their reviewers' decisions taken over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsImported:
    """Decisions made in another tool were taken over: the ``added`` ones stand before this event.

    ``by`` of this event is who imported them; each decision is in the name of ``reviewers``, who
    made them. ``left_out`` entries of the export were not taken over.
    """

    file: str
    sha256: str
    tool: str
    reader: str
    entries: int
    added: int
    left_out: int
    reviewers: tuple[str, ...] = ()


def decisions_imported(body: DecisionsImported) -> str:
    """The event in a sentence."""
    left = f"; {body.left_out:,} left out" if body.left_out else ""
    return (
        f"{body.added:,} decisions of {', '.join(body.reviewers) or 'nobody'} taken over from"
        f" {body.file} ({body.tool}), {body.entries:,} entries{left}"
    )


WORDS = ((DecisionsImported, decisions_imported),)
