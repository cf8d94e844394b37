"""A review that has moved to another database refuses further events, and says where it went."""

from __future__ import annotations

from screening.errors import CannotWrite

MOVED = "this review has moved to"


def place_told(words: str) -> str:
    """The place that a guard's words name; empty where there are none."""
    return words.split(MOVED, 1)[1].strip() if MOVED in words else ""


def moved(message: str) -> CannotWrite:
    """The error for what the database said."""
    return moved_error(place_told(message).splitlines()[0])


def moved_error(place: str) -> CannotWrite:
    """The error for the place to which the review has moved."""
    return CannotWrite(
        f"This review has moved to {place}; nothing was written here.",
        f"Start the command again. If this stays, name the new place in tamis.toml: store ="
        f' "{place}"',
    )
