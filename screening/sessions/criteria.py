"""The questions, criteria and numbered reasons of a stage, as lines to show beside a record."""

from __future__ import annotations

from collections.abc import Iterator

from screening.events.kinds import Mark
from screening.sessions.seat import Seat
from screening.sessions.shown import safe_text


def criteria_blocks(seat: Seat) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(heading, lines) of everything the team agreed for this stage; empty blocks left out."""
    protocol = seat.review.protocol
    blocks = (
        ("Reasons to exclude", tuple(f"{key} {words}" for key, words in seat.reasons)),
        ("Include", protocol.include),
        ("Exclude", protocol.exclude),
        ("Years", (years,) if (years := _years(seat)) else ()),
        ("Questions", protocol.questions),
        ("Marked to include", _marked(seat, Mark.INCLUDE)),
        ("Marked to exclude", _marked(seat, Mark.EXCLUDE)),
    )
    return tuple(
        (heading, tuple(safe_text(line) for line in lines)) for heading, lines in blocks if lines
    )


def criteria_lines(seat: Seat) -> Iterator[str]:
    """The same, one labelled line each."""
    for heading, lines in criteria_blocks(seat):
        for line in lines:
            yield f"{heading}: {line}"


def _marked(seat: Seat, mark: Mark) -> tuple[str, ...]:
    words = ", ".join(term for term, speaks_for in seat.marked() if speaks_for is mark)
    return (words,) if words else ()


def _years(seat: Seat) -> str:
    first, last = seat.review.protocol.year_from, seat.review.protocol.year_to
    if first is None and last is None:
        return ""
    return f"{first or 'any'} to {last or 'any'}"
