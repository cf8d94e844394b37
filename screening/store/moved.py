"""A review that has moved to another database refuses further events, and says where it went."""

from __future__ import annotations

from screening.errors import CannotWrite

MOVED = "this review has moved to"


def moved(message: str) -> CannotWrite:
    """The error for what the database said."""
    place = message.split(MOVED, 1)[1].strip().splitlines()[0]
    return CannotWrite(
        f"This review has moved to {place}; nothing was written here.",
        f"Start the command again. If this stays, name the new place in tamis.toml: store ="
        f' "{place}"',
    )
